import { logarithms } from '../math/logarithm.ts';
import { standardExponentials } from '../math/open.ts';
import { type Definition, define, LOCATION, SCALE } from './definition.ts';

/** Gumbel samples. */
export interface GumbelParameters {
  /**
   * Where they are: their mode; a finite number.
   * @default 0
   */
  location?: number | undefined;
  /**
   * How wide they spread: a finite number above 0.
   * @default 1
   */
  scale?: number | undefined;
}

/** The largest of many: `location - scale * ln(E(w0))`. */
export const gumbel: Definition<GumbelParameters, [location?: number, scale?: number]> = define({
  name: 'gumbel',
  number: 14,
  use: 'the largest of many: floods, records',
  parameters: { location: { ...LOCATION, meaning: 'their mode' }, scale: SCALE },
  example: [10, 2],
  range: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  rule: ([location, scale]) => ({
    words: 1,
    pair: false,
    attempt({ low, high, out }, count) {
      standardExponentials(low[0]!, high[0]!, out, count);
      logarithms(out, count);
      for (let i = 0; i < count; i++) {
        out[i] = location! - scale! * out[i]!;
      }
      return 0;
    },
  }),
});
