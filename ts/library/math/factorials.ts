/** Ratios of factorials, of which nothing cancels (docs/stream.md, "Factorials"). */
import { lg, ln } from './logarithm.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs } = Math;

/** The square root of 2 pi. */
export const ROOT_2_PI = 2.5066282746310007;

/** ln k! - (k ln k - k + ln(2 pi k) / 2), of r = 1/k, k >= 10. */
export function stirling(r: number): number {
  const r2 = r * r;
  const r4 = r2 * r2;
  return r * (1 / 12 - r2 * (1 / 360) + r4 * (1 / 1260 - r2 * (1 / 1680) + r4 * (1 / 1188)));
}

/**
 * Minus the logarithm of a Poisson probability, of k with the mean m > 100, without the square root of 2 pi m. NaN for
 * those k so far off that they are never drawn.
 */
export function saddle(k: number, m: number): number {
  const d = k - m;
  if (m < 1000) {
    return k >= 10 ? (k + 0.5) * ln(k * (1 / m)) - d + stirling(1 / k) : Number.NaN;
  }
  const q = 1 / (k * (k + m));
  const v = d * k * q;
  if (!(abs(v) <= 0.1715)) {
    return Number.NaN;
  }
  const r = (k + m) * q;
  const z = v * v;
  return (d + 1) * v + (k + 0.5) * (v * (z * lg(z))) + r * (1 / 12 - r * r * (1 / 360));
}
