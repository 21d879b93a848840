import { ln, log1p } from '../math/logarithm.ts';
import { standardExponentials } from '../math/open.ts';
import { type Definition, define } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor } = Math;

/** Numbers of failures. */
export interface GeometricParameters {
  /** How likely a success is: from 1e-300 to 1. */
  probability: number;
}

/** Failures before the first success: `floor(E(w0) * rate)`. */
export const geometric: Definition<GeometricParameters, [probability: number]> = define({
  name: 'geometric',
  number: 24,
  use: 'how many failures come before the first success',
  parameters: {
    probability: {
      allowed: 'a number from 1e-300 to 1',
      holds: (value) => value >= 1e-300 && value <= 1,
      meaning: 'how likely a success is',
      also: ['p', 'prob'],
    },
  },
  instead: { mean: 'probability = 1 / (1 + mean)' },
  whole: true,
  example: [0.1],
  range: () => [0, Number.POSITIVE_INFINITY],
  rule: ([probability]) => {
    const p = probability!;
    const rate = p === 1 ? 0 : p < 0.5 ? -1 / log1p(-p) : -1 / ln(1 - p);
    return {
      words: 1,
      pair: false,
      attempt({ low, high, out }, count) {
        standardExponentials(low[0]!, high[0]!, out, count);
        for (let i = 0; i < count; i++) {
          out[i] = floor(out[i]! * rate);
        }
        return 0;
      },
    };
  },
});
