import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, startProgram } from './processes.ts';
import { outputOf, testWhere } from './where.ts';

const root = join(import.meta.dirname, '..');

for (const [way, says] of [
  ['fails', /1 test failed/],
  ['never ends', /Timed out/],
  ['exits', /process\.exit/],
  ['is killed', /SIGKILL/],
] as const) {
  testWhere(outputOf('ps', ['-A']) !== '', 'ps')(`a test that ${way} leaves no process behind`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'offloop-processes-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'started');
    const ava = ['node_modules/ava/entrypoints/cli.mjs', '--config', '__test__/unwell/ava.config.js'];
    const { code, stdout, stderr } = await startProgram(
      process.execPath,
      [...ava, '--timeout=10s'],
      { OFFLOOP_UNWELL: way, OFFLOOP_STARTED: file },
      { cwd: root },
    ).finished;
    t.is(code, 1);
    t.regex(stdout + stderr, says);
    const started = readFileSync(file, 'utf8').split(' ').map(Number);
    t.is(started.length, 2, stdout + stderr);
    t.true(await end(started));
  });
}
