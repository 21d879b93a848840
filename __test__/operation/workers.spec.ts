import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { sumSync } from '../../ts/index.ts';
import { run } from '../cli/run.ts';
import { testEngines } from '../engines.ts';
import { testWhere } from '../where.ts';
import { ask, families, get, startServer } from './support.ts';

const JOB = { distribution: 'gaussian', samples: 1e5, seed: 42n } as const;

/** What `count` clients must get, in any order: a stream each. */
const totals = (count: number, job: { readonly samples: number } = JOB): string[] =>
  Array.from({ length: count }, (_, stream) => `${sumSync({ ...JOB, ...job, stream }).sum}\n`).sort();

const processesOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);
  } catch {
    return undefined;
  }
}

testEngines('workers compute, and every client has the total of its stream', async (t, engine) => {
  const args = ['--workers', '2', '--seed', '42', '--engine', engine, '--log-format', 'text'];
  const { child, finished, port, url } = await startServer(t, args);
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(port)));
  t.deepEqual(answers.sort(), totals(40));
  const found = await families(url);
  t.is(found.get('offloop_workers')!.metrics[0]!.value, '2');
  t.is((await get(`${url}/readyz`)).status, 200);
  const last = net.connect({ host: '127.0.0.1', port });
  await once(last, 'connect');
  child.kill('SIGTERM');
  t.is(await text(last), `${sumSync({ ...JOB, stream: 40 }).sum}\n`);
  t.is((await finished).code, 0);
});

test('blocking workers are refused: they would outlive their server', async (t) => {
  const { code, stderr } = await run(['serve', '--port', '0', '--workers', '2', '--mode', 'blocking']);
  t.is(code, 2);
  t.regex(stderr, /^error: --workers cannot be used with --mode blocking: [^\n]+\n$/);
});

// Processes are found in /proc.
testWhere(process.platform === 'linux')(
  'a worker that is killed is replaced, and no client hears of it',
  async (t) => {
    const samples = ['--samples', '2e7'];
    const { child, finished, port, url } = await startServer(t, [
      '--workers',
      '2',
      '--seed',
      '42',
      ...samples,
    ]);
    const answers = Promise.all(Array.from({ length: 30 }, () => ask(port)));
    for (let kill = 0; kill < 2; kill++) {
      const [worker] = processesOf(child.pid!);
      process.kill(worker!, 'SIGKILL');
      while (
        (await families(url)).get('offloop_workers')!.metrics[0]!.value !== '2' ||
        Number((await families(url)).get('offloop_workers_lost_total')!.metrics[0]!.value) <= kill
      ) {
        // Another comes within a moment.
      }
    }
    t.deepEqual((await answers).sort(), totals(30, { samples: 2e7 }));
    const workers = processesOf(child.pid!);
    child.kill('SIGKILL');
    await finished;
    while (workers.some((pid) => parentOf(pid) !== undefined)) {
      // Without their server they end.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
);
