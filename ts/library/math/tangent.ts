/** The tangent of a uniform angle, in exactly the order of operations of docs/stream.md. */

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs } = Math;

const T0 = Math.PI;
const T1 = -3.977558006120379;
const T2 = 0.8586279838025443;
const T3 = -0.022599119875708954;
const U1 = -4.555964169914032;
const U2 = 2.273952312121646;
const U3 = -0.20038245646877037;

/** As many at a time. */
const MANY = 512;

/** Numerators and denominators, by turns. */
const sides = new Float64Array(2 * MANY);

/** The tangents of the first `count` words: tan(pi (open(W) - 1/2)). */
export function tangents(low: Int32Array, high: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const upper = high[i]!;
    const t = (upper >>> 0) * 2 ** -32 + ((low[i]! >>> 12) * 2 ** -52 + 2 ** -53) - 0.5;
    // The quarter next to 0 or to 1/2, by the two topmost bits: a branch would be mispredicted half the time.
    const inner = (upper ^ (upper << 1)) >>> 31;
    const y = 0.25 - abs(abs(t) - 0.25);
    const z = y * y;
    const z2 = z * z;
    sides[2 * i + 1 - inner] = y * (T0 + z * T1 + z2 * (T2 + z * T3));
    sides[2 * i + inner] = 1 + z * U1 + z2 * (U2 + z * U3);
  }
  for (let i = 0; i < count; i++) {
    out[i] = (sides[2 * i]! / sides[2 * i + 1]!) * -((high[i]! >> 31) | 1);
  }
}
