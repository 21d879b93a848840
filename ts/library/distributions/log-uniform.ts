import { exponentials } from '../math/exponential.ts';
import { log1p } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { type Definition, define, POSITIVE } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { min } = Math;

/** Samples whose logarithms are uniform. */
export interface LogUniformParameters {
  /** The least: a finite number above 0. */
  low: number;
  /** The largest: above `low`, and `(high - low) / low` must be finite. */
  high: number;
}

/** All orders of magnitude equally likely: `low * exp(u * log1p((high - low) / low))`. */
export const logUniform: Definition<LogUniformParameters, [low: number, high: number]> = define({
  name: 'logUniform',
  number: 34,
  use: 'all orders of magnitude equally likely: settings to try out',
  parameters: {
    low: { ...POSITIVE, meaning: 'the least', also: ['a', 'min'] },
    high: { ...POSITIVE, meaning: 'the largest', also: ['b', 'max'] },
  },
  together: ([low, high]) =>
    low! < high! && (high! - low!) / low! <= Number.MAX_VALUE
      ? undefined
      : `high must be above low, and (high - low) / low finite; low is ${low}, high is ${high}`,
  example: [0.001, 10],
  range: ([low, high]) => [low!, high!],
  rule: ([low, high]) => {
    const octaves = log1p((high! - low!) / low!);
    return {
      words: 1,
      pair: false,
      attempt(batch, count) {
        const { out } = batch;
        opens(batch.low[0]!, batch.high[0]!, out, count);
        exponentials(out, count, octaves);
        for (let i = 0; i < count; i++) {
          out[i] = min(low! * out[i]!, high!);
        }
        return 0;
      },
    };
  },
});
