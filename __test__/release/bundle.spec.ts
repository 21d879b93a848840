import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { buildSync, type Format } from 'esbuild';
import { nativeTest } from '../engines.ts';
import { testWhere } from '../where.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = `
  import { sumSync } from 'offloop';
  console.log(String(sumSync({ distribution: 'uniform', samples: 1000, seed: 42n }).units));
`;

for (const format of ['esm', 'cjs'] as const) {
  nativeTest(`a bundle (${format}) has the native engine where offloop is installed`, (t) => {
    const { folder, bundle } = bundleOf(t, format);
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/offloop'), 'junction');
    const { stdout, stderr } = run(bundle, 'native');
    t.regex(stdout, /^\d+\n$/, stderr);
  });

  test(`a bundle (${format}) elsewhere computes in TypeScript, and says that offloop is not installed there`, (t) => {
    const { bundle } = bundleOf(t, format);
    const { stdout, stderr } = run(bundle);
    t.regex(stdout, /^\d+\n$/);
    t.regex(
      stderr,
      /the package offloop is not installed beside this bundle, and NAPI_RS_NATIVE_LIBRARY_PATH names no \.node file\. Computing in TypeScript/,
    );
  });
}

for (const format of ['esm', 'cjs'] as const) {
  nativeTest(
    `a bundle (${format}) alone has the native engine that NAPI_RS_NATIVE_LIBRARY_PATH names`,
    (t) => {
      const { folder, bundle } = bundleOf(t, format);
      const [binary] = readdirSync(join(root, 'native')).filter((name) => name.endsWith('.node'));
      cpSync(join(root, 'native', binary!), join(folder, 'engine.node'));
      const { stdout, stderr } = run(bundle, 'native', join(folder, 'engine.node'));
      t.regex(stdout, /^\d+\n$/, stderr);
      t.is(stderr, '');
    },
  );
}

for (const [named, reason] of [
  ['/dev/zero', '/dev/zero is not a file'],
  [root, `${root.slice(0, -1)} is not a file`],
  [join(root, 'nothing.node'), 'there is no such file'],
] as const) {
  const namedTest = testWhere(process.platform !== 'win32');

  namedTest(
    `${named === root ? 'a folder' : named.replace(root, '')} is no native engine, and is named`,
    (t) => {
      const { bundle } = bundleOf(t, 'cjs');
      const { stdout, stderr } = run(bundle, undefined, named);
      t.regex(stdout, /^\d+\n$/);
      t.true(
        stderr.includes(`could not be loaded from NAPI_RS_NATIVE_LIBRARY_PATH, '${named}': ${reason}.`),
        stderr,
      );
    },
  );
}

function bundleOf(t: ExecutionContext, format: Format): { folder: string; bundle: string } {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-bundle-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const bundle = join(folder, format === 'esm' ? 'bundle.mjs' : 'bundle.cjs');
  const stdin = { contents: program, resolveDir: root };
  buildSync({ stdin, bundle: true, platform: 'node', format, outfile: bundle, logLevel: 'error' });
  return { folder, bundle };
}

function run(bundle: string, engine?: 'native', binary?: string): { stdout: string; stderr: string } {
  const { OFFLOOP_ENGINE, NODE_OPTIONS, NAPI_RS_NATIVE_LIBRARY_PATH, ...env } = process.env;
  return spawnSync(process.execPath, [bundle], {
    env: {
      ...env,
      ...(engine && { OFFLOOP_ENGINE: engine }),
      ...(binary && { NAPI_RS_NATIVE_LIBRARY_PATH: binary }),
    },
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
}
