import type { Batch } from './batch.ts';
import type { PhiloxKey } from './lanes.ts';
import { philox4x32_10 } from './philox.ts';

/** In the third counter word, where lanes have theirs. */
const REDRAWS = 129;

/** Calls of a stage, after which its last value stands. */
export const STAGE_CALLS = 1024;

/** 64-bit words that a call gives. */
export const CALL_WORDS = 2;

/** From a call to the next, in the second counter word. */
const NEXT_CALL = 2 ** 21;

const outputs = new Int32Array(4);

/**
 * Writes the words of an attempt at a sample, which begins with call `call`, to place `n` of a batch: `count` words from
 * word `first` on, of which the first is two, side by side, if it is a pair.
 */
export function redraw(
  key: PhiloxKey,
  distribution: number,
  stream: number,
  sample: number,
  call: number,
  first: number,
  count: number,
  pair: boolean,
  { low, high }: Pick<Batch, 'low' | 'high'>,
  n: number,
): void {
  const sampleHigh = Math.floor(sample / 2 ** 32);
  let counter1 = sampleHigh + call * NEXT_CALL;
  let word = first;
  const end = first + count;
  let isPair = pair;
  while (word < end) {
    philox4x32_10(key.low, key.high, sample, counter1, 256 * distribution + REDRAWS, stream, outputs, 0);
    counter1 += NEXT_CALL;
    if (isPair) {
      low[word]![2 * n] = outputs[0]!;
      high[word]![2 * n] = outputs[1]!;
      low[word]![2 * n + 1] = outputs[2]!;
      high[word]![2 * n + 1] = outputs[3]!;
      isPair = false;
      word++;
      continue;
    }
    low[word]![n] = outputs[0]!;
    high[word]![n] = outputs[1]!;
    if (word + 1 < end) {
      low[word + 1]![n] = outputs[2]!;
      high[word + 1]![n] = outputs[3]!;
    }
    word += 2;
  }
}
