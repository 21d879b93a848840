import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { main } from '../cli/run.ts';
import { spawn, startProgram } from '../processes.ts';
import { outputOf, testWhere } from '../where.ts';
import { ask, get, startServer } from './support.ts';

const linesOf = (text: string): string[] => text.trimEnd().split('\n');

async function logged(t: Parameters<typeof startServer>[0], args: readonly string[]): Promise<string[]> {
  const { child, finished, port } = await startServer(t, ['--seed', '42', ...args]);
  await ask(port);
  child.kill('SIGTERM');
  return linesOf((await finished).stderr);
}

test('JSON where no terminal is: one object a line, the address first, then the same facts in fields', async (t) => {
  const lines = (await logged(t, ['--log-level', 'debug'])).map((line) => JSON.parse(line));
  t.deepEqual(
    lines.map(({ event }) => event),
    ['listening', 'metrics', 'accepted', 'started', 'answered', 'closing', 'closed'],
  );
  t.like(lines[0], { level: 'info', host: '127.0.0.1', seed: '42' });
  const { level, stream, sum, took, from } = lines[4]!;
  t.is(level, 'info');
  t.is(stream, 0);
  t.is(typeof sum, 'number');
  t.true(took > 0 && took < 60);
  t.regex(from, /^127\.0\.0\.1:\d+$/);
  t.true(lines.every(({ time, msg }) => !Number.isNaN(Date.parse(time)) && msg.length > 0));
});

test('text: the lines for people, at the level that is asked for', async (t) => {
  const [listening = '', metrics = '', answered = '', ...rest] = await logged(t, ['--log-format', 'text']);
  t.regex(listening, /^listening on 127\.0\.0\.1:\d+, seed 42$/);
  t.regex(metrics, /^metrics on http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  t.regex(answered, /^stream 0: answered -?\d+\.\d\d to 127\.0\.0\.1:\d+ in \S+s$/);
  t.deepEqual(rest, ['closing: 0 connections in flight', 'closed']);
});

for (const args of [['--log-level', 'error'], ['--quiet']]) {
  test(`${args.join(' ')}: where the server is is said all the same`, async (t) => {
    const lines = await logged(t, ['--log-format', 'text', ...args]);
    t.is(lines.length, 2);
    t.regex(lines[0]!, /^listening on /);
  });
}

test('an address that others can reach is warned of in one line', async (t) => {
  const lines = await logged(t, ['--log-format', 'text', '--quiet', '--host', '0.0.0.0']);
  t.is(
    lines[2],
    "anyone who reaches 0.0.0.0 can make this machine compute: TLS and passwords are a proxy's work",
  );
});

testWhere(process.platform === 'linux')('a full disk costs lines, not answers', async (t) => {
  // The system chooses the ports, and what would say them is lost: the parent hears one of them otherwise.
  const probe = await startServer(t);
  const metrics = Number(new URL(probe.url).port);
  probe.child.kill('SIGTERM');
  await probe.finished;
  const args = [main, 'serve', '--port', '0', '--samples', '1e5', '--metrics-port', `${metrics}`];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', openSync('/dev/full', 'w'), 'ipc'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [{ port }] = await once(child, 'message');
  t.regex(await ask(port), /^-?\d+/);
  t.regex((await get(`http://127.0.0.1:${metrics}/metrics`)).body, /^offloop_log_lines_lost_total [3-9]$/m);
});

testWhere(outputOf('prlimit', ['--version']) !== '')(
  'a line that the system took only in part is finished before the next one',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'offloop-log-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'log');
    const args = ['--port', '0', '--metrics-port', '0', '--samples', '10', '--log-format', 'json'];
    const child = spawn(process.execPath, ['--import=tsx', main, 'serve', ...args], {
      stdio: ['ignore', 'ignore', openSync(file, 'a'), 'ipc'],
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    });
    t.teardown(() => child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    const [{ port }] = await once(child, 'message');
    const lines = () => linesOf(readFileSync(file, 'utf8')).map((line) => JSON.parse(line));
    const { url } = lines().at(-1);
    // The disk is full in the middle of the next line.
    const limit = (most: number | string) =>
      outputOf('prlimit', ['--pid', `${child.pid}`, `--fsize=${most}:`]);
    const most = statSync(file).size + 100;
    t.is(limit(most), '');
    await ask(port);
    await ask(port);
    while (!/^offloop_log_lines_lost_total 1$/m.test((await get(url)).body)) {
      // The answer is there a moment before its line.
    }
    t.is(statSync(file).size, most);
    t.is(limit('unlimited'), '');
    await ask(port);
    child.kill('SIGTERM');
    t.deepEqual(await ended, [0, null]);
    t.deepEqual(
      lines().map(({ event, stream }) => [event, stream]),
      [
        ['listening', undefined],
        ['metrics', undefined],
        ['answered', 0],
        ['answered', 2],
        ['closing', undefined],
        ['closed', undefined],
      ],
    );
  },
);

/** Logs what a worker says of a part whose name somebody else chose, and of an error with such a message. */
async function loggedOf(format: string, part: string): Promise<{ code: number | null; stderr: string }> {
  const script = `
    import { openLog } from './ts/operation/log.ts';
    import { serverEntry } from './ts/operation/service-log.ts';
    import { workerEntry } from './ts/operation/worker-log.ts';
    const log = openLog('${format}', 'debug');
    const part = ${part};
    log.write(workerEntry({ type: 'done', part, distribution: part, start: 0, samples: 1, took: 1 }));
    log.write(workerEntry({ type: 'stalled', part }));
    log.write(workerEntry({ type: 'failed', part, why: part }));
    log.write(workerEntry({ type: 'merged', job: part, parts: 1 }));
    log.write(serverEntry({ type: 'failed', error: new Error(part), stream: 0, from: '127.0.0.1:1' }));`;
  return startProgram(process.execPath, ['--import=tsx', '--input-type=module', '-e', script]).finished;
}

for (const format of ['json', 'text']) {
  test(`what others have named is in one printable line, which is not long: ${format}`, async (t) => {
    const { code, stderr } = await loggedOf(
      format,
      String.raw`'\x1b[2K\x9b1A\u202e\u2028\n\ud800é'.repeat(100_000)`,
    );
    t.is(code, 0, stderr);
    const lines = linesOf(stderr);
    t.is(lines.length, 5);
    for (const line of lines) {
      t.regex(line, /^[ -~é…]+$/);
      t.true(line.length < 50_000, `${line.length} characters`);
      t.true(line.includes(String.raw`\u001b[2K\u009b1A\u202e\u2028`));
    }
  });
}

test('JSON gives back every character of a name', async (t) => {
  const { stderr } = await loggedOf('json', String.raw`'\x1b[2K\x9b1A\u202e\u{e0001}\ud800é\\\\u0041"'`);
  t.is(JSON.parse(linesOf(stderr)[1]!).part, '\x1b[2K\x9b1A\u202e\u{e0001}\ud800é\\\\u0041"');
});
