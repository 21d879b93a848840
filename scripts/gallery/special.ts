// What densities need. Of offloop/math, so that the pictures are the same wherever they are drawn.
import { cospi, exp, ln } from '../../ts/library/math/index.ts';

const HALF_LN_2_PI = 0.9189385332046728;

/** The logarithm of the gamma function, of a number above 0: Stirling's series, from 12 on. */
export function lnGamma(x: number): number {
  let below = 1;
  let y = x;
  for (; y < 12; y++) {
    below *= y;
  }
  const z = 1 / (y * y);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / y;
  return (y - 0.5) * ln(y) - y + HALF_LN_2_PI + series - ln(below);
}

export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

export function choose(n: number, k: number): number {
  return k < 0 || k > n ? 0 : exp(lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1));
}

export function normalDensity(x: number): number {
  return exp(-0.5 * x * x - HALF_LN_2_PI);
}

/** The area under a smooth function, by Simpson's rule. */
export function area(of: (x: number) => number, from: number, to: number, steps = 400): number {
  const width = (to - from) / steps;
  let sum = of(from) + of(to);
  for (let i = 1; i < steps; i++) {
    sum += (i % 2 === 0 ? 2 : 4) * of(from + i * width);
  }
  return (sum * width) / 3;
}

/** cos(x), by half turns. */
export function cosine(x: number): number {
  return cospi(x / Math.PI);
}
