import { philox4x32_10 } from './philox.ts';
import { BLOCK_SAMPLES, ROW_SAMPLES, type Source } from './stream.ts';
import { JUMP, jump, nextOutputs, STATE_WORDS } from './xoshiro.ts';

/** Words of a step: lanes 2j and 2j + 1 give the low and the high half of word j. */
export const WORDS = 8;

/** Lanes of a word. */
export const LANES = 2 * WORDS;

/** 32-bit words of the states of a word's lanes. */
export const LANES_WORDS = STATE_WORDS * LANES;

/**
 * How many steps are taken of one lane before the next: few enough that the samples of all lanes stay in the L1 cache,
 * and enough that changing lanes costs nothing.
 */
export const BATCH_STEPS = 256;

/** The seed's low and high 32 bits. */
export interface PhiloxKey {
  readonly low: number;
  readonly high: number;
}

export function toKey(seed: bigint): PhiloxKey {
  return { low: Number(seed & 0xffff_ffffn), high: Number(seed >> 32n) };
}

/** Sets the states of the lanes of a block's word, four 32-bit words each. */
export function seedLanes(
  lanes: Int32Array,
  { number, stream }: Source,
  key: PhiloxKey,
  word: number,
  block: number,
): void {
  const blockHigh = Math.floor(block / 2 ** 32);
  const first = 256 * number + LANES * word;
  for (let lane = 0; lane < LANES; lane++) {
    philox4x32_10(key.low, key.high, block, blockHigh, first + lane, stream, lanes, STATE_WORDS * lane);
  }
}

const skipped = new Int32Array(BATCH_STEPS);

/** Sets the lanes of a word to sample number `start`, which must be the first of a row. */
export function seekLanes(lanes: Int32Array, source: Source, word: number, start: number): void {
  seedLanes(lanes, source, toKey(source.seed), word, Math.floor(start / BLOCK_SAMPLES));
  for (let lane = 0; lane < LANES; lane++) {
    skipSteps(lanes, lane, (2 * (start % BLOCK_SAMPLES)) / ROW_SAMPLES);
  }
}

/** Skips a lane's next steps: an even number of them, fewer than a block has. */
export function skipSteps(lanes: Int32Array, lane: number, steps: number): void {
  jump(lanes, lane, Math.floor(steps / JUMP));
  for (let left = steps % JUMP; left > 0; left -= BATCH_STEPS) {
    nextOutputs(lanes, lane, skipped, Math.min(BATCH_STEPS, left));
  }
}
