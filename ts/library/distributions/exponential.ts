import { standardExponentials } from '../math/open.ts';
import { type Definition, define, POSITIVE, refuse } from './definition.ts';

/** Exponential samples. */
export interface ExponentialParameters {
  /**
   * Their mean, which is one over their rate: a finite number above 0.
   * @default 1
   */
  mean?: number | undefined;
}

/** Waiting times: `mean * E(w0)`, with E minus the logarithm of a uniform in (0, 1) (inversion). */
export const exponential: Definition<ExponentialParameters, [mean?: number]> = define({
  name: 'exponential',
  number: 2,
  use: 'waiting times between events that come at a constant rate',
  parameters: {
    mean: {
      ...POSITIVE,
      default: 1,
      meaning: 'their mean, which is one over their rate',
      also: ['scale', 'beta', 'mu'],
    },
  },
  instead: { rate: 'mean = 1 / rate', lambda: 'mean = 1 / lambda' },
  example: [3],
  range: () => [0, Number.POSITIVE_INFINITY],
  rule: ([mean]) => ({
    words: 1,
    pair: false,
    attempt({ low, high, out }, count) {
      standardExponentials(low[0]!, high[0]!, out, count);
      multiply(mean!, out, count);
      return 0;
    },
  }),
  draw: {
    of: 'exponential',
    method: (drawsOf) =>
      function (mean = 1) {
        if (!(typeof mean === 'number' && mean > 0 && mean <= Number.MAX_VALUE)) {
          refuse(exponential, mean);
        }
        return mean * drawsOf(this).next();
      },
  },
});

function multiply(factor: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    out[i] = factor * out[i]!;
  }
}
