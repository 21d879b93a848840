import { exponentials } from '../math/exponential.ts';
import { type Definition, define, FINITE, NOT_NEGATIVE } from './definition.ts';

/** Lognormal samples. */
export interface LognormalParameters {
  /**
   * The mean of their logarithms: a finite number.
   * @default 0
   */
  logMean?: number | undefined;
  /**
   * The standard deviation of their logarithms: a finite number, 0 or more.
   * @default 1
   */
  logDeviation?: number | undefined;
}

/** Products of many small effects: `exp(logMean + logDeviation * z)`. */
export const lognormal: Definition<LognormalParameters, [logMean?: number, logDeviation?: number]> = define({
  name: 'lognormal',
  number: 5,
  use: 'products of many small effects: prices, incomes, sizes',
  parameters: {
    logMean: {
      ...FINITE,
      default: 0,
      meaning: 'the mean of their logarithms',
      also: ['mu', 'mean', 'meanlog'],
    },
    logDeviation: {
      ...NOT_NEGATIVE,
      default: 1,
      meaning: 'the standard deviation of their logarithms',
      also: ['sigma', 'deviation', 'sdlog', 's'],
    },
  },
  instead: { median: 'logMean, its logarithm', scale: 'logMean = the logarithm of scale' },
  example: [0, 0.5],
  range: () => [0, Number.POSITIVE_INFINITY],
  rule: ([logMean, logDeviation]) => ({
    words: 1,
    pair: true,
    attempt({ normals, out }, count) {
      for (let i = 0; i < count; i++) {
        out[i] = logMean! + logDeviation! * normals[i]!;
      }
      exponentials(out, count);
      return 0;
    },
  }),
});
