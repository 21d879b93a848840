import { exp, expm1 } from '../math/exponential.ts';
import { ln, log1p } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { type Definition, define } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor, max, min } = Math;

/** Zipf samples. */
export interface ZipfParameters {
  /** How fast large numbers get rare: from 0, all equally likely, to 1e300. */
  exponent: number;
  /** The largest: a whole number from 1 to 2^40. */
  maximum: number;
}

/** The largest maximum. */
const MOST = 2 ** 40;

/**
 * Ranks, k with a probability proportional to k^-exponent: rejection-inversion (Hoermann and Derflinger, "Rejection-
 * inversion to generate variates from monotone discrete distributions", ACM TOMACS 6:3, 1996).
 */
export const zipf: Definition<ZipfParameters, [exponent: number, maximum: number]> = define({
  name: 'zipf',
  number: 27,
  use: 'ranks, of which the first are the likeliest: words, pages, keys',
  parameters: {
    exponent: {
      allowed: 'a number from 0 to 1e300',
      holds: (value) => value >= 0 && value <= 1e300,
      meaning: 'how fast large numbers get rare',
      also: ['s', 'a', 'alpha', 'q'],
    },
    maximum: {
      allowed: 'a whole number from 1 to 2^40',
      holds: (value) => Number.isInteger(value) && value >= 1 && value <= MOST,
      meaning: 'the largest',
      also: ['n', 'max', 'size'],
    },
  },
  whole: true,
  example: [1.5, 1e9],
  range: ([, maximum]) => [1, maximum!],
  rule: (parameters) => {
    const [exponent, maximum] = [parameters[0]!, parameters[1]!];
    const o = 1 - exponent;
    const low = integral(ln(1.5), o) - 1;
    const range = integral(ln(maximum + 0.5), o) - low;
    const sure = 2 - exp(inverse(integral(ln(2.5), o) - exp((0 - exponent) * Math.LN2), o));
    return {
      words: 1,
      pair: false,
      attempt(batch, count) {
        const { out, rejected } = batch;
        opens(batch.low[0]!, batch.high[0]!, out, count);
        let rejections = 0;
        for (let i = 0; i < count; i++) {
          const u = out[i]! * range + low;
          const x = exp(inverse(u, o));
          const k = max(min(floor(x + 0.5), maximum), 1);
          out[i] = k;
          if (!(k - x <= sure || integral(ln(k + 0.5), o) - exp(ln(k) * (0 - exponent)) <= u)) {
            rejected[rejections++] = i;
          }
        }
        return rejections;
      },
    };
  },
});

/** The integral of k^-exponent up to the k of this logarithm, less that up to 1; o is 1 - exponent. */
function integral(l: number, o: number): number {
  const y = l * o;
  return l * (y === 0 ? 1 : expm1(max(y, -700)) / y);
}

/** The logarithm of the k up to which that is the integral. */
function inverse(z: number, o: number): number {
  const t = max(z * o, -1 + 2 ** -53);
  return z * (t === 0 ? 1 : log1p(t) / t);
}
