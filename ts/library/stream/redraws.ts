import type { PhiloxKey } from './lanes.ts';
import { philox4x32_10 } from './philox.ts';

/** In the third counter word, where lanes have theirs. */
const REDRAWS = 129;

/** Calls of a stage, after which its last value stands. */
export const STAGE_CALLS = 1024;

/** 64-bit words that a call gives. */
export const CALL_WORDS = 2;

const CALL_SHIFT = 21;

const outputs = new Int32Array(4);

/**
 * Writes the first `count` words that a sample has from call `call` on: their lower and their upper halves, each to the
 * first place of the array of that word.
 */
export function redraw(
  [keyLow, keyHigh]: PhiloxKey,
  distribution: number,
  stream: number,
  sample: number,
  call: number,
  count: number,
  low: readonly Int32Array[],
  high: readonly Int32Array[],
): void {
  const sampleHigh = Math.floor(sample / 2 ** 32);
  for (let word = 0; word < count; word += CALL_WORDS) {
    const counter1 = sampleHigh + ((call + word / CALL_WORDS) << CALL_SHIFT);
    philox4x32_10(keyLow, keyHigh, sample, counter1, 256 * distribution + REDRAWS, stream, outputs, 0);
    low[word]![0] = outputs[0]!;
    high[word]![0] = outputs[1]!;
    if (word + 1 < count) {
      low[word + 1]![0] = outputs[2]!;
      high[word + 1]![0] = outputs[3]!;
    }
  }
}
