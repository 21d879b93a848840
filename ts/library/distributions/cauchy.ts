import { tangents } from '../math/tangent.ts';
import { type Definition, define, LOCATION, SCALE } from './definition.ts';

/** Cauchy samples. */
export interface CauchyParameters {
  /**
   * Where they are: their median; a finite number.
   * @default 0
   */
  location?: number | undefined;
  /**
   * How wide they spread: a finite number above 0.
   * @default 1
   */
  scale?: number | undefined;
}

/** The tangent of a uniform angle, which has no mean: `location + scale * tangent(w0)`. */
export const cauchy: Definition<CauchyParameters, [location?: number, scale?: number]> = define({
  name: 'cauchy',
  number: 11,
  use: 'ratios of normal samples, and outliers without a mean',
  parameters: { location: { ...LOCATION, meaning: 'their median' }, scale: SCALE },
  example: [0, 1],
  range: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  rule: ([location, scale]) => ({
    words: 1,
    pair: false,
    attempt({ low, high, out }, count) {
      tangents(low[0]!, high[0]!, out, count);
      for (let i = 0; i < count; i++) {
        out[i] = location! + scale! * out[i]!;
      }
      return 0;
    },
  }),
});
