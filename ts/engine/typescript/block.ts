import { philox4x32_10 } from './philox.ts';
import { nextOutputs, STATE_WORDS } from './xoshiro.ts';

/** Words of a step: lanes 2j and 2j + 1 give the low and the high half of word j. */
export const WORDS = 8;

/**
 * How many steps `fill` and the Gaussian sum take of one lane before they go to the next: few enough that the samples
 * of all lanes stay in the L1 cache, and enough that changing lanes costs nothing.
 */
export const BATCH_STEPS = 256;

/** The key of a job's generators: the seed's low and high 32 bits. */
export type Key = readonly [low: number, high: number];

export function toKey(seed: bigint): Key {
  return [Number(seed & 0xffff_ffffn), Number(seed >> 32n)];
}

// Each block is seeded and used up before the next, so one array serves them all.
const shared = new Int32Array(STATE_WORDS * 2 * WORDS);

/**
 * The states of a block's sixteen lanes, four words each. Unless you pass your own array, the next call overwrites
 * them.
 */
export function seedBlock(key: Key, block: number, stream: number, states: Int32Array = shared): Int32Array {
  const [keyLow, keyHigh] = key;
  const blockHigh = Math.floor(block / 2 ** 32);
  for (let lane = 0; lane < 2 * WORDS; lane++) {
    philox4x32_10(keyLow, keyHigh, block, blockHigh, lane, stream, states, STATE_WORDS * lane);
  }
  return states;
}

const skipped = new Int32Array(BATCH_STEPS);

/** Skips a block's next steps: an even number of them. */
export function skipSteps(states: Int32Array, steps: number): void {
  for (let lane = 0; lane < 2 * WORDS; lane++) {
    for (let done = 0; done < steps; done += BATCH_STEPS) {
      nextOutputs(states, lane, skipped, Math.min(BATCH_STEPS, steps - done));
    }
  }
}
