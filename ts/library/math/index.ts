/**
 * The entry point `offloop/math`: elementary functions whose results are the same bits everywhere. `Math.exp` and the like
 * are not: engines differ in the last bits, so what is computed with them on Node is something else in Safari and on Bun.
 *
 * Each has one order of IEEE 754 operations, which docs/math.md writes down, and none calls a function of `Math` but
 * those that are exact or correctly rounded. NaN gives NaN. Errors are in units in the last place (ulp) of the result, the
 * largest of a million points measured against 200-bit arithmetic.
 */
import { cosine, sine } from './circle.ts';
import { expm1 as expm1Of, exp as expOf, expOfSum } from './exponential.ts';
import { lnOfAny, log1p as log1pOf } from './logarithm.ts';
import { lnInTwo } from './precise.ts';

const { abs, floor, max, min } = Math;

/** Numbers so small that e^x - 1, ln(1 + x) and the like are x itself. */
const TINY = 2 ** -54;

/** From here on doubles are whole numbers, and from twice as much on even ones. */
const WHOLE = 2 ** 52;

/**
 * e^x: within 0.94 ulp. Below about -745.1 it is 0, above 709.78 infinite, and subnormal in between where it has to be.
 *
 * @example
 * exp(2); // 7.38905609893065
 */
export function exp(x: number): number {
  return Number.isNaN(x) ? x : expOf(x);
}

/**
 * e^x - 1, which is exact where x is small: within 2.1 ulp. -0 stays -0.
 *
 * @example
 * expm1(1e-10); // 1.00000000005e-10
 */
export function expm1(x: number): number {
  return Number.isNaN(x) || abs(x) < TINY ? x : expm1Of(max(min(x, 710), -60));
}

/**
 * The natural logarithm: within 0.78 ulp. That of 0 is -Infinity, and of what is below 0 NaN.
 *
 * @example
 * ln(10); // 2.302585092994046
 */
export function ln(x: number): number {
  if (!(x > 0 && x <= Number.MAX_VALUE)) {
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  }
  return lnOfAny(x);
}

/**
 * ln(1 + x), which is exact where x is small: within 0.77 ulp. That of -1 is -Infinity, and of what is below NaN; -0
 * stays -0.
 *
 * @example
 * log1p(1e-10); // 9.999999999500001e-11
 */
export function log1p(x: number): number {
  if (!(x > -1 && x <= Number.MAX_VALUE)) {
    return x === -1 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  }
  return abs(x) < TINY ? x : log1pOf(x);
}

/**
 * x^y: within 1.1 ulp, for results that are not subnormal. As IEEE 754 has it: anything to the power of 0 is 1, so is 1 to
 * the power of anything, NaN too (`Math.pow` gives NaN for the latter), and a negative x has powers that are whole.
 *
 * @example
 * pow(2, 0.5); // 1.4142135623730951
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) {
    return 1;
  }
  if (Number.isNaN(x) || Number.isNaN(y)) {
    return Number.NaN;
  }
  const isOdd = y % 2 === 1 || y % 2 === -1;
  const a = abs(x);
  if (x < 0 && a <= Number.MAX_VALUE && floor(y) !== y) {
    return Number.NaN;
  }
  const isNegative = isOdd && (x < 0 || Object.is(x, -0));
  const size = powOf(a, y);
  return isNegative ? -size : size;
}

/** a^y of what is not below 0; y is neither 0 nor NaN. */
function powOf(a: number, y: number): number {
  if (a === 1) {
    return 1;
  }
  if (a === 0 || a > Number.MAX_VALUE || abs(y) > Number.MAX_VALUE) {
    return a > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  return expOfSum(...lnInTwo(a, y));
}

/**
 * The sine of x half turns, sin(pi x): within 2.5 ulp, and exact where it is 0, 1 or -1. That of
 * infinities is NaN. A whole number has a 0 of its own sign.
 *
 * @example
 * sinpi(0.5); // 1
 */
export function sinpi(x: number): number {
  if (!(abs(x) <= Number.MAX_VALUE)) {
    return Number.NaN;
  }
  const [quarters, t] = reduced(abs(x));
  const isCosine = quarters % 2 === 1;
  const size = isCosine ? cosine(t) : sine(t);
  // Without its sign: a 0 has that of x.
  const value = quarters >= 2 ? 0 - size : size;
  return x < 0 || Object.is(x, -0) ? -value : value;
}

/**
 * The cosine of x half turns, cos(pi x): within 2.5 ulp, and exact where it is 0, 1 or -1. That of infinities is NaN.
 *
 * @example
 * cospi(1); // -1
 */
export function cospi(x: number): number {
  if (!(abs(x) <= Number.MAX_VALUE)) {
    return Number.NaN;
  }
  const [quarters, t] = reduced(abs(x));
  const size = quarters % 2 === 1 ? sine(t) : cosine(t);
  return quarters === 1 || quarters === 2 ? 0 - size : size;
}

/** What is left of x >= 0 half turns, at most a quarter, after 0 to 3 halves of a half turn. */
function reduced(x: number): [quarters: number, t: number] {
  if (x >= 2 * WHOLE) {
    return [0, 0];
  }
  const rest = x - 2 * floor(x * 0.5);
  const quarters = floor(rest * 2 + 0.5);
  return [quarters % 4, rest - quarters * 0.5];
}

/**
 * The hyperbolic tangent: within 2.4 ulp. -0 stays -0.
 *
 * @example
 * tanh(0.5); // 0.46211715726000974
 */
export function tanh(x: number): number {
  if (Number.isNaN(x) || x === 0) {
    return x;
  }
  const e = expm1Of(min(abs(x), 22) * 2);
  const size = abs(x) < 1 ? e / (e + 2) : 1 - 2 / (e + 2);
  return x < 0 ? -size : size;
}
