/** Logarithms to some 66 bits, as the sum of two doubles: for powers, whose exponents magnify their errors (docs/math.md). */
import { exponentOf, ONE, POWERS } from './split.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max, min } = Math;

/** ln 2: the first has 21 low bits that are 0, so that it times an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** What 2 / 3 is more than its nearest double. */
const TWO_THIRDS_LOW = 3.700743415417188e-17;

/** 2^27 + 1, which cuts a double in halves (Dekker). */
const SPLITTER = 134217729;

/** Exponents beyond it make any power but that of 1 infinite or 0. */
const LARGE = 2 ** 64;

/** ln(x) * y as the sum of two doubles: x is positive, finite and not 1. */
export function lnInTwo(x: number, y: number): [high: number, low: number] {
  const isSmall = x < 2 ** -1022;
  const normal = isSmall ? x * 2 ** 54 : x;
  const exponent = exponentOf(normal);
  const f = normal * POWERS[ONE - exponent]! - 1;
  const k = isSmall ? exponent - 54 : exponent;
  // s = f / (f + 2), and what it lacks.
  const g = 2 + f;
  const gLow = f - (g - 2);
  const s = f / g;
  const sg = s * g;
  const sLow = (f - sg - lowOfProduct(s, g, sg) - s * gLow) / g;
  // s^2, s^3 and 2/3 s^3, and what they lack.
  const z = s * s;
  const zLow = lowOfProduct(s, s, z) + 2 * s * sLow;
  const c = z * s;
  const cLow = lowOfProduct(z, s, c) + (z * sLow + zLow * s);
  const t = (2 / 3) * c;
  const tLow = lowOfProduct(2 / 3, c, t) + ((2 / 3) * cLow + TWO_THIRDS_LOW * c);
  let series = 2 / 25;
  for (let n = 23; n >= 5; n -= 2) {
    series = series * z + 2 / n;
  }
  const tail = c * (z * series);
  const h = 2 * s + t;
  const hLow = t - (h - 2 * s) + (tLow + (2 * sLow + tail));
  const whole = k * LN2_HIGH;
  const sum = whole + h;
  const back = sum - whole;
  const low = whole - (sum - back) + (h - back) + (hLow + k * LN2_LOW);
  const high = sum + low;
  const rest = low - (high - sum);
  const power = max(min(y, LARGE), -LARGE);
  const product = high * power;
  return [product, lowOfProduct(high, power, product) + rest * power];
}

/** What a product lacks of a * b (Dekker). */
function lowOfProduct(a: number, b: number, product: number): number {
  const aCut = a * SPLITTER;
  const aHigh = aCut - (aCut - a);
  const aLow = a - aHigh;
  const bCut = b * SPLITTER;
  const bHigh = bCut - (bCut - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
