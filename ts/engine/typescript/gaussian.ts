/**
 * Standard normal samples: Box and Muller, "A note on the generation of random normal deviates" (Ann. Math.
 * Stat. 29:2, 1958), with the logarithm, sine and cosine evaluated in exactly the order of stream.md. The
 * generator's step is written out as in uniform.ts, and why is said there.
 */
import { BLOCK_SAMPLES } from '../../job.ts';
import { LANE_PAIRS, PAIR_STATE } from './block.ts';

/** Samples of two steps: eight cosines, then eight sines. */
const PAIR = 2 * LANE_PAIRS;

/** A double and its bits, lower half first (every platform of Node's is little-endian). */
const double = new Float64Array(1);
const bits = new Uint32Array(double.buffer);

/** 2^-k for the exponents k = 0, -1, … -52 of a uniform x in (0, 1]; multiplying by a power of two is exact. */
const POWERS = Float64Array.from({ length: 53 }, (_, minusK) => 2 ** minusK);

/** 0x3FF0000000000000 - 0x3FE6A09E667F3BCD, the upper and the lower half. */
const SPLIT_HIGH = 0x00095f61;
const SPLIT_LOW = 0x9980c433 | 0;

const M2LN2 = -1.3862943611198906;
const L1 = 1.333333333333347;
const L2 = 0.7999999999881884;
const L3 = 0.5714285748732478;
const L4 = 0.4444439686429957;
const L5 = 0.363671443232361;
const L6 = 0.30627675398418747;
const L7 = 0.2959639721023317;
const S0 = Math.PI;
const S1 = -5.167712780049969;
const S2 = 2.5501640398773007;
const S3 = -0.5992645293189447;
const S4 = 0.0821458865731029;
const S5 = -0.007370430505916944;
const S6 = 0.0004662998161898394;
const S7 = -2.1903497074626018e-5;
const S8 = 7.697826768224191e-7;
const C1 = -4.934802200544676;
const C2 = 4.058712126416497;
const C3 = -1.335262768843447;
const C4 = 0.23533063012953284;
const C5 = -0.025806888737002202;
const C6 = 0.0019295562724817132;
const C7 = -0.00010456655338748738;
const C8 = 4.149564353942586e-6;

/** Writes a block's first samples, as many as `out` has room for. */
export function fillGaussian(states: Int32Array, out: Float64Array): void {
  for (let j = 0; j < LANE_PAIRS; j++) {
    let a0 = states[PAIR_STATE * j]! | 0;
    let a1 = states[PAIR_STATE * j + 1]! | 0;
    let a2 = states[PAIR_STATE * j + 2]! | 0;
    let a3 = states[PAIR_STATE * j + 3]! | 0;
    let b0 = states[PAIR_STATE * j + 4]! | 0;
    let b1 = states[PAIR_STATE * j + 5]! | 0;
    let b2 = states[PAIR_STATE * j + 6]! | 0;
    let b3 = states[PAIR_STATE * j + 7]! | 0;
    for (let i = j; i < out.length; i += PAIR) {
      const aFirst = (a0 + a3) | 0;
      const radiusLow = (((aFirst << 7) | (aFirst >>> 25)) + a0) | 0;
      const aShifted = a1 << 9;
      a2 ^= a0;
      a3 ^= a1;
      a1 ^= a2;
      a0 ^= a3;
      a2 ^= aShifted;
      a3 = (a3 << 11) | (a3 >>> 21);

      const bFirst = (b0 + b3) | 0;
      const radiusHigh = (((bFirst << 7) | (bFirst >>> 25)) + b0) | 0;
      const bShifted = b1 << 9;
      b2 ^= b0;
      b3 ^= b1;
      b1 ^= b2;
      b0 ^= b3;
      b2 ^= bShifted;
      b3 = (b3 << 11) | (b3 >>> 21);

      const aSecond = (a0 + a3) | 0;
      const directionLow = (((aSecond << 7) | (aSecond >>> 25)) + a0) | 0;
      const aShiftedAgain = a1 << 9;
      a2 ^= a0;
      a3 ^= a1;
      a1 ^= a2;
      a0 ^= a3;
      a2 ^= aShiftedAgain;
      a3 = (a3 << 11) | (a3 >>> 21);

      const bSecond = (b0 + b3) | 0;
      const directionHigh = (((bSecond << 7) | (bSecond >>> 25)) + b0) | 0;
      const bShiftedAgain = b1 << 9;
      b2 ^= b0;
      b3 ^= b1;
      b1 ^= b2;
      b0 ^= b3;
      b2 ^= bShiftedAgain;
      b3 = (b3 << 11) | (b3 >>> 21);

      const radius = radiusOf(radiusHigh, radiusLow);

      // Half turns in [-0.5, 0.5): the lower 63 bits' upper 52.
      const t = ((directionHigh & 0x7fff_ffff) * 2 ** 21 + (directionLow >>> 11)) * 2 ** -52 - 0.5;
      const z = t * t;
      const z2 = z * z;
      const z4 = z2 * z2;
      const cosine = 1 + z * C1 + z2 * (C2 + z * C3) + z4 * (C4 + z * C5 + z2 * (C6 + z * C7 + z2 * C8));
      const sine = t * (S0 + z * S1 + z2 * (S2 + z * S3) + z4 * (S4 + z * S5 + z2 * (S6 + z * S7 + z2 * S8)));
      // The sign without a branch that is taken half the time: 1, or -1 where the top bit is set.
      const sign = 1 - 2 * (directionHigh >>> 31);

      out[i] = radius * (cosine * sign);
      if (i + LANE_PAIRS < out.length) {
        out[i + LANE_PAIRS] = radius * sine;
      }
    }
  }
}

/** sqrt(-2 ln x) of the uniform x in (0, 1] that a word's upper 52 bits give. */
function radiusOf(high: number, low: number): number {
  const x = 1 - ((high >>> 0) * 2 ** 20 + (low >>> 12)) * 2 ** -52;
  double[0] = x;
  const xLow = bits[0]! | 0;
  // The upper half of bits(x) + split. The carry of the lower halves is found without a branch.
  const carry = ((xLow >>> 1) + (SPLIT_LOW >>> 1) + (xLow & SPLIT_LOW & 1)) >>> 31;
  const exponent = (bits[1]! + SPLIT_HIGH + carry) >>> 20;
  const k = exponent - 1023;
  const m = x * POWERS[1023 - exponent]!;
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const q0 = 4 + z * L1 + z2 * (L2 + z * L3);
  const q1 = L4 + z * L5 + z2 * (L6 + z * L7);
  return Math.sqrt(k * M2LN2 - s * (q0 + z4 * q1));
}

const block = new Float64Array(BLOCK_SAMPLES);
const TWO_64 = 2 ** 64;

/** The sum of a block's first `samples` samples, truncated toward zero to units of 2^-64. */
export function sumGaussian(states: Int32Array, samples: number): bigint {
  const out = samples === BLOCK_SAMPLES ? block : block.subarray(0, samples);
  fillGaussian(states, out);
  const v = (j: number): number => sumEvery(out, j) + sumEvery(out, j + LANE_PAIRS);
  const sum = v(0) + v(1) + (v(2) + v(3)) + (v(4) + v(5) + (v(6) + v(7)));
  return BigInt(Math.trunc(sum * TWO_64));
}

/** The sum of the samples r, r + 16, r + 32 …, in that order. */
function sumEvery(samples: Float64Array, r: number): number {
  let sum = 0;
  for (let i = r; i < samples.length; i += PAIR) {
    sum += samples[i]!;
  }
  return sum;
}
