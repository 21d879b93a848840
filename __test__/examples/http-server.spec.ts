import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { sumSync } from '../../ts/index.ts';
import { says, type startProgram } from '../processes.ts';
import { runExample, startExample } from './run.ts';

/** A sum that takes days. */
const LONG = '/sum?samples=1e15&seed=42';

test('a sum is answered, and is the one of the seed', async (t) => {
  const { ask } = await startServer(t);
  const job = { distribution: 'uniform', samples: 1e6, seed: 7n, stream: 3, start: 65_536 } as const;
  const { status, body } = await ask('/sum?distribution=uniform&samples=1e6&seed=7&stream=3&start=65536');
  t.is(status, 200);
  t.deepEqual(body, JSON.parse(JSON.stringify(sumSync(job))));
});

test('wrong input is answered in a sentence', async (t) => {
  const { ask } = await startServer(t);
  const wrong: [path: string, status: number, error: string][] = [
    ['/sum', 400, 'samples must be a number, not undefined'],
    ['/sum?samples=', 400, "samples must be a number, not ''"],
    ['/sum?samples=many', 400, "samples must be a number, not 'many'"],
    ['/sum?samples=1.5', 400, 'samples must be a whole number from 0 to 2^53 - 1, not 1.5'],
    ['/sum?samples=2e15', 400, 'samples must be at most 1000000000000000 here, not 2000000000000000'],
    [
      '/sum?samples=1&seed=-1',
      400,
      "seed must be digits alone if it is a number, or a word, not '-1': a word like this needs a letter before it",
    ],
    ['/sum?samples=1&sede=1', 400, "job has no 'sede': did you mean 'seed'?"],
    ['/sum?samples=1&distribution=x', 400, "distribution must be 'uniform' or 'normal', not 'x'"],
    ['/sum?samples=1?seed=2', 400, "samples must be a number, not '1?seed=2'"],
    ['/', 404, 'there is /sum and /healthz, not /'],
    ['//', 404, 'there is /sum and /healthz, not //'],
  ];
  for (const [path, status, error] of wrong) {
    t.deepEqual(await ask(path), { status, body: { error } });
  }
  t.is((await ask('/sum?samples=1', 'POST')).status, 405);
});

test('others are answered while a long sum runs, which stops when its client goes', async (t) => {
  const { child, origin, ask, finished } = await startServer(t);
  const client = request(`${origin}${LONG}`).end();
  const gone = once(client, 'error');
  for (let asked = 0; asked < 20; asked++) {
    t.deepEqual(await ask('/healthz'), { status: 200, body: { healthy: true } });
    t.is((await ask('/sum?samples=100000&seed=42')).status, 200);
    await delay(5);
  }
  client.destroy();
  t.is(((await gone) as [Error])[0].message, 'socket hang up');
  // Nothing is left of the sum that would keep the process.
  child.kill('SIGTERM');
  t.is((await finished).code, 0);
});

test('it closes while a sum runs', async (t) => {
  const { child, origin, ask, finished } = await startServer(t);
  const client = request(`${origin}${LONG}`).end();
  const gone = once(client, 'error');
  t.is((await ask('/healthz')).status, 200);
  child.kill('SIGINT');
  await gone;
  const { code, stderr } = await finished;
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
});

test('a port that is taken is an error of one line', async (t) => {
  const { origin } = await startServer(t);
  const { port } = new URL(origin);
  const { code, stderr } = await runExample('http-server.mjs', '--port', port);
  t.deepEqual(
    { code, stderr },
    { code: 1, stderr: `listen EADDRINUSE: address already in use 127.0.0.1:${port}\n` },
  );
});

interface Server extends ReturnType<typeof startProgram> {
  readonly origin: string;
  ask(path: string, method?: string): Promise<{ status: number; body: unknown }>;
}

async function startServer(t: ExecutionContext): Promise<Server> {
  const program = startExample('http-server.mjs', '--port', '0', '--most', '1e15');
  t.teardown(() => program.child.kill());
  const origin = await says(program.child, /http:\S+(?=\n)/);
  return {
    ...program,
    origin,
    async ask(path, method = 'GET') {
      const response = await fetch(`${origin}${path}`, { method });
      return { status: response.status, body: await response.json() };
    },
  };
}
