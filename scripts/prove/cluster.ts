// `npm run prove:cluster`: a Redis of its own and workers in processes of their own, killed at random, and what a cluster costs.
// Every answer must be the one of this process. Short by default; `-- --runs 50 --seconds 20 --samples 1e11` for figures to be
// published.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { newCommand, someOf, whole } from '../kit/command.ts';
import { CLI } from '../kit/places.mjs';
import { randomBelow } from '../kit/random.mjs';
import { wrapped } from '../kit/words.ts';

/** In this order. */
const PARTS = {
  kills,
  crews,
  efficiency,
  async parts() {
    await partsOfNoWork(2000);
    await partsOfNoWork(20_000);
  },
};
const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];
const COUNT = whole(1, Number.MAX_SAFE_INTEGER);

const { only, runs, seconds, samples, seed } = newCommand('prove:cluster', 'a Redis, workers, and their ends')
  .addOption(someOf('--only <names>', NAMES))
  .option('--runs <number>', 'runs in which workers are killed', COUNT, 3)
  .option('--seconds <number>', 'how long a job takes one slot', COUNT, 5)
  .option('--samples <number>', 'uniform samples of the job that crews share', COUNT, 1e9)
  .option('--seed <number>', 'of when workers are killed', COUNT, 1)
  .parse()
  .opts<{ only: typeof NAMES } & Record<'runs' | 'seconds' | 'samples' | 'seed', number>>();

// Only now, since the options need no build.
const { built, sum } = await import('../kit/library.ts');
const { submit } = await built<typeof import('../../ts/distributed/index.ts')>('distributed/index.js');

/** With a seed, so that kills come in the same order again. */
const random = randomBelow(seed);

const folder = await mkdtemp(join(tmpdir(), 'offloop-cluster-'));
const listener = createServer().listen(0, '127.0.0.1');
await once(listener, 'listening');
const { port } = listener.address() as { port: number };
listener.close();
const server = spawn(
  process.env.OFFLOOP_REDIS_SERVER ?? 'redis-server',
  ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''],
  { stdio: 'ignore' },
);
const url = `redis://127.0.0.1:${port}`;
const redis = new Redis(url, { retryStrategy: () => 100 });
redis.on('error', () => {});
const children = new Set<ChildProcess>();
try {
  for (const name of NAMES.filter((part) => only.includes(part))) {
    await PARTS[name]();
  }
} finally {
  for (const child of children) {
    child.kill('SIGKILL');
  }
  redis.disconnect();
  server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}

/** Workers die at random moments and others come; every run has the one answer. */
async function kills(): Promise<void> {
  const samples = Math.ceil((await rateOf('normal')) * Math.min(seconds, 5));
  const job = { distribution: 'normal', seed: 7n, samples } as const;
  const expected = await sum(job);
  const times: number[] = [];
  let killed = 0;
  let crew: ChildProcess[] = await Promise.all([worker(), worker()]);
  for (let run = 0; run < runs; run++) {
    await redis.flushall();
    const began = performance.now();
    let done = false;
    const answer = submit(job, { redis: url, parts: 20 }).finally(() => {
      done = true;
    });
    answer.catch(() => {});
    const most = 1 + random(3);
    for (let i = 0; i < most && !done; i++) {
      await Promise.race([delay(random(2000)), answer]);
      if (!done) {
        const victim = random(crew.length);
        crew[victim]!.kill('SIGKILL');
        killed++;
        crew = crew.with(victim, await worker());
      }
    }
    assert.equal((await answer).units, expected.units, `run ${run}`);
    times.push(performance.now() - began);
    process.stderr.write(`run ${run + 1} of ${runs}: equal, ${killed} workers killed so far\n`);
  }
  await stop(crew);
  times.sort((a, b) => a - b);
  say(`${runs} runs, ${killed} workers killed at random: ${runs} equal answers`);
  say(`  a run took ${inSeconds(times[times.length >> 1]!)} (median), ${inSeconds(times.at(-1)!)} at most`);
}

/** None, one, two and four workers, one of them on the TypeScript engine: one answer. Of normal samples a tenth as many. */
async function crews(): Promise<void> {
  const uniform = samples;
  for (const [distribution, samples] of [
    ['uniform', uniform],
    ['normal', Math.ceil(uniform / 10)],
  ] as const) {
    const job = { distribution, seed: 10n, samples } as const;
    const local = await timed(() => sum(job));
    say(`${samples} ${distribution} samples here: ${local.answer.units} in ${inSeconds(local.took)}`);
    for (const count of [1, 2, 4]) {
      const { answer, took } = await withWorkers(count, () => submit(job, { redis: url }), count > 1);
      assert.equal(answer.units, local.answer.units);
      const which = count === 1 ? '1 worker' : `${count} workers, one of them on the TypeScript engine`;
      say(`  the same by ${which}, in ${inSeconds(took)}`);
    }
  }
}

/** Two workers of one slot against one, and a worker against this process. In turns; the ratios count. */
async function efficiency(): Promise<void> {
  const samples = Math.ceil((await rateOf('normal')) * seconds);
  const job = { distribution: 'normal', seed: 8n, samples } as const;
  const local = await timed(() => sum(job, { concurrency: 1 }));
  const one = await withWorkers(1, () => submit(job, { redis: url }));
  const slots = await timed(() => sum(job, { concurrency: 2 }));
  const two = await withWorkers(2, () => submit(job, { redis: url }));
  assert.equal(one.answer.units, local.answer.units);
  assert.equal(two.answer.units, local.answer.units);
  say(`${samples} normal samples in this process, one slot: ${inSeconds(local.took)}`);
  say(`  one worker of one slot: ${inSeconds(one.took)}, ${(one.took / local.took).toFixed(3)} of it`);
  say(`  two: ${inSeconds(two.took)}, ${(one.took / two.took).toFixed(2)} times as fast as one`);
  // What the machine can do: where others use its cores, too, nothing is twice as fast.
  say(
    `  two slots of this process: ${inSeconds(slots.took)}, ${(local.took / slots.took).toFixed(2)} times as fast as one`,
  );
}

/** What handing out and merging cost by themselves. */
async function partsOfNoWork(parts: number): Promise<void> {
  const job = { distribution: 'uniform', seed: 9n, samples: parts * 65_536 } as const;
  const expected = await sum(job);
  await redis.flushall();
  const crew = [await worker('2')];
  const before = await memory();
  let worst = 0;
  let most = 0;
  let watching = true;
  const watch = (async () => {
    while (watching) {
      const began = performance.now();
      await redis.ping();
      worst = Math.max(worst, performance.now() - began);
      await delay(2);
    }
  })();
  const size = setInterval(async () => {
    most = Math.max(most, (await memory()) - before);
  }, 100);
  const { took, answer } = await timed(() => submit(job, { redis: url, parts }));
  watching = false;
  clearInterval(size);
  await watch;
  assert.equal(answer.units, expected.units);
  const slow = (await redis.slowlog('GET', 1000)) as [number, number, number][];
  const longest = Math.max(0, ...slow.map(([, , microseconds]) => microseconds)) / 1000;
  say(`${parts} parts of no work: ${inSeconds(took)}, ${((took / parts) * 1000).toFixed(0)} µs a part`);
  say(
    `  Redis: ${(most / 2 ** 20).toFixed(1)} MiB, its longest command ${longest.toFixed(1)}ms, a PING at most ${worst.toFixed(1)}ms`,
  );
  await stop(crew);
}

async function withWorkers<T>(
  count: number,
  act: () => Promise<T>,
  oneInTypeScript = false,
): Promise<{ answer: T; took: number }> {
  await redis.flushall();
  const crew = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      worker('1', oneInTypeScript && i === 0 ? ['--engine', 'typescript'] : []),
    ),
  );
  const result = await timed(act);
  await stop(crew);
  return result;
}

async function timed<T>(act: () => Promise<T>): Promise<{ answer: T; took: number }> {
  const began = performance.now();
  const answer = await act();
  return { answer, took: performance.now() - began };
}

/** Samples a second of one slot. */
async function rateOf(distribution: 'uniform' | 'normal'): Promise<number> {
  const samples = 3e8;
  const { took } = await timed(() => sum({ distribution, samples, seed: 0n }, { concurrency: 1 }));
  return (samples / took) * 1000;
}

async function worker(slots = '1', more: readonly string[] = []): Promise<ChildProcess> {
  const args = [CLI, 'worker', '--redis', url, '--concurrency', slots, ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  children.add(child);
  child.once('close', () => children.delete(child));
  await once(child.stderr!, 'data');
  child.stderr!.resume();
  return child;
}

async function stop(crew: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    crew.map((child) => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      return closed;
    }),
  );
}

async function memory(): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function say(line: string): void {
  console.log(wrapped(line, '    '));
}
