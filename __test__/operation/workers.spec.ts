import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { sumSync } from '../../ts/index.ts';
import { run } from '../cli/run.ts';
import { testEngines } from '../engines.ts';
import { says } from '../processes.ts';
import { outputOf, testWhere } from '../where.ts';
import { ask, families, get, startServer } from './support.ts';

const JOB = { distribution: 'normal', samples: 1e5, seed: 42n } as const;

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
    // Without their server they end.
    await allGone(workers);
  },
);

/** Resolves when none of these processes runs any more. */
async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some(runs)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What has ended and is only not yet collected by whoever inherited it (a zombie) runs no more. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Stops processes, which the system then lets do nothing; they end with the test, whatever becomes of it. */
function stop(t: ExecutionContext, pids: readonly number[]): void {
  for (const pid of pids) {
    process.kill(pid, 'SIGSTOP');
    t.teardown(() => runs(pid) && process.kill(pid, 'SIGKILL'));
  }
}

testWhere(process.platform === 'linux')(
  'a worker that is stopped is replaced and killed, and no client hears of it',
  async (t) => {
    const { child, finished, port, url } = await startServer(t, [
      '--workers',
      '2',
      '--seed',
      '42',
      '--samples',
      '2e7',
    ]);
    const answers = Promise.all(Array.from({ length: 20 }, () => ask(port)));
    const [worker] = processesOf(child.pid!);
    stop(t, [worker!]);
    t.deepEqual((await answers).sort(), totals(20, { samples: 2e7 }));
    await allGone([worker!]);
    let found = await families(url);
    while (found.get('offloop_workers')!.metrics[0]!.value !== '2') {
      found = await families(url);
    }
    t.is(found.get('offloop_workers_lost_total')!.metrics[0]!.value, '1');
    t.is((await get(`${url}/readyz`)).status, 200);
    child.kill('SIGTERM');
    const { code, stderr } = await finished;
    t.is(code, 0);
    t.regex(stderr, new RegExp(`worker ${worker} gave no sign of life for 10 seconds: [01] totals`));
  },
);

testWhere(process.platform === 'linux')(
  'a worker that was only slow goes on with its total, and while there is no other the server is not ready',
  async (t) => {
    const args = ['--workers', '1', '--seed', '42', '--samples', '1e8'];
    const { child, finished, port, url } = await startServer(t, args);
    const workers = processesOf(child.pid!);
    stop(t, workers);
    const answer = ask(port);
    while ((await get(`${url}/readyz`)).status === 200) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    process.kill(workers[0]!, 'SIGCONT');
    while ((await get(`${url}/readyz`)).status === 503) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    t.deepEqual([await answer], totals(1, { samples: 1e8 }));
    t.deepEqual(processesOf(child.pid!), workers);
    t.is((await families(url)).get('offloop_workers_lost_total')!.metrics[0]!.value, '0');
    child.kill('SIGTERM');
    t.is((await finished).code, 0);
  },
);

testWhere(process.platform === 'linux')('a server ends without its stopped workers, which end', async (t) => {
  const { child, finished } = await startServer(t, ['--workers', '2']);
  const workers = processesOf(child.pid!);
  t.is(workers.length, 2);
  stop(t, workers);
  child.kill('SIGTERM');
  t.is((await finished).code, 0);
  await allGone(workers);
});

testWhere(process.platform === 'linux')('a second signal ends stopped workers, too', async (t) => {
  const { child, finished, port } = await startServer(t, ['--workers', '2']);
  const workers = processesOf(child.pid!);
  stop(t, workers);
  const client = net.connect({ host: '127.0.0.1', port }).on('error', () => {});
  t.teardown(() => client.destroy());
  await once(client, 'connect');
  child.kill('SIGTERM');
  await says(child, 'closing');
  child.kill('SIGTERM');
  t.is((await finished).signal, 'SIGTERM');
  await allGone(workers);
});

testWhere(process.platform === 'linux' && outputOf('prlimit', ['--version']) !== '')(
  'a server without any worker is not ready, until it can start one',
  async (t) => {
    const { child, finished, port, url } = await startServer(t, ['--workers', '2', '--seed', '42']);
    // One connection, since the server cannot open another for the time being.
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    t.teardown(() => agent.destroy());
    const ready = () =>
      new Promise<number>((resolve, reject) => {
        http
          .get(`${url}/readyz`, { agent }, (response) => {
            response.resume().once('end', () => resolve(response.statusCode!));
          })
          .once('error', reject);
      });
    const openFiles = (most: string) => outputOf('prlimit', ['--pid', `${child.pid}`, `--nofile=${most}:`]);
    const usual = /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/limits`, 'utf8'))![1]!;
    t.is(await ready(), 200);
    t.is(openFiles('3'), '');
    for (const worker of processesOf(child.pid!)) {
      process.kill(worker, 'SIGKILL');
    }
    while ((await ready()) !== 503) {
      // Their ends are noticed within a moment.
    }
    t.is(openFiles(usual), '');
    while ((await ready()) !== 200) {
      // Another try comes within a second.
    }
    t.is(await ask(port), `${sumSync({ ...JOB, stream: 0 }).sum}\n`);
    child.kill('SIGTERM');
    const { code, stderr } = await finished;
    t.is(code, 0);
    t.regex(stderr, /a worker process could not be started \([^)]+\) before it could compute/);
  },
);
