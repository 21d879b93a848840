/**
 * xoshiro128++: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (ACM TOMS 47:4, 2021).
 *
 * The step is written out in each loop, with the state in local variables: in an object or an array it is
 * several times slower. One lane at a time, because two lanes' states do not fit into the registers.
 */

import type { FloatArray } from './arrays.ts';

/** Words of a lane's state. */
export const STATE_WORDS = 4;

/**
 * Writes a lane's next outputs to the first `count` places of `out`, plus one more if that is odd (so only a block's
 * last batch may be odd), and advances its state. It takes two steps per iteration, because V8 does not unroll loops
 * and looks `out` up in every iteration: a normal sum takes 6 % less.
 */
export function nextOutputs(states: Int32Array, lane: number, out: Int32Array, count: number): void {
  const at = STATE_WORDS * lane;
  let s0 = states[at]!;
  let s1 = states[at + 1]!;
  let s2 = states[at + 2]!;
  let s3 = states[at + 3]!;
  for (let i = 0; i < count; i += 2) {
    const sum = (s0 + s3) | 0;
    out[i] = ((sum << 7) | (sum >>> 25)) + s0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);

    const nextSum = (s0 + s3) | 0;
    out[i + 1] = ((nextSum << 7) | (nextSum >>> 25)) + s0;
    const nextShifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= nextShifted;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  states[at] = s0;
  states[at + 1] = s1;
  states[at + 2] = s2;
  states[at + 3] = s3;
}

/** The steps of the shortest jump; each next one skips twice as many. */
export const JUMP = 512;

/** `x^JUMP`, `x^(2 JUMP)`, … modulo the characteristic polynomial of a step, from the coefficient of 1 on. */
const JUMPS = [
  Int32Array.of(0x7b0bf49a, 0x4152f743, 0x44118d9b, 0x38d2b436),
  Int32Array.of(0x845a09b1, 0x94b54ba1, 0x503a9ae6, 0x5f7aa4ff),
  Int32Array.of(0x0a1f06b6, 0xece7bc8e, 0x9ab5cf0e, 0x780f1aed),
  Int32Array.of(0x8fcff8d3, 0xd66b4f59, 0x07ee277a, 0xeb3e4975),
];

/** Skips so many times `JUMP` of a lane's steps: fewer than a block has. */
export function jump(states: Int32Array, lane: number, times: number): void {
  for (let n = 0; times >> n > 0; n++) {
    if (((times >> n) & 1) === 1) {
      jumpBy(states, STATE_WORDS * lane, JUMPS[n]!);
    }
  }
}

/** The state after a jump is the sum of those states, of the next 128, whose bits are set. */
function jumpBy(states: Int32Array, at: number, polynomial: Int32Array): void {
  let s0 = states[at]!;
  let s1 = states[at + 1]!;
  let s2 = states[at + 2]!;
  let s3 = states[at + 3]!;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let bit = 0; bit < 128; bit++) {
    // All bits or none.
    const mask = -((polynomial[bit >> 5]! >>> (bit & 31)) & 1);
    sum0 ^= s0 & mask;
    sum1 ^= s1 & mask;
    sum2 ^= s2 & mask;
    sum3 ^= s3 & mask;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  states[at] = sum0;
  states[at + 1] = sum1;
  states[at + 2] = sum2;
  states[at + 3] = sum3;
}

/** A lane's first output, or its second. The state stays unchanged. */
export function firstOutput(states: Int32Array, lane: number, isSecond: boolean): number {
  const at = STATE_WORDS * lane;
  const s0 = states[at]!;
  const s3 = states[at + 3]!;
  if (!isSecond) {
    const sum = (s0 + s3) | 0;
    return (((sum << 7) | (sum >>> 25)) + s0) | 0;
  }
  const s1 = states[at + 1]!;
  const mixed = s3 ^ s1;
  const next0 = s0 ^ mixed;
  const next3 = (mixed << 11) | (mixed >>> 21);
  const sum = (next0 + next3) | 0;
  return (((sum << 7) | (sum >>> 25)) + next0) | 0;
}

/**
 * Joins a lane's next `count` outputs, the upper halves of words, with the lower halves to uniform samples, and writes
 * them to every `stride`th place of `out` from `from` on. An intermediate array of upper halves would take a tenth
 * longer.
 */
export function joinOutputs(
  states: Int32Array,
  lane: number,
  lows: Int32Array,
  out: FloatArray,
  from: number,
  stride: number,
  count: number,
): void {
  const at = STATE_WORDS * lane;
  let s0 = states[at]!;
  let s1 = states[at + 1]!;
  let s2 = states[at + 2]!;
  let s3 = states[at + 3]!;
  for (let t = 0, i = from; t < count; t++, i += stride) {
    const sum = (s0 + s3) | 0;
    const high = ((sum << 7) | (sum >>> 25)) + s0;
    // Both products and their sum are exact.
    out[i] = (high >>> 0) * 2 ** -32 + (lows[t]! >>> 11) * 2 ** -53;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  states[at] = s0;
  states[at + 1] = s1;
  states[at + 2] = s2;
  states[at + 3] = s3;
}

/**
 * The sum of a lane's first `count` outputs, each masked with `mask`: exact up to 2^21 of them. The state stays
 * unchanged. With `nextOutputs` and an array, a uniform sum would take a quarter longer.
 */
export function sumOutputs(states: Int32Array, lane: number, count: number, mask: number): number {
  const at = STATE_WORDS * lane;
  let s0 = states[at]!;
  let s1 = states[at + 1]!;
  let s2 = states[at + 2]!;
  let s3 = states[at + 3]!;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const sum = (s0 + s3) | 0;
    total += ((((sum << 7) | (sum >>> 25)) + s0) & mask) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  return total;
}
