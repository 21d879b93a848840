// What threads.spec.ts runs in processes of their own, by name. It takes the built package, which worker threads can load.
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fill, poolStats, sample, sum } from 'offloop';

const ENDLESS = { distribution: 'normal', samples: 1e13, seed: 1 };

const inWorker = {
  long() {
    for (const stream of [0, 1, 2]) {
      sum({ ...ENDLESS, stream }, { allotment: stream === 1 ? 5000 : 10 }).catch(() => {});
    }
  },
  crowd() {
    for (let stream = 0; stream < 8; stream++) {
      sum({ ...ENDLESS, stream }).catch(() => {});
    }
  },
  short: () => void sum({ ...ENDLESS, samples: 3e7 }),
  filling: () => void fill(new Float64Array(2e7), { distribution: 'normal' }).catch(() => {}),
  sampling() {
    sample({ distribution: 'normal', samples: 2e7 }).catch(() => {});
    sample({ distribution: 'uniform', samples: 2e7 }).catch(() => {});
  },
  exiting() {
    sum(ENDLESS, { allotment: 60_000 });
    setTimeout(() => process.exit(7), 30);
  },
};

async function worker(name) {
  const thread = new Worker(new URL(import.meta.url), { workerData: name });
  await new Promise((resolve) => thread.once('message', resolve));
  return thread;
}

const programs = {
  /** Main and four workers compute: the process's slots are no more than its cap, and files are read. */
  async cap() {
    const threads = await Promise.all(['long', 'long', 'long', 'long'].map(worker));
    sum(ENDLESS).catch(() => {});
    await delay(50);
    const most = [];
    const file = join(tmpdir(), `offloop-threads-${process.pid}.tmp`);
    await writeFile(file, Buffer.alloc(1 << 20));
    for (let i = 0; i < 20; i++) {
      await readFile(file);
      most.push(poolStats().busy);
    }
    await Promise.all(threads.map((thread) => thread.terminate()));
    const { size, waiting } = poolStats();
    return { size, most: Math.max(...most), waiting };
  },

  /** Terminated workers leave nothing behind. */
  async terminate() {
    for (let i = 0; i < 12; i++) {
      const thread = await worker(['long', 'filling', 'sampling', 'short'][i % 4]);
      await delay(i);
      await thread.terminate();
    }
    const { busy, waiting } = poolStats();
    const after = await sum({ ...ENDLESS, samples: 1e6 });
    return { busy, waiting, units: String(after.units) };
  },

  /** A worker is terminated while its jobs take turns: how many turns they take until it has ended. */
  async terminateCrowds() {
    let turns = 0;
    for (let i = 0; i < 5; i++) {
      const thread = await worker('crowd');
      await delay(60);
      const { count } = poolStats().ran;
      await thread.terminate();
      turns += poolStats().ran.count - count;
    }
    const { busy, waiting } = poolStats();
    return { turns, busy, waiting };
  },

  /** A worker ends when its own job is done, though its slots could go on with the main thread's. */
  async natural() {
    const stop = new AbortController();
    const thread = await worker('short');
    const main = sum(ENDLESS, { signal: stop.signal }).catch(() => 'stopped');
    const code = await new Promise((resolve) => thread.once('exit', resolve));
    const { busy } = poolStats();
    stop.abort();
    return { code, busy, main: await main };
  },

  /** A worker may call process.exit in the middle of a block. */
  async workerExit() {
    const thread = await worker('exiting');
    const code = await new Promise((resolve) => thread.once('exit', resolve));
    return { code, busy: poolStats().busy };
  },

  /** process.exit waits for a block, not for an allotment or for what is queued. */
  async exit() {
    for (let stream = 0; stream < 100; stream++) {
      sum({ ...ENDLESS, stream }, { allotment: 60_000 });
    }
    fill(new Float64Array(5e7), { distribution: 'normal' });
    await delay(50);
    console.log(JSON.stringify({ exiting: true }));
    process.exit(3);
  },

  /** With a single thread in libuv's pool, files are read between chunks. */
  async onlyThread() {
    process.env.UV_THREADPOOL_SIZE = '16';
    const stop = new AbortController();
    const running = sum(ENDLESS, { signal: stop.signal }).catch((error) => error);
    await delay(20);
    for (let i = 0; i < 3; i++) {
      await readFile(new URL(import.meta.url));
    }
    const { size } = poolStats();
    stop.abort('enough');
    return { size, ended: await running };
  },

  /** Where memory is short, samples are refused in words, and the process goes on. */
  async memory() {
    const refused = await sample({ distribution: 'uniform', samples: 2 ** 28 }).catch(
      ({ code, message }) => ({
        code,
        message,
      }),
    );
    const { units } = await sum({ ...ENDLESS, samples: 1e6 });
    return { refused, units: String(units) };
  },
};

if (isMainThread) {
  const result = await programs[process.argv[2]]();
  console.log(JSON.stringify(result));
  process.exit();
} else {
  inWorker[workerData]();
  parentPort.postMessage('started');
}
