import { ln } from '../math/logarithm.ts';
import { openOf } from '../math/open.ts';

/**
 * The order key of a weighted item (docs/stream.md, "Draws one by one"): of the uniform in [0, 1) that is the upper 53
 * bits of its word, and of its weight over the largest, above 0.
 */
export function orderKey(uniform: number, quotient: number): number {
  return ln(openOf(uniform)) / quotient;
}
