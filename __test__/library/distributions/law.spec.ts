// The one law: a sample is a pure function of (seed, stream, distribution and its parameters, number). These hold for
// every distribution of the registry, whichever there are.
import test from 'ava';
import fc from 'fast-check';
import { type FillJob, fillSync, Generator, type SampleJob, sampleSync } from '../../../ts/index.ts';
import { type ParameterValue, toParameters, wordsOf } from '../../../ts/library/distributions/definition.ts';
import { DISTRIBUTIONS, definitionOf, rowSize } from '../../../ts/library/distributions/registry.ts';
import { toSampleJob } from '../../../ts/library/jobs/job.ts';
import { MAX_WORDS, USES } from '../../../ts/library/stream/stream.ts';
import { engines, nativeTest } from '../../engines.ts';
import { parametersFrom } from './parameters.ts';

/** Numbers of which some are right for every parameter. */
const NUMBERS = [
  0,
  1,
  -1,
  0.5,
  3,
  7.25,
  -40,
  1000,
  1e-3,
  2 ** 31,
  2 ** 52 + 1,
  2 ** 53 - 1,
  -(2 ** 51),
  1e300,
];

const number = fc.constantFrom(...NUMBERS);
const parametersOf = parametersFrom({
  number,
  numbers: fc.array(number, { minLength: 1, maxLength: 4 }),
  // Covariances of what is independent.
  rows: fc
    .array(number, { minLength: 1, maxLength: 4 })
    .map((values) => values.map((value, i) => values.map((_, j) => (i === j ? value : 0)))),
});

const distributions = fc.constantFrom(...DISTRIBUTIONS);
const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const streams = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const starts = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 65_490, max: 65_580 }),
  fc.maxSafeInteger().map((n) => Math.min(Math.abs(n), 2 ** 53 - 2000)),
);

test('no two lanes, redraws or children of a seed and stream have one counter, whatever they are of', (t) => {
  const numbers = [...DISTRIBUTIONS.map((name) => definitionOf(name).number), ...Object.values(USES)];
  t.is(new Set(numbers).size, numbers.length);
  const third = numbers.flatMap((number) => [
    ...Array.from({ length: 16 * MAX_WORDS }, (_, lane) => 256 * number + lane),
    256 * number + 129,
  ]);
  const counters = [...third, 128, 130, 131];
  t.is(new Set(counters).size, counters.length);
  t.true(counters.every((counter) => counter < 2 ** 32));
});

test('whether a distribution takes pairs does not depend on its parameters, and no sample takes more than eight words', (t) => {
  fc.assert(
    fc.property(
      distributions.chain((name) => fc.tuple(fc.constant(name), parametersOf(name), parametersOf(name))),
      ([name, one, other]) => {
        const definition = definitionOf(name);
        const [a, b] = [one, other].map((given) => definition.rule(toParameters(definition, given), false));
        // Word 0 is a pair with every parameters, or with none.
        const takesFirst = [a!, b!].filter((rule) => wordsOf(rule).includes(0));
        t.true(takesFirst.every((rule) => rule.pair === takesFirst[0]!.pair));
        for (const rule of [a!, b!]) {
          t.true(wordsOf(rule).every((word) => word < definition.words));
        }
        t.true(definition.words <= MAX_WORDS);
      },
    ),
  );
});

for (const engine of engines) {
  test(`${engine}: a sample is the same alone, among others, from any start, and as a draw among draws with other parameters`, (t) => {
    const calls = distributions.chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.array(parametersOf(name), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 60 }),
      ),
    );
    fc.assert(
      fc.property(calls, seeds, streams, starts, ([name, parameters, samples], seed, stream, start) => {
        const job = { distribution: name, ...parameters[0], seed, stream, start } as unknown as FillJob;
        const size = rowSize(toSampleJob({ ...job, start: 0, samples: 1 } as SampleJob));
        const first = size === 1 ? start : start % 2 ** 40;
        const together = fillSync(new Float64Array(samples * size), { ...job, start: first }, { engine });
        const alone = Float64Array.from(
          Array.from({ length: samples }, (_, i) => {
            const one = { ...job, start: first + i, samples: 1 } as SampleJob;
            return [...sampleSync(one, { engine })];
          }).flat(),
        );
        t.deepEqual(alone, together);
        if (definitionOf(name).row !== undefined) {
          return;
        }

        const rng = new Generator({ seed, stream, engine });
        rng.seek({ [name]: start });
        const { names } = definitionOf(name);
        const method = rng[name] as (...parameters: ParameterValue[]) => number;
        for (const [i, given] of parameters.entries()) {
          const one = { ...given, distribution: name, seed, stream, start: start + i, samples: 1 };
          const expected = sampleSync(one as unknown as SampleJob, { engine })[0]!;
          const drawn = method.apply(
            rng,
            names.map((key) => given[key]!),
          );
          t.is(drawn, expected);
        }
        t.is(rng.positions[name], start + parameters.length);
      }),
      { numRuns: 150 },
    );
  });
}

nativeTest('the engines give the same bits, in arrays of every kind', (t) => {
  const jobs = distributions.chain((name) => fc.tuple(fc.constant(name), parametersOf(name)));
  const kinds = fc.constantFrom(Float64Array, Float32Array, Int8Array, Uint32Array, BigInt64Array);
  fc.assert(
    fc.property(jobs, kinds, seeds, starts, fc.nat(300), ([name, given], kind, seed, start, length) => {
      const job = { ...given, distribution: name, seed, start } as unknown as FillJob;
      const filled = (engine: (typeof engines)[number]): unknown => {
        try {
          return fillSync(new kind(length) as Float64Array, job, { engine });
        } catch (error) {
          return (error as Error).message;
        }
      };
      const [first, ...others] = engines.map(filled);
      for (const other of others) {
        t.deepEqual(other, first);
      }
    }),
    { numRuns: 400, examples },
  );
});

/** Where floats are farther apart than the numbers that have any probability. */
const far = 4_503_599_627_370_497;
const examples = [
  ['hypergeometric', { good: far, bad: 1000, drawn: far }],
  ['binomial', { trials: far, probability: 1 - 2 ** -50 }],
  ['poisson', { mean: 1e15 }],
].map((job): never => [job, Float32Array, 0n, 65_490, 20] as never);

for (const engine of engines) {
  test(`${engine}: rows are the same as draws, from any position, in calls and in arrays`, (t) => {
    const rows = DISTRIBUTIONS.filter((name) => definitionOf(name).row !== undefined);
    fc.assert(
      fc.property(
        fc.constantFrom(...rows).chain((name) => fc.tuple(fc.constant(name), parametersOf(name))),
        seeds,
        fc.nat(70_000),
        ([name, given], seed, row) => {
          const { names } = definitionOf(name);
          const job = { distribution: name, ...given, seed, start: row, samples: 3 } as unknown as SampleJob;
          const expected = sampleSync(job, { engine });
          const size = expected.length / 3;
          const rng = new Generator({ seed, engine });
          rng.seek({ [name]: row * size });
          const method = rng[name] as unknown as (...parameters: ParameterValue[]) => number[];
          const parameters = names.map((key) => given[key]!);
          const drawn = [0, 1, 2].flatMap(() => method.apply(rng, parameters));
          t.deepEqual(Float64Array.from(drawn), expected);
          t.is(rng.positions[name] ?? 0, (row + 3) * size);
          rng.seek({ [name]: row * size });
          t.deepEqual(rng.fill(new Float64Array(3 * size), name, ...parameters), expected);
        },
      ),
      { numRuns: rows.length === 0 ? 0 : 60 },
    );
  });
}
