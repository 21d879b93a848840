import test from 'ava';
import fc from 'fast-check';
import {
  fill,
  fillSync,
  type Mode,
  mergeTotals,
  type SampleArray,
  type Summed,
  sample,
  sampleInChunks,
  sampleSync,
  sum,
  sumSync,
  type Total,
  type TotalJSON,
} from '../../../ts/index.ts';
import { sameSamples } from '../../arrays.ts';
import { engines, fewer } from '../../engines.ts';

const BLOCK = 65_536;
const LAST = Number.MAX_SAFE_INTEGER;

const stream = fc.record({
  distribution: fc.constantFrom<Summed>('uniform', 'normal'),
  seed: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  stream: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

test('samples are the same wherever a job begins, by every way to get them', async (t) => {
  const most = 3 * BLOCK;
  const property = fc.asyncProperty(
    stream,
    fc.integer({ min: 0, max: most }),
    fc.integer({ min: 0, max: most }),
    fc.constantFrom(0, 7 * BLOCK, 2 ** 32 * BLOCK, LAST - 2 * most),
    fc.constantFrom(...engines),
    fc.constantFrom<Mode>('blocking', 'cooperative', 'threadpool'),
    fc.integer({ min: 1, max: 3 }),
    async (stream, before, samples, origin, engine, mode, chunkBlocks) => {
      const start = origin + before;
      const whole = sampleSync(
        { ...stream, start: origin, samples: before + samples },
        { engine: 'typescript' },
      );
      const expected = whole.slice(before);
      const options = { engine, mode, chunkBlocks };
      sameSamples(t, sampleSync({ ...stream, start, samples }, { engine }), expected);
      sameSamples(t, await sample({ ...stream, start, samples }, options), expected);
      sameSamples(t, await fill(new Float64Array(samples), { ...stream, start }, options), expected);
      let at = 0;
      for await (const part of sampleInChunks(
        { ...stream, start, samples },
        { ...options, chunkSamples: BLOCK },
      )) {
        sameSamples(t, part, expected.slice(at, at + part.length));
        at += part.length;
      }
      t.is(at, samples);
      const singles = fillSync<SampleArray>(new Float32Array(before + samples), { ...stream, start: origin });
      sameSamples(
        t,
        fillSync<SampleArray>(new Float32Array(samples), { ...stream, start }, { engine }),
        singles.slice(before),
      );
    },
  );
  await fc.assert(property, { numRuns: fewer(40) });
});

test('totals of parts merge to the total of the whole, in any order and by way of JSON', async (t) => {
  const property = fc.asyncProperty(
    stream,
    fc.integer({ min: 0, max: 2 ** 30 }),
    fc.integer({ min: 0, max: 6 * BLOCK }),
    fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 5 }),
    fc.constantFrom(...engines),
    fc.infiniteStream(fc.boolean()),
    async (stream, firstBlock, samples, cuts, engine, flips) => {
      const start = firstBlock * BLOCK;
      const inside = cuts.map((cut) => cut * BLOCK).filter((cut) => cut < samples);
      const edges = [0, ...inside.sort((a, b) => a - b), samples];
      const parts: Total[] = [];
      for (const [i, from] of edges.slice(0, -1).entries()) {
        parts.push(await sum({ ...stream, start: start + from, samples: edges[i + 1]! - from }, { engine }));
      }
      const sent = parts.map((part) => (flips.next().value ? part : JSON.parse(JSON.stringify(part))));
      const shuffled = sent.sort(() => (flips.next().value ? 1 : -1));
      t.deepEqual(mergeTotals(shuffled), sumSync({ ...stream, start, samples }, { engine: 'typescript' }));
    },
  );
  await fc.assert(property, { numRuns: fewer(40) });
});

test('a total says what it is of, and goes through JSON and structured clone and back', (t) => {
  const total = sumSync({
    distribution: 'normal',
    samples: 100,
    seed: 2n ** 64n - 1n,
    stream: 3,
    start: BLOCK,
  });
  t.like(total, { distribution: 'normal', seed: 2n ** 64n - 1n, stream: 3, start: BLOCK, samples: 100 });
  const json = JSON.parse(JSON.stringify(total)) as TotalJSON;
  t.deepEqual(json, { ...total, seed: '18446744073709551615', units: String(total.units) } as TotalJSON);
  t.deepEqual(mergeTotals([json]), total);
  t.deepEqual(mergeTotals([structuredClone(total)]), total);
});

test('what does not lie side by side is not merged', (t) => {
  const part = (start: number, samples: number, more = {}): Total =>
    sumSync({ distribution: 'uniform', seed: 1, start: start * BLOCK, samples, ...more });
  const whole = part(0, BLOCK);
  for (const [totals, message] of [
    [[], 'totals must have at least one item'],
    [[whole, part(2, 1)], 'totals have a gap: nothing sums the samples from 65536 to 131071'],
    [[whole, whole], 'totals overlap: sample 0 is in two of them'],
    [[whole, part(1, 10, { seed: 2 })], 'totals must be of one stream: seed is 1 in one, 2 in another'],
    [[whole, part(1, 10, { stream: 2 })], 'totals must be of one stream: stream is 0 in one, 2 in another'],
    [
      [whole, part(1, 10, { distribution: 'normal' })],
      'totals must be of one stream: distribution is uniform in one, normal in another',
    ],
    [[{ ...whole, units: 1.5 }], 'units must be a bigint or a decimal string, not 1.5'],
    [[{ ...whole, units: '0x10' }], "units must be a bigint or a decimal string, not '0x10'"],
    [[{ ...whole, seed: undefined }], 'a total must have its seed'],
    [[{ ...whole, stream: undefined }], 'a total must have its stream'],
    [[{ ...whole, units: -2048n }], 'units of 65536 uniform samples cannot be -2048n'],
    [[{ ...whole, units: 2049n }], 'units of 65536 uniform samples cannot be 2049n'],
    [
      [{ ...whole, units: 1n << (1n << 26n) }],
      'units of 65536 uniform samples cannot be a bigint of more than 128 bits',
    ],
    [[{ ...whole, units: 65_537n << 64n }], /^units of 65536 uniform samples cannot be/],
    [[{ ...whole, sum: 1 }], /^a total's sum must be that of its units, 32\d+\.\d+, not 1$/],
    [[{ ...whole, start: 5 }], /^start of a sum must be a multiple of 65536/],
    [[{ ...whole, total: 5 }], /^a total has no 'total'/],
    [[5], 'a total must be an object, not 5'],
    [[Promise.resolve(whole)], 'a total must not be a promise: await it'],
    [Promise.resolve([whole]), 'totals must be an array, not an object: await it'],
    [undefined, 'totals must be an array, not undefined'],
    [whole, 'totals must be an array, not an object'],
  ] as const) {
    t.throws(() => mergeTotals(totals as never), { message });
  }
});

test('where a job may begin', (t) => {
  const job = { distribution: 'uniform', samples: 10, seed: 1 } as const;
  for (const [start, message] of [
    [-1, 'start must be a whole number from 0 to 2^53 - 1, not -1'],
    [0.5, 'start must be a whole number from 0 to 2^53 - 1, not 0.5'],
    [LAST - 9, `start + samples must be at most 2^53 - 1; start is ${LAST - 9}, samples is 10`],
  ] as const) {
    t.throws(() => sampleSync({ ...job, start }), { name: 'RangeError', message });
    t.throws(() => fillSync(new Float64Array(10), { distribution: 'uniform', start }), { message });
  }
  t.throws(() => sumSync({ ...job, start: 100_000 }), {
    name: 'RangeError',
    message:
      'start of a sum must be a multiple of 65536, so that totals merge exactly: 65536 or 131072, not 100000',
  });
  t.is(sampleSync({ ...job, start: LAST - 10 }).length, 10);
});
