import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { buildSync } from 'esbuild';
import { nativeTest } from '../engines.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const subpaths: string[] = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'));

const answer = `console.log(String(sumSync({ distribution: 'uniform', samples: 1_000_000, seed: 42n }).units));`;
const units = '9224100034094392094595072\n';

function node(args: string[], cwd = root, input = ''): { stdout: string; stderr: string } {
  const { NODE_OPTIONS, OFFLOOP_ENGINE, ...env } = process.env;
  return spawnSync(process.execPath, args, { cwd, env, input, encoding: 'utf8' });
}

const ofAModule = ['--input-type=module', '--eval'];
/** As before Node 20.19, and in Jest. */
const ofCommonJs = ['--no-experimental-require-module', '--eval'];

test('without ES modules, require gives the same library as CommonJS, with one state for all entry points', (t) => {
  const { stdout, stderr } = node([
    ...ofCommonJs,
    `const { OffloopError, sumSync } = require('offloop');
     const { requestTotal } = require('offloop/service');
     const { submit } = require('offloop/distributed');
     require('offloop/opentelemetry').traceServers;
     if (!/dist.cjs.index\\.js$/.test(require.resolve('offloop'))) throw new Error(require.resolve('offloop'));
     Promise.allSettled([
       requestTotal({ port: 1 }),
       submit({ distribution: 'uniform', samples: 1 }, { redis: 'redis://127.0.0.1:1' }),
     ]).then((all) => {
       for (const { reason } of all) if (!(reason instanceof OffloopError)) throw reason;
       ${answer}
       process.exit();
     });`,
  ]);
  t.is(stdout, units, stderr);
});

test('it loads where there is no TextEncoder, as in jsdom, and a word is the same seed', (t) => {
  const sum = "require('offloop').sumSync({ distribution: 'uniform', samples: 9, seed: 'é, 7 ✓ 😀%' }).units";
  const [without, ...others] = ['delete globalThis.TextEncoder', ''].map(
    (before) => node([...ofCommonJs, `${before}; console.log(String(${sum}));`]).stdout,
  );
  t.regex(without!, /^\d+\n$/);
  t.deepEqual(others, [without]);
});

test('where require can load ES modules, it gives the same library as import', (t) => {
  const { stdout, stderr } = node([
    ...ofAModule,
    `import { createRequire } from 'node:module';
     import * as imported from 'offloop';
     const { Generator, sumSync } = createRequire(import.meta.url)('offloop');
     if (Generator !== imported.Generator) throw new Error('two libraries');
     ${answer}`,
  ]);
  t.is(stdout, units, stderr);
});

test('a bundle for no platform in particular can be made, and runs in Node', (t) => {
  const { outputFiles } = buildSync({
    stdin: { contents: `import { sumSync } from 'offloop'; ${answer}`, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
  });
  // It is longer than an argument may be.
  const { stdout, stderr } = node(['--input-type=module', '-'], root, outputFiles[0]!.text);
  t.is(stdout, units, stderr);
});

nativeTest('a process that may not look at its environment computes in TypeScript, and says why', (t) => {
  const { stdout, stderr } = node([
    ...ofAModule,
    `const env = new Proxy(process.env, {
       get(_, name) { if (/^(OFFLOOP|NAPI)_/.test(name)) throw new Error('Requires env access to ' + name); },
     });
     Object.defineProperty(process, 'env', { value: env });
     const { sumSync } = await import('offloop');
     ${answer}`,
  ]);
  t.is(stdout, units, stderr);
  t.regex(stderr, /OffloopWarning: The native engine is not available: .*Requires env access/);
});

for (const [how, args, load] of [
  ['import', ofAModule, "import('offloop')"],
  ['require', ofCommonJs, "Promise.resolve().then(() => require('offloop'))"],
] as const) {
  test(`a version of Node that cannot do it is refused in words by ${how}`, (t) => {
    const tell = '({ code, message }) => console.log(code, message)';
    const { stdout } = node([...args, `delete process.getBuiltinModule; ${load}.catch(${tell});`]);
    t.is(
      stdout,
      `OFFLOOP_UNSUPPORTED_RUNTIME offloop needs Node 20.19, 22.12, or 24 or later, not Node ${process.versions.node}; offloop/browser is for all that is not Node\n`,
    );
  });
}

test('package.json, README and documents name the same versions of Node', (t) => {
  t.is(manifest.engines.node, '^20.19.0 || ^22.12.0 || >=24.0.0');
  for (const page of ['README.md', 'CONTRIBUTING.md', 'docs/library.md', 'docs/platforms.md']) {
    const text = readFileSync(join(root, page), 'utf8');
    t.true(/Node(\.js)? 20\.19, 22\.12, or 24 or later/.test(text), page);
    t.false(/20\.19 (or later|on)/.test(text), page);
  }
});

test('the types of every entry point lead to no package that may be missing', (t) => {
  const outside = new Set<string>();
  const files = new Set(subpaths.flatMap((path) => Object.values(manifest.exports[path].types) as string[]));
  t.true(files.size >= 8);
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/\b(?:from |import\()['"](.+?)['"]/g)) {
      if (path.startsWith('.')) {
        files.add(join(dirname(file), path.replace(/\.ts$/, '.d.ts')));
      } else if (!isBuiltin(path)) {
        outside.add(path);
      }
    }
  }
  t.deepEqual([...outside], []);
});

test('TypeScript finds the types of every entry point from a module and from CommonJS, with all libraries checked', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-types-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'offloop'), { recursive: true });
  cpSync(join(root, 'package.json'), join(modules, 'offloop/package.json'));
  cpSync(join(root, 'dist'), join(modules, 'offloop/dist'), { recursive: true });
  for (const name of ['@types', 'undici-types']) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  const names = subpaths.map((path) => join('offloop', path));
  const program = [
    ...names.map(
      (name, i) => `import * as module${i} from '${name}';\nexport type T${i} = typeof module${i};`,
    ),
    "import { Generator as Rng } from 'offloop';",
    'export function* draws(): Generator<number> { yield new Rng(42).random(); }',
  ].join('\n');
  for (const extension of ['mts', 'cts']) {
    writeFileSync(join(folder, `consumer.${extension}`), program);
  }
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    'false',
    '--target',
    'es2023',
    '--types',
    'node',
  ];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = node([tsc, ...options, '--module', 'node16', 'consumer.mts', 'consumer.cts'], folder);
  t.is(stdout, '');
});

test("older TypeScript finds them through package.json's main, types and typesVersions", (t) => {
  t.deepEqual(
    [manifest.main, manifest.types],
    [manifest.exports['.'].require, manifest.exports['.'].types.require],
  );
  const versions = manifest.typesVersions['*'];
  for (const path of subpaths.slice(1)) {
    t.deepEqual(versions[path.slice(2)], [manifest.exports[path].types.require]);
  }
  t.true(readdirSync(join(root, 'dist/cjs')).includes('package.json'));
});
