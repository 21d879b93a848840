import { getEventListeners } from 'node:events';
import test from 'ava';
import fc from 'fast-check';
import {
  fill,
  fillSync,
  type JobOptions,
  type Mode,
  type Progress,
  type Summed,
  sample,
  sampleInChunks,
  sampleSync,
} from '../../../ts/index.ts';
import { sameSamples } from '../../arrays.ts';
import { engines, fewer, idlePool, nativeTest } from '../../engines.ts';

const jobs = (most: number) =>
  fc.record({
    distribution: fc.constantFrom<Summed>('uniform', 'normal'),
    samples: fc.integer({ min: 0, max: most }),
    seed: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    stream: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  });
const engine = fc.constantFrom(...engines);
const mode = fc.constantFrom<Mode>('blocking', 'cooperative', 'threadpool');

test('samples are the same by every call, engine and mode', async (t) => {
  const property = fc.asyncProperty(
    jobs(600_000),
    engine,
    mode,
    fc.integer({ min: 1, max: 5 }),
    fc.boolean(),
    async ({ samples, ...job }, engine, mode, chunkBlocks, reuse) => {
      const expected = sampleSync({ ...job, samples }, { engine: 'typescript' });
      const options = { engine, mode, allotment: 0.01, chunkBlocks };
      sameSamples(t, await sample({ ...job, samples }, options), expected);
      sameSamples(t, fillSync(new Float64Array(samples), job, { engine }), expected);
      sameSamples(t, await fill(new Float64Array(samples), job, options), expected);
      const shared = new Float64Array(new SharedArrayBuffer(8 * samples));
      t.is(await fill(shared, job, options), shared);
      sameSamples(t, shared, expected);
      const parts: number[] = [];
      for await (const part of sampleInChunks(
        { ...job, samples },
        { ...options, chunkSamples: 131_072, reuse },
      )) {
        for (const value of part) {
          parts.push(value);
        }
      }
      sameSamples(t, Float64Array.from(parts), expected);
    },
  );
  await fc.assert(property, { numRuns: fewer(30) });
});

test('a Float32Array has the upper bits of uniform samples, and Gaussian ones rounded to nearest', async (t) => {
  const property = fc.asyncProperty(
    jobs(300_000),
    engine,
    mode,
    async ({ samples, ...job }, engine, mode) => {
      const doubles = sampleSync({ ...job, samples }, { engine: 'typescript' });
      const expected =
        job.distribution === 'normal'
          ? Float32Array.from(doubles)
          : Float32Array.from(doubles, (value) => Math.floor(value * 2 ** 24) * 2 ** -24);
      sameSamples(t, fillSync(new Float32Array(samples), job, { engine }), expected);
      sameSamples(t, await fill(new Float32Array(samples), job, { engine, mode }), expected);
    },
  );
  await fc.assert(property, { numRuns: fewer(25) });
});

test('a signal of another realm aborts', async (t) => {
  const controller = new AbortController();
  const { signal } = controller;
  const theirs = {
    get aborted() {
      return signal.aborted;
    },
    get reason() {
      return signal.reason;
    },
    throwIfAborted: () => signal.throwIfAborted(),
    addEventListener: signal.addEventListener.bind(signal),
    removeEventListener: signal.removeEventListener.bind(signal),
  } as unknown as AbortSignal;
  const running = sample({ distribution: 'normal', samples: 5e7 }, { signal: theirs });
  setTimeout(() => controller.abort('enough'), 5);
  t.is(await running.catch((error) => error), 'enough');
  const chunks = sampleInChunks({ distribution: 'normal', samples: 1e12 }, { signal: theirs });
  t.is(await chunks.next().catch((error) => error), 'enough');
});

test('chunks tell the progress of the whole job', async (t) => {
  for (const engine of engines) {
    const seen: Progress[] = [];
    const job: JobOptions = { distribution: 'normal', samples: 1_500_000, seed: 9 };
    const whole = sampleSync(job);
    let at = 0;
    for await (const part of sampleInChunks(job, {
      engine,
      allotment: 2,
      chunkSamples: 262_144,
      onProgress: (progress) => seen.push(progress),
    })) {
      sameSamples(t, part, whole.slice(at, at + part.length));
      at += part.length;
    }
    t.is(at, whole.length);
    t.true(seen.every(({ samples }) => samples === job.samples));
    t.is(seen.at(-1)!.samplesDone, job.samples);
    t.true(seen.every(({ elapsed }, i) => i === 0 || elapsed >= seen[i - 1]!.elapsed));
  }
});

test('with reuse a long stream touches two arrays only', async (t) => {
  for (const engine of engines) {
    const held: Float64Array[] = [];
    for await (const part of sampleInChunks(
      { distribution: 'uniform', samples: 400_000, seed: 2 },
      { engine, chunkSamples: 65_536, reuse: true },
    )) {
      t.true(
        held.every((array) => array.length === 0),
        'the ones before are taken back',
      );
      held.push(part);
    }
    t.is(held.length, 7);
  }
});

test('break ends a stream of samples, and the pool is idle', async (t) => {
  for (const engine of engines) {
    for await (const part of sampleInChunks({ distribution: 'normal', samples: 1e12 }, { engine })) {
      t.is(part.length, 1_048_576);
      break;
    }
    await t.notThrowsAsync(idlePool());
  }
});

nativeTest('an abort ends sampling and filling with its reason, and the pool is idle', async (t) => {
  for (const after of [0, 1, 5, 20]) {
    for (const start of [
      (signal: AbortSignal) => sample({ distribution: 'normal', samples: 1e8 }, { signal }),
      (signal: AbortSignal) => fill(new Float64Array(2e7), { distribution: 'normal' }, { signal }),
    ]) {
      const stop = new AbortController();
      const running = start(stop.signal);
      setTimeout(() => stop.abort('enough'), after);
      t.is(
        await running.then(
          () => 'enough',
          (error) => error,
        ),
        'enough',
      );
      await t.notThrowsAsync(idlePool());
    }
  }
});

test('many jobs share a signal without a warning, and leave it', async (t) => {
  const warnings: Error[] = [];
  const hear = (warning: Error) => warnings.push(warning);
  process.on('warning', hear);
  const stop = new AbortController();
  const jobs = Array.from({ length: 30 }, (_, stream) =>
    sample({ distribution: 'normal', samples: 5e6, stream }, { signal: stop.signal }).catch((error) => error),
  );
  setTimeout(() => stop.abort('enough'), 2);
  t.true((await Promise.all(jobs)).every((ended) => ended === 'enough' || ended.length === 5e6));
  await new Promise(setImmediate);
  process.off('warning', hear);
  t.deepEqual(warnings, []);
  t.is(getEventListeners(stop.signal, 'abort').length, 0);
});
