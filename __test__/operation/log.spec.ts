import { once } from 'node:events';
import { openSync } from 'node:fs';
import test from 'ava';
import { main } from '../cli/run.ts';
import { spawn } from '../processes.ts';
import { testWhere } from '../where.ts';
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
