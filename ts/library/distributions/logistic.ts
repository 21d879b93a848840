import { logarithms } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { type Definition, define, LOCATION, SCALE } from './definition.ts';

/** Logistic samples. */
export interface LogisticParameters {
  /**
   * Where they are: their mean; a finite number.
   * @default 0
   */
  location?: number | undefined;
  /**
   * How wide they spread: a finite number above 0.
   * @default 1
   */
  scale?: number | undefined;
}

/** The logarithm of the odds of a uniform: `location + scale * ln(u / (1 - u))`. */
export const logistic: Definition<LogisticParameters, [location?: number, scale?: number]> = define({
  name: 'logistic',
  number: 13,
  use: 'growth, and odds of yes or no',
  parameters: { location: { ...LOCATION, meaning: 'their mean' }, scale: SCALE },
  example: [0, 1],
  range: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  rule: ([location, scale]) => ({
    words: 1,
    pair: false,
    attempt({ low, high, out }, count) {
      opens(low[0]!, high[0]!, out, count);
      for (let i = 0; i < count; i++) {
        const u = out[i]!;
        out[i] = u / (1 - u);
      }
      logarithms(out, count);
      for (let i = 0; i < count; i++) {
        out[i] = location! + scale! * out[i]!;
      }
      return 0;
    },
  }),
});
