import { exponentials } from '../math/exponential.ts';
import { logarithms } from '../math/logarithm.ts';
import { standardExponentials } from '../math/open.ts';
import { atLeast, type Definition, define, SCALE } from './definition.ts';

/** Weibull samples. */
export interface WeibullParameters {
  /** How failures come with age: below 1 ever less often, at 1 at a constant rate, above 1 ever more often. At least 1e-300. */
  shape: number;
  /**
   * Of which 63 % are below: a finite number above 0.
   * @default 1
   */
  scale?: number | undefined;
}

/** Lifetimes: `scale * exp(ln(E(w0)) * (1 / shape))`. */
export const weibull: Definition<WeibullParameters, [shape: number, scale?: number]> = define({
  name: 'weibull',
  number: 15,
  use: 'lifetimes of what wears out, wind speeds',
  parameters: {
    shape: { ...atLeast(1e-300), meaning: 'how failures come with age', also: ['k', 'a', 'c', 'alpha'] },
    scale: { ...SCALE, meaning: 'of which 63 % are below', also: ['lambda', 'b', 'beta', 'eta'] },
  },
  example: [1.5, 2],
  range: () => [0, Number.POSITIVE_INFINITY],
  rule: ([shape, scale]) => {
    const power = 1 / shape!;
    return {
      words: 1,
      pair: false,
      attempt({ low, high, out }, count) {
        standardExponentials(low[0]!, high[0]!, out, count);
        logarithms(out, count);
        exponentials(out, count, power);
        for (let i = 0; i < count; i++) {
          out[i] = scale! * out[i]!;
        }
        return 0;
      },
    };
  },
});
