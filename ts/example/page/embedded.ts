import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * The script and the style that every page contains, minified.
 *
 * This module runs only from source, where it bundles the player and the style each time. In `dist` the build replaces
 * it with its results, as constants, so the package needs no bundler.
 */
export function embedded(): { readonly script: string; readonly style: string } {
  return { script: bundle('player/player.ts'), style: bundle('style/style.css') };
}

function bundle(entry: string): string {
  const path = fileURLToPath(new URL(entry, import.meta.url));
  const { outputFiles } = buildSync({
    entryPoints: [path],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0]!.text;
}
