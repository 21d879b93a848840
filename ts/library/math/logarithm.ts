/** The natural logarithm, in exactly the order of operations of docs/stream.md. */
import { HIGH, LOW, POWERS, SPLIT_HIGH, SPLIT_LOW } from './split.ts';

/** The coefficients of FreeBSD msun's `log`, and its two halves of ln 2. */
const G1 = 0.6666666666666735;
const G2 = 0.3999999999940942;
const G3 = 0.2857142874366239;
const G4 = 0.22222198432149784;
const G5 = 0.1818357216161805;
const G6 = 0.15313837699209373;
const G7 = 0.14798198605116586;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Replaces the first `count` numbers, from 2^-53 to 1, with their natural logarithms. `bits` are the same memory. */
export function logarithms(numbers: Float64Array, bits: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const x = numbers[i]!;
    const xLow = bits[2 * i + LOW]!;
    // The exponent of t = bits(x) + split. The carry from the lower halves is computed without a branch.
    const carry = ((xLow >>> 1) + (SPLIT_LOW >>> 1) + (xLow & SPLIT_LOW & 1)) >>> 31;
    const exponent = (bits[2 * i + HIGH]! + SPLIT_HIGH + carry) >> 20;
    const k = exponent - 1023;
    const f = x * POWERS[1023 - exponent]! - 1;
    const s = f / (f + 2);
    const z = s * s;
    const z2 = z * z;
    const z4 = z2 * z2;
    const h = f * 0.5 * f;
    const r = z * (G1 + z * G2 + z2 * (G3 + z * G4) + z4 * (G5 + z * G6 + z2 * G7));
    numbers[i] = k * LN2_HIGH - (h - (s * (h + r) + k * LN2_LOW) - f);
  }
}
