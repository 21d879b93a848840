// `npm run build:ts`: the contents of dist/. They should be small, and the library readable in a debugger.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type BuildOptions, build, transform } from 'esbuild';
import { $, glob } from 'zx';
import { embedded } from '../ts/example/timeline/page/embedded.ts';

const config = 'tsconfig.build.json';

/** What package.json exports, from ts/ and in dist/. */
const entryPoints = ['index', 'math/index', 'service/index', 'distributed/index', 'opentelemetry/index'];

// Output of deleted files would be packed, too.
await rm('dist', { recursive: true, force: true });

// Types keep their comments, which editors show; code does not.
await $`tsc -p ${config}`;
await $`tsc -p ${config} --declaration false --removeComments`;
const types = await typesOf(entryPoints.map((name) => `${name}.d.ts`));
for (const file of await glob('**/*.d.ts', { cwd: 'dist' })) {
  if (!types.has(file)) {
    await rm(join('dist', file));
  }
}

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
await buildCommonJs();
// The last: by it scripts/setup.mjs knows that a build came to its end.
await build({ ...browser, format: 'esm', outfile: 'dist/browser.js' });

/**
 * The same once more for what cannot load ES modules, such as Jest, and for TypeScript's settings of that time. What
 * the entry points share is in files of its own, so that they share its state.
 */
async function buildCommonJs(): Promise<void> {
  const small = { minifyWhitespace: true, minifySyntax: true } as const;
  const { outputFiles } = await build({
    entryPoints: entryPoints.map((name) => `ts/${name}.ts`),
    bundle: true,
    splitting: true,
    platform: 'node',
    packages: 'external',
    target: 'node20',
    format: 'esm',
    outdir: 'dist/cjs',
    write: false,
    ...small,
  });
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      logOverride: { 'empty-import-meta': 'silent' }, // ts/package.ts has another way
      ...small,
    });
    await write(path, code);
  }
  for (const file of types) {
    await write(join('dist/cjs', file), await readFile(join('dist', file), 'utf8'));
  }
  await write('dist/cjs/package.json', '{ "type": "commonjs" }\n');
}

/** Files of types in dist/, and all that they lead to. */
async function typesOf(files: string[]): Promise<Set<string>> {
  const found = new Set(files);
  for (const file of found) {
    const text = await readFile(join('dist', file), 'utf8');
    for (const [, path] of text.matchAll(/\b(?:from |import\()['"](\..+?)\.ts['"]/g)) {
      found.add(join(dirname(file), `${path}.d.ts`));
    }
  }
  return found;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
