/**
 * Uniform samples in [0, 1): 53 bits, `(word >> 11) * 2^-53`.
 *
 * The generator is xoshiro128++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
 * TOMS 47:4, 2021). Its step is written out in each loop with the state in local variables: held in an object
 * or an array it is several times slower. A pair of lanes goes through the whole block before the next.
 */
import { LANE_PAIRS, PAIR_STATE } from './block.ts';

const TWO_21 = 2 ** 21;
const ULP = 2 ** -53;

/** The exact sum of a block's first `samples` samples, in units of 2^-64. */
export function sumUniform(states: Int32Array, samples: number): bigint {
  let highs = 0;
  let lows = 0;
  for (let j = 0; j < LANE_PAIRS; j++) {
    let a0 = states[PAIR_STATE * j]! | 0;
    let a1 = states[PAIR_STATE * j + 1]! | 0;
    let a2 = states[PAIR_STATE * j + 2]! | 0;
    let a3 = states[PAIR_STATE * j + 3]! | 0;
    let b0 = states[PAIR_STATE * j + 4]! | 0;
    let b1 = states[PAIR_STATE * j + 5]! | 0;
    let b2 = states[PAIR_STATE * j + 6]! | 0;
    let b3 = states[PAIR_STATE * j + 7]! | 0;
    const steps = stepsOf(samples, j);
    for (let t = 0; t < steps; t++) {
      const a = (a0 + a3) | 0;
      const low = (((a << 7) | (a >>> 25)) + a0) | 0;
      const aShifted = a1 << 9;
      a2 ^= a0;
      a3 ^= a1;
      a1 ^= a2;
      a0 ^= a3;
      a2 ^= aShifted;
      a3 = (a3 << 11) | (a3 >>> 21);

      const b = (b0 + b3) | 0;
      const high = (((b << 7) | (b >>> 25)) + b0) | 0;
      const bShifted = b1 << 9;
      b2 ^= b0;
      b3 ^= b1;
      b1 ^= b2;
      b0 ^= b3;
      b2 ^= bShifted;
      b3 = (b3 << 11) | (b3 >>> 21);

      // At most 2^13 steps of 8 pairs: both sums stay below 2^48, exact in a double.
      highs += high >>> 0;
      lows += low >>> 11;
    }
  }
  return ((BigInt(highs) << 21n) + BigInt(lows)) << 11n;
}

/** Writes a block's first samples, as many as `out` has room for. */
export function fillUniform(states: Int32Array, out: Float64Array): void {
  for (let j = 0; j < LANE_PAIRS; j++) {
    let a0 = states[PAIR_STATE * j]! | 0;
    let a1 = states[PAIR_STATE * j + 1]! | 0;
    let a2 = states[PAIR_STATE * j + 2]! | 0;
    let a3 = states[PAIR_STATE * j + 3]! | 0;
    let b0 = states[PAIR_STATE * j + 4]! | 0;
    let b1 = states[PAIR_STATE * j + 5]! | 0;
    let b2 = states[PAIR_STATE * j + 6]! | 0;
    let b3 = states[PAIR_STATE * j + 7]! | 0;
    for (let i = j; i < out.length; i += LANE_PAIRS) {
      const a = (a0 + a3) | 0;
      const low = (((a << 7) | (a >>> 25)) + a0) | 0;
      const aShifted = a1 << 9;
      a2 ^= a0;
      a3 ^= a1;
      a1 ^= a2;
      a0 ^= a3;
      a2 ^= aShifted;
      a3 = (a3 << 11) | (a3 >>> 21);

      const b = (b0 + b3) | 0;
      const high = (((b << 7) | (b >>> 25)) + b0) | 0;
      const bShifted = b1 << 9;
      b2 ^= b0;
      b3 ^= b1;
      b1 ^= b2;
      b0 ^= b3;
      b2 ^= bShifted;
      b3 = (b3 << 11) | (b3 >>> 21);

      out[i] = ((high >>> 0) * TWO_21 + (low >>> 11)) * ULP;
    }
  }
}

/** How many of a block's first `samples` samples come from pair j: those with i mod 8 = j. */
function stepsOf(samples: number, j: number): number {
  return Math.ceil((samples - j) / LANE_PAIRS);
}
