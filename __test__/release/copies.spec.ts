import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { sumSync } from '../../ts/index.ts';
import { packageVersion } from '../../ts/library/platform/version.ts';
import { nativeTest } from '../engines.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = fileURLToPath(new URL('copies.mjs', import.meta.url));
const UNITS = String(sumSync({ distribution: 'uniform', samples: 3e7, seed: 1 }).units);

const CASES = {
  'copies in one thread': { how: 'main', version: packageVersion() },
  'copies in worker threads with environments of their own': { how: 'workers', version: packageVersion() },
  'two versions in one thread': { how: 'main', version: packageVersion().replace(/.$/, '9') },
  'two versions in worker threads': { how: 'workers', version: packageVersion().replace(/.$/, '9') },
};

for (const [title, { how, version }] of Object.entries(CASES)) {
  nativeTest(`${title} have no more slots than the process, and all get their turns`, async (t) => {
    const folders = [packageVersion(), version].map((version) => copyPackage(t, version));
    const answer = await run(t, [...folders, how]);
    t.is(answer.most, answer.size);
    t.deepEqual(answer.units, [UNITS, UNITS]);
  });
}

/** With three threads in libuv's pool a process has two slots at most. What hangs is killed. */
function run(t: ExecutionContext, args: string[]): Promise<{ most: number; size: number; units: string[] }> {
  const { NODE_OPTIONS, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      {
        env: { ...env, UV_THREADPOOL_SIZE: '3', OFFLOOP_ENGINE: 'native' },
        timeout: 60_000,
        killSignal: 'SIGKILL',
      },
      (error, stdout, stderr) => {
        t.is(error, null, stderr);
        resolve(JSON.parse(stdout));
      },
    );
  });
}

/** A copy of the built package, which says that it is of some version. */
function copyPackage(t: ExecutionContext, version: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-copy-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const part of ['dist', 'native', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  const [binary] = readdirSync(join(folder, 'native')).filter((name) => name.endsWith('.node'));
  const chunks = readdirSync(join(folder, 'dist/chunks')).map((name) => join('dist/chunks', name));
  for (const file of [...chunks, join('native', binary!)]) {
    const text = readFileSync(join(folder, file), 'latin1');
    writeFileSync(join(folder, file), text.replaceAll(packageVersion(), version), 'latin1');
  }
  return folder;
}
