// What is put on every machine: the package as npm would install it, its platform's package, and the project's own tests.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { $, glob } from 'zx';
import { inCache } from '../../kit/kept.ts';
import { withoutNpmSettings } from '../../kit/npm.ts';
import { root } from '../../kit/places.mjs';

/** The tests that every machine runs: of the numbers, and of what computes them. */
const TESTS = [
  '__test__/library/vectors.spec.ts',
  '__test__/library/seeds.spec.ts',
  '__test__/library/engines/typescript.spec.ts',
  ...['bad-input', 'draws', 'generator', 'integers', 'scaled', 'vectors'].map(generatorTest),
  ...['bad-input', 'fill', 'parts', 'samples', 'scale', 'slots', 'sum'].map(runTest),
];

function generatorTest(name: string): string {
  return `__test__/library/generator/${name}.spec.ts`;
}

function runTest(name: string): string {
  return `__test__/library/jobs/${name}.spec.ts`;
}

/** Tests are worker threads, since an emulator does not start other programs. */
const AVA = `export default {
  files: ['__test__/**/*.spec.mjs'],
  workerThreads: true,
  concurrency: 1,
  serial: true,
  timeout: '5m',
};
`;

/** The app, made anew, for all machines but for their platform's package. */
export async function makeApp(): Promise<string> {
  const folder = inCache('app');
  await rm(folder, { recursive: true, force: true });
  const offloop = join(folder, 'node_modules/offloop');
  await mkdir(offloop, { recursive: true });
  const run = $({ quiet: true, cwd: root, env: withoutNpmSettings() });
  const { stdout } = await run`npm pack --ignore-scripts --silent --pack-destination ${folder}`;
  await run`tar --extract --gzip --strip-components=1 --file=${join(folder, stdout.trim())} --directory=${offloop}`;
  await copyPackages(['ava', 'fast-check'], join(folder, 'node_modules'));
  await Promise.all(TESTS.map((test) => compileTest(test, folder)));
  await cp(join(root, 'docs/vectors'), join(folder, 'docs/vectors'), { recursive: true });
  await cp(join(import.meta.dirname, 'run-tests.mjs'), join(folder, 'run-tests.mjs'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'ava.config.mjs'), AVA);
  return folder;
}

/** The packages of all platforms, without their binaries: a folder each, such as `linux-arm64-gnu`. */
export async function makePlatformPackages(): Promise<string> {
  const folder = inCache('packages');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await $({ quiet: true, cwd: root })`npx napi create-npm-dirs --cwd ${folder}`;
  return join(folder, 'npm');
}

/** Packages of the project's, with all that they depend on. */
async function copyPackages(names: readonly string[], to: string, copied = new Set<string>()): Promise<void> {
  for (const name of names.filter((wanted) => !copied.has(wanted))) {
    copied.add(name);
    const from = join(root, 'node_modules', name);
    await cp(from, join(to, name), { recursive: true });
    // A package may have some of its own, in other versions. They come with it, but what they depend on does not.
    const own = await glob(['package.json', 'node_modules/{*,@*/*}/package.json'], {
      cwd: from,
      absolute: true,
    });
    for (const manifest of own) {
      const { dependencies = {} } = JSON.parse(await readFile(manifest, 'utf8'));
      const shared = Object.keys(dependencies).filter(
        (name) => !existsSync(join(from, 'node_modules', name)),
      );
      await copyPackages(shared, to, copied);
    }
  }
}

/**
 * Makes one file of a test. What it has from an entry point comes from the installed package, and what only the project
 * has comes with the test, as compiled from its sources.
 */
async function compileTest(test: string, folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [test],
    outfile: join(folder, test.replace(/\.ts$/, '.mjs')),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins: [
      {
        name: 'installed',
        setup({ onResolve }) {
          onResolve({ filter: /^(\.\.\/)+ts\/((service|distributed)\/)?index\.ts$/ }, ({ path }) => ({
            external: true,
            path: path.replace(/^(\.\.\/)+ts(\/.+?)??(\/index)?\.ts$/, 'offloop$2'),
          }));
        },
      },
    ],
  });
}
