import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { BUNDLED } from '../../scripts/bundled.ts';
import { MAIN_LIMIT, type Packed, pack } from '../../scripts/kit/pack.ts';
import { hasNative, nativeTest } from '../engines.ts';
import { type Finished, says, spawn, startProgram } from '../processes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'offloop-package-'));
test.after.always('its folder goes', () => rmSync(folder, { recursive: true, force: true }));

/** The native engine, without which nothing is packed, and the package that a release makes of it. */
const binary = hasNative
  ? readdirSync(join(root, 'native')).find((name) => name.endsWith('.node'))
  : undefined;
const platformName = binary?.replace(/^offloop\.(.+)\.node$/, `${manifest.napi.packageName}-$1`);

let offloop: Packed;

test.before('offloop is packed, and installed where no registry answers', async (t) => {
  if (!hasNative) {
    return;
  }
  offloop = await pack(root, folder);
  const packages = [offloop.filename];
  if (binary !== undefined) {
    const platform = join(folder, 'platform');
    mkdirSync(platform);
    cpSync(join(root, 'native', binary), join(platform, binary));
    writeFileSync(
      join(platform, 'package.json'),
      JSON.stringify({ name: platformName, version: manifest.version, main: binary }),
    );
    packages.push((await pack(platform, folder)).filename);
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const { code, stderr } = await run('npm', [
    ...['install', '--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')],
    ...packages.map((name) => join(folder, name)),
  ]);
  t.is(code, 0, stderr);
});

/** Runs a program where offloop is installed. */
function run(program: string, args: readonly string[]): Promise<Finished> {
  return startProgram(program, args, { NODE_OPTIONS: '' }, { cwd: folder }).finished;
}

const command = ['node_modules/offloop/dist/cli/offloop.cjs'];

nativeTest('npm install brings offloop and one binary, and no package of others', (t) => {
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  const expected = [...(platformName === undefined ? [] : [platformName]), 'offloop'].map(
    (name) => `node_modules/${name}`,
  );
  t.deepEqual(Object.keys(packages), expected);
  t.is(manifest.dependencies, undefined);
  t.true(offloop.unpackedSize < MAIN_LIMIT, `${offloop.unpackedSize} bytes`);
});

nativeTest('the command line runs alone, and keeps the licences of what is bundled in it', async (t) => {
  const { code, stdout, stderr } = await run(process.execPath, [
    ...command,
    'sum',
    'uniform',
    '--samples',
    '1e6',
    '--seed',
    '42',
  ]);
  t.is(code, 0, stderr);
  t.regex(stdout, /^units {2}9224100034094392094595072 /m);
  const licences = readFileSync(
    join(folder, 'node_modules/offloop/dist/cli/THIRD-PARTY-LICENSES.txt'),
    'utf8',
  );
  for (const name of BUNDLED) {
    const { version, license } = JSON.parse(
      readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
    );
    t.true(licences.includes(`${name} ${version}: ${license}\n`));
    t.true(licences.includes(readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim()));
  }
});

nativeTest('it finds the binary', async (t) => {
  const { stdout } = await run(process.execPath, [...command, 'info', '--json']);
  t.is(JSON.parse(stdout).engine, 'native');
});

nativeTest('serve logs in JSON without another package', async (t) => {
  const server = spawn(process.execPath, [...command, 'serve', '--port', '0', '--log-format', 'json'], {
    cwd: folder,
  });
  const line = JSON.parse(await says(server, /^\{.*"event":"listening".*\}$/m));
  t.like(line, { level: 'info', pid: server.pid, event: 'listening', host: '127.0.0.1' });
});

for (const [args, sentence] of [
  [
    ['serve', '--port', '0', '--metrics-port', '0'],
    '--metrics-port needs packages that are not installed: npm install prom-client',
  ],
  [
    ['worker', '--redis', 'redis://127.0.0.1:1'],
    'computing on several machines needs packages that are not installed: npm install bullmq ioredis',
  ],
  [
    ['sum', 'uniform', '--redis', 'redis://127.0.0.1:1'],
    'computing on several machines needs packages that are not installed: npm install bullmq ioredis',
  ],
] as const) {
  nativeTest(`offloop ${args.join(' ')}: one sentence says what to install`, async (t) => {
    const { code, stdout, stderr } = await run(process.execPath, [...command, ...args]);
    t.is(stderr, `error: ${sentence}\n`);
    t.is(stdout, '');
    t.is(code, 1);
  });
}

nativeTest('what is inside cannot be imported, nor its types', async (t) => {
  const inner = 'offloop/dist/cjs/library/jobs/sum.js';
  t.true(offloop.files.some(({ path }) => `offloop/${path}` === inner.replace(/\.js$/, '.d.ts')));
  writeFileSync(
    join(folder, 'inner.mts'),
    `import type {} from 'offloop';\nimport type {} from '${inner}';\n`,
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  for (const how of [
    ['--module', 'node16'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    const { stdout } = await run(process.execPath, [tsc, '--noEmit', '--types', '', ...how, 'inner.mts']);
    t.regex(stdout, /^inner\.mts\(2,\d+\): error TS2307: .*\n$/, how.join(' '));
  }
  const imported = await run(process.execPath, [
    '-e',
    `import('${inner}').catch(({ code }) => console.log(code))`,
  ]);
  t.is(imported.stdout, 'ERR_PACKAGE_PATH_NOT_EXPORTED\n', imported.stderr);
});
