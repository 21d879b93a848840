import { normalsOfPairs } from '../math/circle.ts';
import { BATCH_STEPS, WORDS } from '../stream/lanes.ts';
import { ROW_SAMPLES } from '../stream/stream.ts';
import { nextOutputs } from '../stream/xoshiro.ts';
import { type Definition, define, FINITE, NOT_NEGATIVE, type Rule, refuse } from './definition.ts';
import { scaled } from './scaled.ts';

/** Normal (Gaussian) samples. */
export interface NormalParameters {
  /**
   * Their mean: a finite number.
   * @default 0
   */
  mean?: number | undefined;
  /**
   * Their standard deviation: a finite number, 0 or more.
   * @default 1
   */
  deviation?: number | undefined;
}

/** The bell curve: `mean + deviation * z`, with z from a pair of words that two samples share (Box and Muller). */
export const normal: Definition<NormalParameters, [mean?: number, deviation?: number]> = define({
  name: 'normal',
  number: 1,
  use: 'sums of many small effects: errors, heights, noise',
  parameters: {
    mean: { ...FINITE, default: 0, meaning: 'their mean' },
    deviation: { ...NOT_NEGATIVE, default: 1, meaning: 'their standard deviation' },
  },
  // The largest sample is below 9: the square root of 104 ln 2.
  total: {
    sum,
    largest: 9n,
    positive: false,
    multiple: 1n,
    ofScaled: 'samples * mean + deviation * sum',
  },
  example: [5, 2],
  range: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  rule: ([mean, deviation]) =>
    mean === 0 && deviation === 1 ? standard : { ...standard, finish: scaled(mean!, deviation!) },
  draw: {
    of: 'normal',
    method: (drawsOf) =>
      function (mean = 0, deviation = 1) {
        if (!(Number.isFinite(mean) && Number.isFinite(deviation) && deviation >= 0)) {
          refuse(normal, mean, deviation);
        }
        const sample = drawsOf(this).next();
        return mean === 0 && deviation === 1 ? sample : mean + 0 + deviation * sample;
      },
  },
});

/**
 * Samples of two steps: the cosines of each j, then the sines. (An imported constant would be looked up at every use.)
 */
const ROW = ROW_SAMPLES;
const SINES = WORDS;

/** The lower and the upper halves of words j: A (the radius) in the even places, B (the direction) in the odd. */
const low = new Int32Array(BATCH_STEPS);
const high = new Int32Array(BATCH_STEPS);

const standard: Rule = {
  words: 1,
  pair: true,
  column([lanes], j, out, from, steps) {
    nextOutputs(lanes!, 2 * j, low, steps);
    nextOutputs(lanes!, 2 * j + 1, high, steps);
    normalsOfPairs(low, high, steps / 2, out, from, SINES, ROW);
  },
  attempt({ normals, out }, count) {
    for (let i = 0; i < count; i++) {
      out[i] = normals[i]!;
    }
    return 0;
  },
};

/** A batch's samples in the stream's order, and the accumulators of the cosines, then of the sines, of each j. */
const batch = new Float64Array(BATCH_STEPS * WORDS);
const accumulators = new Float64Array(ROW);

/** Block by block in doubles, truncated toward zero to units of 2^-64. */
function sum(lanes: Int32Array, samples: number): bigint {
  accumulators.fill(0);
  for (let done = 0; done < samples; done += batch.length) {
    const count = Math.min(batch.length, samples - done);
    // `| 0` tells V8 that it is an integer, so that no loop compares doubles.
    const rows = Math.ceil(count / ROW) | 0;
    for (let j = 0; j < WORDS; j++) {
      standard.column!([lanes], j, batch, j, 2 * rows);
    }
    // Zeros past the end complete the last row, and change no sum.
    batch.fill(0, count);
    accumulate(rows);
  }
  const v = (j: number): number => accumulators[j]! + accumulators[j + SINES]!;
  const total = v(0) + v(1) + (v(2) + v(3)) + (v(4) + v(5) + (v(6) + v(7)));
  return BigInt(Math.trunc(total * 2 ** 64));
}

function accumulate(rows: number): void {
  for (let j = 0; j < WORDS; j++) {
    let cosines = accumulators[j]!;
    let sines = accumulators[j + SINES]!;
    for (let i = j; i < rows * ROW; i += ROW) {
      cosines += batch[i]!;
      sines += batch[i + SINES]!;
    }
    accumulators[j] = cosines;
    accumulators[j + SINES] = sines;
  }
}
