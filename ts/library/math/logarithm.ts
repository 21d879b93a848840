/** Natural logarithms, in exactly the order of operations of docs/stream.md. */
import { exponentOf, HIGH, LOW, ONE, POWERS, SPLIT_HIGH, SPLIT_LOW } from './split.ts';

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

/** Copies, since an imported constant would be looked up at every use. */
const LOWER = LOW;
const UPPER = HIGH;
const SPLIT_UPPER = SPLIT_HIGH;
const SPLIT_LOWER = SPLIT_LOW;
const BIAS = 1023;
const ZERO = ONE;
const powers = POWERS;

/** The natural logarithm of a positive normal double. */
export function ln(x: number): number {
  const k = exponentOf(x);
  return lnOf(x * powers[ZERO - k]! - 1, k);
}

/** The same of any positive finite double. */
export function lnOfAny(x: number): number {
  if (x >= 2 ** -1022) {
    return ln(x);
  }
  const larger = x * 2 ** 54;
  const k = exponentOf(larger);
  return lnOf(larger * powers[ZERO - k]! - 1, k - 54);
}

/** The longest array at a time. */
const MANY = 512;

/** Copies of numbers, whose halves can be read once all are there: reading one that was just written takes longer. */
const copies = new Float64Array(MANY);
const bits = new Int32Array(copies.buffer);

/** Replaces the first `count` numbers, positive normal doubles, with their natural logarithms. */
export function logarithms(numbers: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    copies[i] = numbers[i]!;
  }
  for (let i = 0; i < count; i++) {
    const k = exponentOfHalves(bits[2 * i + LOWER]!, bits[2 * i + UPPER]!);
    numbers[i] = lnOf(copies[i]! * powers[ZERO - k]! - 1, k);
  }
}

/** ln(2^k (1 + f)). */
function lnOf(f: number, k: number): number {
  const s = f / (f + 2);
  const z = s * s;
  const h = f * 0.5 * f;
  return k * LN2_HIGH - (h - (s * (h + z * lg(z)) + k * LN2_LOW) - f);
}

/** The exponent of t = bits(x) + split. The carry from the lower halves is computed without a branch. */
function exponentOfHalves(low: number, high: number): number {
  const carry = ((low >>> 1) + (SPLIT_LOWER >>> 1) + (low & SPLIT_LOWER & 1)) >>> 31;
  return ((high + SPLIT_UPPER + carry) >> 20) - BIAS;
}

/** The series of the logarithm, less its first term. */
export function lg(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  return G1 + z * G2 + z2 * (G3 + z * G4) + z4 * (G5 + z * G6 + z2 * G7);
}

/** ln(1 + t), exact where t is small: t is above -1, and 1 + t is finite. */
export function log1p(t: number): number {
  const u = t + 1;
  const e = (t - (u - 1)) / u;
  const k = exponentOf(u);
  const f = u * powers[ZERO - k]! - 1;
  const s = f / (f + 2);
  const z = s * s;
  const h = f * 0.5 * f;
  return k * LN2_HIGH - (h - (s * (h + z * lg(z)) + (k * LN2_LOW + e)) - f);
}

/**
 * The height of Marsaglia and Tsang's rule, z^2/2 + d - d v + d ln v for v = x^3 and x = 1 + t > 0, written so that
 * nothing cancels whatever d is.
 */
export function height(t: number, x: number, d: number): number {
  const k = exponentOf(x);
  const f = k === 0 ? t : x * powers[ZERO - k]! - 1;
  const t2 = t * t;
  const s = f / (f + 2);
  const y = s * s;
  const e = f * 0.5 * f;
  const g = s * (e + y * lg(y)) + (k * Math.LN2 + (t2 * 0.5 - e) + (f - t));
  return (g * 3 - t2 * t) * d;
}
