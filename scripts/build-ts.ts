// `npm run build:ts`: the contents of dist/. They should be small, and the library readable in a debugger.
import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { $, glob } from 'zx';
import { embedded } from '../ts/example/timeline/page/embedded.ts';

const config = 'tsconfig.build.json';

// Output of deleted files would be packed, too.
await rm('dist', { recursive: true, force: true });

// Types keep their comments, which editors show; code does not.
await $`tsc -p ${config}`;
await $`tsc -p ${config} --declaration false --removeComments`;

// In the package the timeline page's script and style are constants: it has no bundler.
const constants = `export const embedded = () => (${JSON.stringify(embedded())});\n`;
await writeFile('dist/example/timeline/page/embedded.js', constants);

// Nobody needs to read what only the command line uses.
const inner = await glob('dist/{cli,example,operation}/**/*.js');
await $`esbuild ${inner} --outdir=dist --outbase=dist --allow-overwrite --format=esm --minify --target=node20 --log-level=warning`;

// The same library for browsers, in one file that a page can load without a bundler, too; and as a script, for the
// playground, which is opened as a file.
const browser: BuildOptions = {
  entryPoints: ['ts/index.ts'],
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  minify: true,
  logLevel: 'warning',
  plugins: [
    {
      name: 'platform',
      setup({ onResolve }) {
        onResolve({ filter: /platform\/(node|loop)\.ts$/ }, ({ path }) => ({
          path: resolve('ts/platform', path.endsWith('node.ts') ? 'browser.ts' : 'browser-loop.ts'),
        }));
      },
    },
  ],
};
await build({
  ...browser,
  format: 'iife',
  globalName: 'offloop',
  outfile: 'docs/playground/offloop.js',
});
// The last: by it scripts/setup.mjs knows that a build came to its end.
await build({ ...browser, format: 'esm', outfile: 'dist/browser.js' });
