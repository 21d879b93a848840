// How esbuild reads the sources for dist/ (build-ts.ts).
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';

/** In Node's build. */
export const node: Plugin = {
  name: 'node',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const place = relative('ts', path).replaceAll('\\', '/');
      if (/^(library\/|index\.ts$)/.test(place)) {
        return undefined;
      }
      const source = await readFile(path, 'utf8');
      // A program is where its source is. Whoever starts it is in a file of another name, one folder below dist/.
      const here = JSON.stringify(`../${place}`);
      const placed = source.replaceAll(', import.meta.url)', `, new URL(${here}, import.meta.url))`);
      // All of the library is loaded with what is above it, so that it is one file, not one for each way to use it.
      return { loader: 'ts', contents: `${placed}\nimport ${JSON.stringify(resolve('ts/index.ts'))};\n` };
    });

    // A package is bundled alone, so that what CommonJS needs stays with it. An ES module has no `require`, and a package may have a `process` of its own.
    onLoad({ filter: /[\\/]node_modules[\\/]/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        write: false,
      });
      const { text } = outputFiles[0]!;
      const own = text.replaceAll(
        /\b__require\(("node:[a-z_/]+")\)/g,
        'globalThis.process.getBuiltinModule($1)',
      );
      const { code } = await transform(own, { treeShaking: true });
      return { contents: code };
    });
  },
};

/** What stands in for Node's files of the library where there is no Node. */
const ELSEWHERE: Record<string, string> = {
  'platform/node.ts': 'platform/browser.ts',
  'platform/loop.ts': 'platform/browser-loop.ts',
  'platform/threads.ts': 'platform/browser-threads.ts',
  'platform/module-bytes.ts': 'platform/browser-module-bytes.ts',
  'engines/native/native.ts': 'engines/native/none.ts',
};

/** In the build for browsers. */
export const browser: Plugin = {
  name: 'browser',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => {
      const file = relative('ts/library', resolve(resolveDir, path)).replaceAll('\\', '/');
      const other = ELSEWHERE[file];
      return other === undefined ? undefined : { path: resolve('ts/library', other) };
    });
  },
};
