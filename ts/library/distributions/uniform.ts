import { uniforms } from '../math/open.ts';
import { BATCH_STEPS, WORDS } from '../stream/lanes.ts';
import { joinOutputs, nextOutputs, sumOutputs } from '../stream/xoshiro.ts';
import { type Definition, define, FINITE, type Rule, refuse } from './definition.ts';
import { doubleBelow } from './neighbours.ts';
import { scaled } from './scaled.ts';

/** Uniform samples: all numbers between two bounds equally likely. */
export interface UniformParameters {
  /**
   * The lowest: a finite number.
   * @default 0
   */
  low?: number | undefined;
  /**
   * The upper bound, below which all are: a finite number above `low`.
   * @default 1
   */
  high?: number | undefined;
}

/** Numbers in [low, high): `x = (w0 >> 11) * 2^-53`, then `low + (high - low) * x`. */
export const uniform: Definition<UniformParameters, [low?: number, high?: number]> = define({
  name: 'uniform',
  number: 0,
  use: 'numbers between two bounds, all equally likely',
  parameters: {
    low: { ...FINITE, default: 0, meaning: 'the lowest' },
    high: { ...FINITE, default: 1, meaning: 'the upper bound, below which all are' },
  },
  together: ([low, high]) =>
    high! > low! && high! - low! < Number.POSITIVE_INFINITY
      ? undefined
      : `high must be above low, by a finite number; low is ${low}, high is ${high}`,
  total: {
    sum,
    largest: 1n,
    positive: true,
    multiple: 2048n,
    ofScaled: 'samples * low + (high - low) * sum',
  },
  example: [-1, 1],
  range: ([low, high]) => [low!, doubleBelow(high!)],
  rule: ([low, high], floats) => {
    if (low !== 0 || high !== 1) {
      return { ...doubles, finish: scaled(low!, high! - low!, doubleBelow(high!)) };
    }
    return floats ? singles : doubles;
  },
  draw: {
    of: 'uniform',
    method: (drawsOf) =>
      function (low = 0, high = 1) {
        if (
          !(Number.isFinite(low) && Number.isFinite(high) && low < high && high - low <= Number.MAX_VALUE)
        ) {
          refuse(uniform, low, high);
        }
        const sample = low + (high - low) * drawsOf(this).next();
        return sample < high ? sample : doubleBelow(high);
      },
  },
});

/** From a sample to the next of the same j. (An imported constant would be looked up at every use.) */
const STRIDE = WORDS;

/** The lower halves of a batch's words j, or the upper ones if they suffice. */
const halves = new Int32Array(BATCH_STEPS);

const doubles: Rule = {
  words: 1,
  pair: false,
  column([lanes], j, out, from, steps) {
    nextOutputs(lanes!, 2 * j, halves, steps);
    joinOutputs(lanes!, 2 * j + 1, halves, out, from, STRIDE, steps);
  },
  attempt({ low, high, out }, count) {
    uniforms(low[0]!, high[0]!, out, count);
    return 0;
  },
};

/** Floats in [0, 1): a word's top 24 bits are those of its upper half. */
const singles: Rule = {
  ...doubles,
  single: true,
  column([lanes], j, out, from, steps) {
    nextOutputs(lanes!, 2 * j, halves, steps);
    nextOutputs(lanes!, 2 * j + 1, halves, steps);
    for (let t = 0, i = from; t < steps; t++, i += STRIDE) {
      out[i] = (halves[t]! >>> 8) * 2 ** -24;
    }
  },
};

/**
 * The sum of words with the lower 11 bits cleared. Sums are linear, so each lane is summed by itself and the words are
 * never put together.
 */
function sum(lanes: Int32Array, samples: number): bigint {
  let lows = 0;
  let highs = 0;
  for (let j = 0; j < WORDS; j++) {
    // Of the first samples those with i mod 8 = j. `| 0` tells V8 that it is an integer, so that no loop compares doubles.
    const steps = Math.ceil((samples - j) / WORDS) | 0;
    lows += sumOutputs(lanes, 2 * j, steps, ~0x7ff);
    highs += sumOutputs(lanes, 2 * j + 1, steps, ~0);
  }
  return (BigInt(highs) << 32n) + BigInt(lows);
}
