/** Uniforms of words, whose lower and upper halves are in two arrays (docs/stream.md). */
import { logarithms } from './logarithm.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor } = Math;

/** Uniforms in [0, 1): the upper 53 bits of the first `count` words. */
export function uniforms(low: Int32Array, high: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    out[i] = (high[i]! >>> 0) * 2 ** -32 + (low[i]! >>> 11) * 2 ** -53;
  }
}

/** Uniforms in (0, 1), both ends open: `open(W)`, an odd multiple of 2^-53. */
export function opens(low: Int32Array, high: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    // Both sums are exact.
    out[i] = (high[i]! >>> 0) * 2 ** -32 + ((low[i]! >>> 12) * 2 ** -52 + 2 ** -53);
  }
}

/** The same of one word. */
export function open(low: number, high: number): number {
  return (high >>> 0) * 2 ** -32 + ((low >>> 12) * 2 ** -52 + 2 ** -53);
}

/** The same of the word whose upper 53 bits a uniform in [0, 1) is. */
export function openOf(uniform: number): number {
  return floor(uniform * 2 ** 52) * 2 ** -52 + 2 ** -53;
}

/** Standard exponentials, `E(W)`: minus the logarithms of uniforms. */
export function standardExponentials(
  low: Int32Array,
  high: Int32Array,
  out: Float64Array,
  count: number,
): void {
  opens(low, high, out, count);
  logarithms(out, count);
  for (let i = 0; i < count; i++) {
    out[i] = 0 - out[i]!;
  }
}
