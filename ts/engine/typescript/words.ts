import { BLOCK_SAMPLES, type Range, type Stream } from '../../job.ts';
import { BATCH_STEPS, seedBlock, skipSteps, toKey, WORDS } from './block.ts';
import { nextOutputs } from './xoshiro.ts';

/** Words of an array at most: 128 KiB. */
const MOST_WORDS = 16_384;

const half = new Int32Array(BATCH_STEPS);

/**
 * The 64-bit words that samples are made of (docs/stream.md, "Blocks and lanes"), in the order of the uniform samples, each
 * as its two halves, the low one first.
 */
export function* wordsOf(
  { seed, stream }: Omit<Stream, 'distribution'>,
  { start, samples }: Range,
): Generator<Int32Array> {
  const key = toKey(seed);
  const end = start + samples;
  for (let at = start; at < end; ) {
    const within = at % BLOCK_SAMPLES;
    const from = within - (within % MOST_WORDS);
    const states = seedBlock(key, Math.floor(at / BLOCK_SAMPLES), stream);
    skipSteps(states, from / WORDS);
    const skipped = within - from;
    const taken = Math.min(MOST_WORDS - skipped, end - at);
    yield readWords(states, skipped + taken).subarray(2 * skipped);
    at += taken;
  }
}

/** A block's next words. */
function readWords(states: Int32Array, count: number): Int32Array {
  const steps = Math.ceil(count / WORDS);
  const halves = new Int32Array(2 * WORDS * steps);
  for (let done = 0; done < steps; done += BATCH_STEPS) {
    const batch = Math.min(BATCH_STEPS, steps - done);
    for (let lane = 0; lane < 2 * WORDS; lane++) {
      nextOutputs(states, lane, half, batch);
      for (let t = 0, i = 2 * WORDS * done + lane; t < batch; t++, i += 2 * WORDS) {
        halves[i] = half[t]!;
      }
    }
  }
  return halves.subarray(0, 2 * count);
}
