import { radiiOf } from '../math/circle.ts';
import { type Definition, define, SCALE } from './definition.ts';

/** Rayleigh samples. */
export interface RayleighParameters {
  /**
   * The deviation of the two normals: a finite number above 0.
   * @default 1
   */
  scale?: number | undefined;
}

/** The length of a vector of two normals: `0 + scale * radius(w0)`. */
export const rayleigh: Definition<RayleighParameters, [scale?: number]> = define({
  name: 'rayleigh',
  number: 17,
  use: 'distances of what scatters in two directions, heights of waves',
  parameters: { scale: { ...SCALE, meaning: 'the deviation of the two normals' } },
  example: [2],
  range: () => [0, Number.POSITIVE_INFINITY],
  rule: ([scale]) => ({
    words: 1,
    pair: false,
    attempt({ low, high, out }, count) {
      radiiOf(low[0]!, high[0]!, out, count);
      for (let i = 0; i < count; i++) {
        out[i] = 0 + scale! * out[i]!;
      }
      return 0;
    },
  }),
});
