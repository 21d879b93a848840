import { exponentials } from '../math/exponential.ts';
import { standardExponentials } from '../math/open.ts';
import { atLeast, type Definition, define, POSITIVE } from './definition.ts';

/** Pareto samples. */
export interface ParetoParameters {
  /** How fast large ones get rare, the exponent of their tail: at least 1e-300. */
  shape: number;
  /**
   * The least: a finite number above 0.
   * @default 1
   */
  minimum?: number | undefined;
}

/** Few large ones among many small: `minimum * exp(E(w0) * (1 / shape))`. */
export const pareto: Definition<ParetoParameters, [shape: number, minimum?: number]> = define({
  name: 'pareto',
  number: 16,
  use: 'few large ones among many small: wealth, files, cities',
  parameters: {
    shape: { ...atLeast(1e-300), meaning: 'how fast large ones get rare', also: ['alpha', 'a', 'b', 'k'] },
    minimum: { ...POSITIVE, default: 1, meaning: 'the least', also: ['scale', 'xm', 'm', 'low'] },
  },
  example: [2, 1],
  range: ([, minimum]) => [minimum!, Number.POSITIVE_INFINITY],
  rule: ([shape, minimum]) => {
    const power = 1 / shape!;
    return {
      words: 1,
      pair: false,
      attempt({ low, high, out }, count) {
        standardExponentials(low[0]!, high[0]!, out, count);
        exponentials(out, count, power);
        for (let i = 0; i < count; i++) {
          out[i] = minimum! * out[i]!;
        }
        return 0;
      },
    };
  },
});
