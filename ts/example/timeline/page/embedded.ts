import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * The script and the style that every page has in it, made small.
 *
 * This module runs from source only, where it bundles the player and the style anew each time. The build puts what it
 * gives in its place in `dist`, as constants, so that the package needs no bundler.
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
