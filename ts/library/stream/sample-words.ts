/** The words of one sample, of its own two lanes. */
import { LANES, type PhiloxKey, skipSteps, WORDS } from './lanes.ts';
import { philox4x32_10 } from './philox.ts';
import { BLOCK_SAMPLES, ROW_SAMPLES } from './stream.ts';
import { firstOutput, nextOutputs, STATE_WORDS } from './xoshiro.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor } = Math;

const lanes = new Int32Array(2 * STATE_WORDS);

/** The words of the sample's row that its lanes give: W[2p][j] and W[2p + 1][j], of which j and j + 8 have one each. */
export const lows = new Int32Array(2);
export const highs = new Int32Array(2);

/** What the words are those of: a seed and a stream, and the number of a distribution or a use. */
interface Words {
  readonly key: PhiloxKey;
  readonly stream: number;
  readonly number: number;
}

/** Computes `lows` and `highs` of word number `word` of a sample. Returns which of the two is the sample's own. */
export function readSample({ key, stream, number }: Words, word: number, sample: number): 0 | 1 {
  const block = floor(sample / BLOCK_SAMPLES);
  const within = (sample - block * BLOCK_SAMPLES) | 0;
  const place = within & (ROW_SAMPLES - 1);
  const lane = 256 * number + LANES * word + 2 * (place & (WORDS - 1));
  const blockHigh = floor(block / 2 ** 32);
  philox4x32_10(key.low, key.high, block, blockHigh, lane, stream, lanes, 0);
  philox4x32_10(key.low, key.high, block, blockHigh, lane + 1, stream, lanes, STATE_WORDS);
  // Two steps a row.
  const steps = (within - place) / WORDS;
  if (steps > 0) {
    skipSteps(lanes, 0, steps);
    skipSteps(lanes, 1, steps);
  }
  nextOutputs(lanes, 0, lows, 2);
  nextOutputs(lanes, 1, highs, 2);
  return place < WORDS ? 0 : 1;
}

/** Uniform sample number 0 to 15, the first row: the upper 53 bits of its word. */
export function firstUniform(keyLow: number, keyHigh: number, stream: number, sample: number): number {
  const lane = 2 * (sample & (WORDS - 1));
  philox4x32_10(keyLow, keyHigh, 0, 0, lane, stream, lanes, 0);
  philox4x32_10(keyLow, keyHigh, 0, 0, lane + 1, stream, lanes, STATE_WORDS);
  const isSecond = sample >= WORDS;
  const low = firstOutput(lanes, 0, isSecond);
  const high = firstOutput(lanes, 1, isSecond);
  return (high >>> 0) * 2 ** -32 + (low >>> 11) * 2 ** -53;
}
