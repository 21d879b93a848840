import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import fc from 'fast-check';
import { chooseEngine } from '../../ts/engine/choose.ts';
import {
  type Distribution,
  fillSync,
  gaussianSum,
  gaussianSumSync,
  type JobOptions,
  type Mode,
  OffloopError,
  sample,
  sampleInChunks,
  sampleSync,
  sum,
  sumInChunks,
  sumSync,
  uniformSum,
  uniformSumSync,
} from '../../ts/index.ts';
import { toJob } from '../../ts/job.ts';
import { poolStats } from '../../ts/run/pool.ts';
import { engines, hasNative } from '../engines.ts';

const distribution = fc.constantFrom<Distribution>('uniform', 'gaussian');
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
  await fc.assert(property, { numRuns: 60 });
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
        const start = edges[i] ?? 0;
        return chooseEngine(engine).sumBlocks(job, start, end - start);
      });
      t.is(
        parts.reduce((a, b) => a + b, 0n),
        sumSync(options, { engine: 'typescript' }).units,
      );
    },
  );
  fc.assert(property, { numRuns: 40 });
});

test('samples are the same from every engine and mode, whole or in parts', async (t) => {
  const property = fc.asyncProperty(
    jobs(300_000),
    fc.constantFrom(...engines),
    fc.constantFrom<Mode>('blocking', 'cooperative', 'threadpool'),
    async (job, engine, mode) => {
      const expected = sampleSync(job, { engine: 'typescript' });
      t.deepEqual(await sample(job, { engine, mode, allotment: 0.01 }), expected);
      t.deepEqual(fillSync(new Float64Array(job.samples), job, { engine }), expected);
      const parts: number[] = [];
      for await (const part of sampleInChunks(job, { engine, mode })) {
        for (const value of part) {
          parts.push(value);
        }
      }
      t.deepEqual(Float64Array.from(parts), expected);
    },
  );
  await fc.assert(property, { numRuns: 15 });
});

test('samples beyond one window come in order', async (t) => {
  const job: JobOptions = { distribution: 'uniform', samples: 2_500_000, seed: 9 };
  const whole = sampleSync(job);
  let at = 0;
  for await (const part of sampleInChunks(job)) {
    t.deepEqual(part, whole.slice(at, at + part.length));
    at += part.length;
  }
  t.is(at, whole.length);
});

test('the shorthands are sums', async (t) => {
  const options = { seed: '7', stream: 2 };
  const gaussian = sumSync({ distribution: 'gaussian', samples: 1000, ...options });
  const uniform = sumSync({ distribution: 'uniform', samples: 1000, ...options });
  t.deepEqual(await gaussianSum(1000, options), gaussian);
  t.deepEqual(gaussianSumSync(1000, options), gaussian);
  t.deepEqual(await uniformSum(1000, options), uniform);
  t.deepEqual(uniformSumSync(1000, options), uniform);
});

test('no samples give 0', async (t) => {
  for (const engine of engines) {
    for (const mode of ['blocking', 'cooperative', 'threadpool'] as const) {
      const total = await sum({ distribution: 'gaussian', samples: 0, seed: 1 }, { engine, mode });
      t.deepEqual(total, { sum: 0, units: 0n, samples: 0, seed: 1n });
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
    const job: JobOptions = { distribution: 'gaussian', samples: 10_000_000, seed: 3 };
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
    t.true(seen.length > 1);
    t.deepEqual(total, sumSync(job));
  }
});

test('break leaves the pool idle', async (t) => {
  for (const engine of engines) {
    for await (const _ of sumInChunks({ distribution: 'gaussian', samples: 1e9 }, { engine, allotment: 1 })) {
      break;
    }
    t.is(poolStats().busy, 0);
  }
});

test('an abort rejects with its reason, and the pool is idle again', async (t) => {
  for (const engine of engines) {
    for (const after of [0, 1, 5, 20]) {
      const controller = new AbortController();
      const reason = new Error('enough');
      const job: JobOptions = { distribution: 'gaussian', samples: 1e10 };
      const running = sum(job, { engine, signal: controller.signal });
      await delay(after);
      controller.abort(reason);
      t.is(await running.catch((error) => error), reason);
      t.is(poolStats().busy, 0);
    }
  }
});

test('a signal that has already aborted starts nothing', async (t) => {
  const signal = AbortSignal.abort('no');
  t.is(await sum({ distribution: 'uniform', samples: 1e12 }, { signal }).catch((error) => error), 'no');
});

test('an abort while waiting for a slot leaves the queue', async (t) => {
  if (!hasNative) {
    t.log('left out: the native engine is not built');
    return t.pass();
  }
  const stop = new AbortController();
  const busy = Array.from({ length: 8 }, () =>
    sum({ distribution: 'gaussian', samples: 1e11 }, { engine: 'native', signal: stop.signal }),
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
  t.is(poolStats().busy, 0);
});

test('an error in onProgress ends the job and is the rejection', async (t) => {
  for (const engine of engines) {
    const onProgress = () => {
      throw new Error('from the caller');
    };
    const running = sum({ distribution: 'gaussian', samples: 1e9 }, { engine, allotment: 1, onProgress });
    await t.throwsAsync(running, { message: 'from the caller' });
    t.is(poolStats().busy, 0);
  }
});

test('many jobs at once share the slots and all answer', async (t) => {
  const job = (seed: number): JobOptions => ({ distribution: 'gaussian', samples: 100_000, seed });
  const seeds = Array.from({ length: 50 }, (_, seed) => seed);
  const found = await Promise.all(seeds.map((seed) => sum(job(seed))));
  t.deepEqual(
    found,
    seeds.map((seed) => sumSync(job(seed))),
  );
});

const bad: [string, unknown, object, { name: string; message: RegExp }][] = [
  [
    'samples -1',
    { samples: -1 },
    {},
    { name: 'RangeError', message: /^samples must be .* 0 to 2\^53 - 1, not -1$/ },
  ],
  ['samples 1.5', { samples: 1.5 }, {}, { name: 'RangeError', message: /^samples .*not 1.5$/ }],
  ['samples NaN', { samples: Number.NaN }, {}, { name: 'RangeError', message: /^samples .*not NaN$/ }],
  ['samples 1e300', { samples: 1e300 }, {}, { name: 'RangeError', message: /^samples .*not 1e\+300$/ }],
  [
    'samples "ten"',
    { samples: 'ten' },
    {},
    { name: 'TypeError', message: /^samples must be a number, not 'ten'$/ },
  ],
  [
    'samples 2^53',
    { samples: 2 ** 53 },
    {},
    { name: 'RangeError', message: /^samples .*not 9007199254740992$/ },
  ],
  ['seed -1', { seed: -1 }, {}, { name: 'RangeError', message: /^seed must be .* 0 to 2\^64 - 1, not -1$/ }],
  [
    'seed 2^64',
    { seed: 1n << 64n },
    {},
    { name: 'RangeError', message: /^seed .*not 18446744073709551616n$/ },
  ],
  ['seed 1.5', { seed: 1.5 }, {}, { name: 'RangeError', message: /^seed .*not 1.5$/ }],
  ['seed "x"', { seed: 'x' }, {}, { name: 'RangeError', message: /^seed .*not 'x'$/ }],
  ['seed {}', { seed: {} }, {}, { name: 'TypeError', message: /^seed .*not an object$/ }],
  [
    'stream 2^32',
    { stream: 2 ** 32 },
    {},
    { name: 'RangeError', message: /^stream .* 0 to 4294967295, not 4294967296$/ },
  ],
  [
    'distribution',
    { distribution: 'poisson' },
    {},
    { name: 'TypeError', message: /^distribution must be 'uniform' or 'gaussian', not 'poisson'$/ },
  ],
  [
    'engine',
    {},
    { engine: 'gpu' },
    { name: 'TypeError', message: /^engine must be 'native' or 'typescript', not 'gpu'$/ },
  ],
  [
    'mode',
    {},
    { mode: 'magic' },
    { name: 'TypeError', message: /^mode must be 'blocking' or .*, not 'magic'$/ },
  ],
  [
    'allotment 0',
    {},
    { allotment: 0 },
    { name: 'RangeError', message: /^allotment must be .* above 0 .*, not 0$/ },
  ],
  [
    'concurrency 0',
    {},
    { concurrency: 0 },
    { name: 'RangeError', message: /^concurrency must be .* 1 to 1024, not 0$/ },
  ],
  ['chunkBlocks 0', {}, { chunkBlocks: 0 }, { name: 'RangeError', message: /^chunkBlocks .*not 0$/ }],
  [
    'signal',
    {},
    { signal: 'stop' },
    { name: 'TypeError', message: /^signal must be an AbortSignal, not 'stop'$/ },
  ],
  [
    'onProgress',
    {},
    { onProgress: 1 },
    { name: 'TypeError', message: /^onProgress must be a function, not 1$/ },
  ],
  [
    'options',
    {},
    null as unknown as object,
    { name: 'TypeError', message: /^options must be an object, not null$/ },
  ],
];

for (const [name, job, options, expected] of bad) {
  test(`bad input is refused in one sentence: ${name}`, async (t) => {
    const given = { distribution: 'uniform', samples: 10, ...(job as object) } as JobOptions;
    await t.throwsAsync(sum(given, options), expected);
    t.throws(() => sumInChunks(given, options), expected);
  });
}

test('a job that is no object is refused', async (t) => {
  await t.throwsAsync(sum(undefined as never), {
    name: 'TypeError',
    message: 'job must be an object, not undefined',
  });
});

test('an array over shared memory, and what is no array, cannot be filled', (t) => {
  const shared = new Float64Array(new SharedArrayBuffer(64)) as unknown as Float64Array<ArrayBuffer>;
  t.throws(() => fillSync(shared, { distribution: 'uniform' }), {
    name: 'TypeError',
    message: /shared memory$/,
  });
  t.throws(() => fillSync([] as never, { distribution: 'uniform' }), {
    name: 'TypeError',
    message: /not an array$/,
  });
});

test('more samples than an array can hold are refused', async (t) => {
  const job: JobOptions = { distribution: 'uniform', samples: 2 ** 40 };
  await t.throwsAsync(sample(job), {
    name: 'RangeError',
    message: /^samples must be at most \d+ for one array/,
  });
  t.throws(() => sampleSync(job), { name: 'RangeError' });
});

test('operational errors have a code', (t) => {
  const error = new OffloopError('OFFLOOP_TIMEOUT', 'late', { cause: 1 });
  t.is(error.code, 'OFFLOOP_TIMEOUT');
  t.is(error.cause, 1);
});
