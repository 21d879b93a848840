// The one law: a sample is a pure function of (seed, stream, distribution and its parameters, number). These hold for
// every distribution of the registry, whichever there are.
import test from 'ava';
import fc from 'fast-check';
import { type FillJob, fillSync, Generator, type SampleJob, sampleSync } from '../../../ts/index.ts';
import { toParameters } from '../../../ts/library/distributions/definition.ts';
import {
  DISTRIBUTIONS,
  type Distribution,
  definitionOf,
} from '../../../ts/library/distributions/registry.ts';
import { MAX_WORDS, USES } from '../../../ts/library/stream/stream.ts';
import { engines, nativeTest } from '../../engines.ts';

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

/** Parameters that a distribution takes, by name. */
function parametersOf(distribution: Distribution): fc.Arbitrary<Record<string, number>> {
  const definition = definitionOf(distribution);
  const any = fc.record(
    Object.fromEntries(definition.names.map((name) => [name, fc.constantFrom(...NUMBERS)])),
  );
  return any.filter((given) => {
    try {
      toParameters(definition, given);
      return true;
    } catch {
      return false;
    }
  });
}

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
        t.is(a!.pair, b!.pair);
        t.true(a!.words >= 1 && a!.words <= MAX_WORDS);
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
        const together = fillSync(new Float64Array(samples), job, { engine });
        const alone = Float64Array.from(together, (_, i) => {
          const one = { ...job, start: start + i, samples: 1 } as SampleJob;
          return sampleSync(one, { engine })[0]!;
        });
        t.deepEqual(alone, together);

        const rng = new Generator({ seed, stream, engine });
        rng.seek({ [name]: start });
        const { names } = definitionOf(name);
        const method = rng[name] as (...parameters: number[]) => number;
        for (const [i, given] of parameters.entries()) {
          const one = { ...given, distribution: name, seed, stream, start: start + i, samples: 1 };
          const expected = sampleSync(one as unknown as SampleJob, { engine })[0]!;
          t.is(method(...names.map((key) => given[key]!)), expected);
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
    { numRuns: 400 },
  );
});
