import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import fc from 'fast-check';
import {
  type JobOptions,
  type Mode,
  type Summed,
  sample,
  sum,
  sumInChunks,
  sumSync,
} from '../../../ts/index.ts';
import { chooseEngine } from '../../../ts/library/engines/choose.ts';
import { toJob } from '../../../ts/library/jobs/job.ts';
import { BLOCK_SAMPLES } from '../../../ts/library/stream/stream.ts';
import { engines, fewer, idlePool, nativeTest } from '../../engines.ts';

const distribution = fc.constantFrom<Summed>('uniform', 'normal');
const jobs = (most: number) =>
  fc.record({
    distribution,
    samples: fc.integer({ min: 0, max: most }),
    seed: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    stream: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  });

test('every engine, mode, chunk size and concurrency gives the same units', async (t) => {
  const property = fc.asyncProperty(
    jobs(700_000),
    fc.constantFrom(...engines),
    fc.constantFrom<Mode>('blocking', 'cooperative', 'threadpool'),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 4 }),
    async (job, engine, mode, chunkBlocks, concurrency) => {
      const expected = sumSync(job, { engine: 'typescript' });
      const found = await sum(job, { engine, mode, chunkBlocks, concurrency, allotment: 0.01 });
      t.deepEqual(found, expected);
    },
  );
  await fc.assert(property, { numRuns: fewer(60) });
});

test('any split into ranges adds up to the same units', (t) => {
  const property = fc.property(
    jobs(500_000),
    fc.constantFrom(...engines),
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
    (options, engine, cuts) => {
      const job = toJob(options);
      const edges = [0, ...cuts.sort((a, b) => a - b), 9];
      const parts = edges.slice(1).map((end, i) => {
        const start = (edges[i] ?? 0) * BLOCK_SAMPLES;
        const samples = Math.max(0, Math.min(end * BLOCK_SAMPLES, job.samples) - start);
        return chooseEngine(engine).sum(job, { start, samples });
      });
      t.is(
        parts.reduce((a, b) => a + b, 0n),
        sumSync(options, { engine: 'typescript' }).units,
      );
    },
  );
  fc.assert(property, { numRuns: fewer(40) });
});

test('no samples give 0', async (t) => {
  for (const engine of engines) {
    for (const mode of ['blocking', 'cooperative', 'threadpool'] as const) {
      const total = await sum({ distribution: 'normal', samples: 0, seed: 1 }, { engine, mode });
      t.like(total, { sum: 0, units: 0n, samples: 0, seed: 1n });
    }
    t.is((await sample({ distribution: 'uniform', samples: 0 }, { engine })).length, 0);
  }
});

test('a random seed is told and gives the same answer again', async (t) => {
  const first = await sum({ distribution: 'uniform', samples: 1000 });
  t.deepEqual(await sum({ distribution: 'uniform', samples: 1000, seed: first.seed }), first);
});

test('progress goes up to the end, and the last has the total', async (t) => {
  for (const engine of engines) {
    const job: JobOptions = { distribution: 'normal', samples: 10_000_000, seed: 3 };
    const seen: number[] = [];
    let total: unknown;
    for await (const progress of sumInChunks(job, { engine, allotment: 1 })) {
      seen.push(progress.samplesDone);
      t.is(progress.samples, job.samples);
      total = progress.total;
    }
    t.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    t.is(seen.at(-1), job.samples);
    t.is(seen.filter((done) => done === job.samples).length, 1);
    t.true(seen.length > 1);
    t.deepEqual(total, sumSync(job));
  }
});

test('break leaves the pool idle', async (t) => {
  for (const engine of engines) {
    for await (const _ of sumInChunks({ distribution: 'normal', samples: 1e9 }, { engine, allotment: 1 })) {
      break;
    }
    await t.notThrowsAsync(idlePool());
  }
});

test('an abort rejects with its reason, and the pool is idle again', async (t) => {
  for (const engine of engines) {
    for (const after of [0, 1, 5, 20]) {
      const controller = new AbortController();
      const reason = new Error('enough');
      const job: JobOptions = { distribution: 'normal', samples: 1e10 };
      const running = sum(job, { engine, signal: controller.signal });
      await delay(after);
      controller.abort(reason);
      t.is(await running.catch((error) => error), reason);
      await t.notThrowsAsync(idlePool());
    }
  }
});

test('a signal that has already aborted starts nothing', async (t) => {
  const signal = AbortSignal.abort('no');
  t.is(await sum({ distribution: 'uniform', samples: 1e12 }, { signal }).catch((error) => error), 'no');
});

nativeTest('an abort while waiting for a slot leaves the queue', async (t) => {
  const stop = new AbortController();
  const busy = Array.from({ length: 8 }, () =>
    sum({ distribution: 'normal', samples: 1e11 }, { engine: 'native', signal: stop.signal }),
  );
  await delay(20);
  const controller = new AbortController();
  const waiting = sum(
    { distribution: 'uniform', samples: 1e11 },
    { engine: 'native', signal: controller.signal },
  );
  controller.abort('changed my mind');
  t.is(await waiting.catch((error) => error), 'changed my mind');
  stop.abort('done');
  const ended = await Promise.allSettled(busy);
  t.true(ended.every((result) => result.status === 'rejected' && result.reason === 'done'));
  await t.notThrowsAsync(idlePool());
});

test('an error in onProgress ends the job and is the rejection', async (t) => {
  for (const engine of engines) {
    const onProgress = () => {
      throw new Error('from the caller');
    };
    const running = sum({ distribution: 'normal', samples: 1e9 }, { engine, allotment: 1, onProgress });
    await t.throwsAsync(running, { message: 'from the caller' });
    await t.notThrowsAsync(idlePool());
  }
});

test('many jobs at once share the slots and all answer', async (t) => {
  const job = (seed: number): JobOptions => ({ distribution: 'normal', samples: 100_000, seed });
  const seeds = Array.from({ length: 50 }, (_, seed) => seed);
  const found = await Promise.all(seeds.map((seed) => sum(job(seed))));
  t.deepEqual(
    found,
    seeds.map((seed) => sumSync(job(seed))),
  );
});
