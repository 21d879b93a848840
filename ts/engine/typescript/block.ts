import { BLOCK_SAMPLES, type Job } from '../../job.ts';
import { philox4x32_10 } from './philox.ts';

/** The generators of a block. Lanes 2j and 2j + 1 give the low and the high half of word j of each step. */
export const LANE_PAIRS = 8;

/** Where the state words s0 to s3 of both lanes of pair j begin in what `seedBlock` gives. */
export const PAIR_STATE = 8;

// One block is seeded at a time and used up before the next, so one array serves them all.
const states = new Int32Array(PAIR_STATE * LANE_PAIRS);

/** The states of a block's sixteen generators, four words each. They are overwritten by the next call. */
export function seedBlock(job: Job, block: number): Int32Array {
  const key = [Number(job.seed & 0xffff_ffffn), Number(job.seed >> 32n)] as const;
  const blockHigh = Math.floor(block / 2 ** 32);
  for (let lane = 0; lane < 2 * LANE_PAIRS; lane++) {
    philox4x32_10(key, [block | 0, blockHigh, lane, job.stream], states, 4 * lane);
  }
  return states;
}

/** Calls `visit` with each block of a range that has samples, and how many it has. */
export function eachBlock(
  job: Job,
  firstBlock: number,
  blockCount: number,
  visit: (block: number, samples: number) => void,
): void {
  for (let block = firstBlock; block < firstBlock + blockCount; block++) {
    const samples = Math.min(BLOCK_SAMPLES, job.samples - block * BLOCK_SAMPLES);
    if (samples <= 0) {
      return;
    }
    visit(block, samples);
  }
}
