// Parameters of any size that a distribution allows: no sample is NaN, none is out of its range, and none takes long.
import test from 'ava';
import fc from 'fast-check';
import { type FillJob, fillSync, Generator } from '../../../ts/index.ts';
import type { ParameterValue } from '../../../ts/library/distributions/definition.ts';
import { DISTRIBUTIONS, definitionOf, rowSize } from '../../../ts/library/distributions/registry.ts';
import { toSampleJob } from '../../../ts/library/jobs/job.ts';
import { engines, nativeTest } from '../../engines.ts';
import { parametersFrom } from './parameters.ts';

/** Numbers of every size, and those next to where rules change. */
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.double({ min: -12, max: 12, noNaN: true }).map((e) => 10 ** e),
  fc.double({ min: -300, max: 300, noNaN: true }).map((e) => 10 ** e),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 200 }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 1, 2, 1e-300, 1e15, 2 ** 40, 2 ** 53 - 1, 1 - 2 ** -53, 2 ** -53, 100, 0.4, 1 / 11),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const parametersOf = parametersFrom({
  number,
  numbers: fc.oneof(
    fc.array(number, { minLength: 1, maxLength: 6 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
  ),
  rows: fc
    .array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 }), {
      minLength: 1,
      maxLength: 6,
    })
    // A product of a matrix and its transpose is a covariance.
    .map((factor) => factor.map((a) => factor.map((b) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)))),
});

for (const engine of engines) {
  for (const name of DISTRIBUTIONS) {
    test(`${engine}: no ${name} parameters give NaN, or samples out of range, or take long`, (t) => {
      const { range, names } = definitionOf(name);
      fc.assert(
        fc.property(parametersOf(name), fc.nat(1e6), (given, start) => {
          const job = { distribution: name, ...given, seed: 5, start } as unknown as FillJob;
          const checked = toSampleJob({ ...job, samples: 1 } as never);
          const size = rowSize(checked);
          const [least, most] = range(checked.parameters);
          const began = performance.now();
          const samples = fillSync(new Float64Array(64 * size), job, { engine });
          const rng = new Generator({ seed: 5, engine });
          const method = rng[name] as unknown as (...parameters: ParameterValue[]) => unknown;
          method.apply(
            rng,
            names.map((key) => given[key]!),
          );
          t.true(performance.now() - began < 2000);
          const wrong = samples.find((sample) => !(sample >= least && sample <= most));
          t.is(wrong, undefined, `${JSON.stringify(given)} from ${start}`);
        }),
        { numRuns: 100 },
      );
    });
  }
}

nativeTest('whatever the parameters, the engines give the same bits, in arrays of every kind', (t) => {
  const jobs = fc
    .constantFrom(...DISTRIBUTIONS)
    .chain((name) => fc.tuple(fc.constant(name), parametersOf(name)));
  const kinds = fc.constantFrom(Float64Array, Float32Array, Int32Array, BigUint64Array);
  fc.assert(
    fc.property(jobs, kinds, fc.nat(2 ** 40), ([name, given], kind, start) => {
      const job = { distribution: name, ...given, seed: 77, start } as unknown as FillJob;
      const size = rowSize(toSampleJob({ ...job, samples: 1 } as never));
      const [first, ...others] = engines.map((engine): unknown => {
        try {
          return fillSync(new kind(200 * size) as Float64Array, job, { engine });
        } catch (error) {
          return (error as Error).message;
        }
      });
      for (const other of others) {
        t.deepEqual(other, first, `${name} ${JSON.stringify(given)} from ${start}`);
      }
    }),
    { numRuns: 2000 },
  );
});
