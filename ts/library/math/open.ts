/**
 * Uniforms in (0, 1), both ends open: `open(W)` of docs/stream.md, an odd multiple of 2^-53, of the first `count` words,
 * given as their lower and upper halves.
 */
export function opens(low: Int32Array, high: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    // Both sums are exact.
    out[i] = (high[i]! >>> 0) * 2 ** -32 + ((low[i]! >>> 12) * 2 ** -52 + 2 ** -53);
  }
}
