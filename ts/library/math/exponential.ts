/** Powers of e, in exactly the order of operations of docs/stream.md. */
import { ONE, POWERS } from './split.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor, max, min } = Math;

const { LOG2E } = Math;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** Adding and subtracting it rounds to a whole number. */
const MAGIC = 1.5 * 2 ** 52;

/** Of (e^r - 1 - r) / r^2 for |r| up to ln(2) / 2. */
const E2 = 0.5;
const E3 = 0.1666666666666667;
const E4 = 0.04166666666666667;
const E5 = 0.00833333333332614;
const E6 = 0.0013888888888883752;
const E7 = 0.00019841269874804214;
const E8 = 2.4801587325536023e-5;
const E9 = 2.7557255421023506e-6;
const E10 = 2.7557273657975953e-7;
const E11 = 2.5105208339987698e-8;
const E12 = 2.0914680780540263e-9;

/** Copies, since an imported constant would be looked up at every use. */
const ZERO = ONE;
const powers = POWERS;

/** e^x: gradual underflow, 0 below about -745.1, infinity above 709.78. */
export function exp(x: number): number {
  if (!(x >= -708 && x <= 709)) {
    return expOfAny(x);
  }
  const n = x * LOG2E + MAGIC - MAGIC;
  // The same as two multiplications, unless a result is subnormal or infinite.
  return (polynomial(x - n * LN2_HIGH - n * LN2_LOW) + 1) * powers[ZERO + n]!;
}

function expOfAny(x: number): number {
  const y = max(min(x, 710), -746);
  const n = y * LOG2E + MAGIC - MAGIC;
  const p = polynomial(y - n * LN2_HIGH - n * LN2_LOW);
  const half = floor(n * 0.5);
  return (p + 1) * powers[ZERO + half]! * powers[ZERO + n - half]!;
}

/** e^(x + rest), where the rest is less than x's last place, with little more than one rounding. */
export function expOfSum(x: number, rest: number): number {
  const y = max(min(x, 710), -746);
  const n = y * LOG2E + MAGIC - MAGIC;
  const a = y - n * LN2_HIGH;
  const b = n * LN2_LOW;
  const r = a - b;
  // Beyond the doubles the rest may be anything.
  const rLow = a - r - b + (y === x ? rest : 0);
  const s = 1 + r;
  const u = r * r * quotient(r);
  const tail = u + rLow * (s + u);
  const half = floor(n * 0.5);
  return (s + (r - (s - 1) + tail)) * powers[ZERO + half]! * powers[ZERO + n - half]!;
}

/** Replaces the first `count` numbers x with e^(x * factor). */
export function exponentials(numbers: Float64Array, count: number, factor = 1): void {
  for (let i = 0; i < count; i++) {
    numbers[i] = exp(numbers[i]! * factor);
  }
}

/** e^x - 1, exact where x is small: x is -60 or more. */
export function expm1(x: number): number {
  const y = min(x, 710);
  const n = y * LOG2E + MAGIC - MAGIC;
  const p = polynomial(y - n * LN2_HIGH - n * LN2_LOW);
  const power = powers[ZERO - 1 + n]!;
  return (p * power + (power - 0.5)) * 2;
}

/** Replaces the first `count` numbers x, 0 or more, with e^(x * factor) - 1. */
export function exponentialsLess1(numbers: Float64Array, count: number, factor: number): void {
  for (let i = 0; i < count; i++) {
    numbers[i] = expm1(numbers[i]! * factor);
  }
}

/** e^r - 1 for |r| up to ln(2) / 2. */
function polynomial(r: number): number {
  return r + r * r * quotient(r);
}

/** (e^r - 1 - r) / r^2 for |r| up to ln(2) / 2. */
function quotient(r: number): number {
  const r2 = r * r;
  const r4 = r2 * r2;
  const r8 = r4 * r4;
  return (
    E2 +
    r * E3 +
    r2 * (E4 + r * E5) +
    r4 * (E6 + r * E7 + r2 * (E8 + r * E9)) +
    r8 * (E10 + r * E11 + r2 * E12)
  );
}
