import { logarithms } from '../math/logarithm.ts';
import { type Definition, define, LOCATION, SCALE } from './definition.ts';

/** Laplace samples. */
export interface LaplaceParameters {
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

/** The difference of two waiting times: `location + scale * x`, an exponential of either sign. */
export const laplace: Definition<LaplaceParameters, [location?: number, scale?: number]> = define({
  name: 'laplace',
  number: 12,
  use: 'differences of waiting times, and noise for privacy',
  parameters: { location: { ...LOCATION, meaning: 'their mean' }, scale: SCALE },
  example: [0, 2],
  range: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  rule: ([location, scale]) => ({
    words: 1,
    pair: false,
    attempt({ low, high, out }, count) {
      halved(low[0]!, high[0]!, out, count);
      logarithms(out, count);
      for (let i = 0; i < count; i++) {
        // Minus 1 or 1 by the top bit: a branch would be mispredicted half the time.
        const sign = (high[0]![i]! >> 31) | 1;
        out[i] = location! + scale! * ((0 - out[i]!) * sign);
      }
      return 0;
    },
  }),
});

/** `open` of words shifted by one bit, whose topmost is the sign. */
function halved(low: Int32Array, high: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const upper = ((high[i]! << 1) | (low[i]! >>> 31)) >>> 0;
    out[i] = upper * 2 ** -32 + (((low[i]! << 1) >>> 12) * 2 ** -52 + 2 ** -53);
  }
}
