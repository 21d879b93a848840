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

/** Replaces the first `count` uniforms in (0, 1), `u`, with tan(pi (u - 0.5)). */
export function tangents(numbers: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const t = numbers[i]! - 0.5;
    const a = abs(t);
    const outer = 0.25 < a;
    const y = outer ? 0.5 - a : a;
    const z = y * y;
    const z2 = z * z;
    const p = y * (T0 + z * T1 + z2 * (T2 + z * T3));
    const q = 1 + z * U1 + z2 * (U2 + z * U3);
    const ratio = (outer ? q : p) / (outer ? p : q);
    numbers[i] = t < 0 ? -ratio : ratio;
  }
}
