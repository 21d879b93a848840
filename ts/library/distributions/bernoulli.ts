import { BATCH_STEPS, WORDS } from '../stream/lanes.ts';
import { nextOutputs } from '../stream/xoshiro.ts';
import { type Definition, define, refuse } from './definition.ts';

/** Outcomes of trials. */
export interface BernoulliParameters {
  /**
   * How likely a 1 is: 0 to 1.
   * @default 0.5
   */
  probability?: number | undefined;
}

/** Trials: 1 where a uniform in [0, 1) is below the probability, else 0. */
export const bernoulli: Definition<BernoulliParameters, [probability?: number]> = define({
  name: 'bernoulli',
  number: 4,
  use: 'trials that succeed or fail, coins that may be biased: 1 or 0',
  parameters: {
    probability: {
      allowed: 'a number from 0 to 1',
      holds: isProbability,
      default: 0.5,
      meaning: 'how likely a 1 is',
    },
  },
  instead: { p: 'probability', prob: 'probability' },
  whole: true,
  range: () => [0, 1],
  rule: ([probability]) => ({
    words: 1,
    pair: false,
    column([lanes], j, out, from, steps) {
      nextOutputs(lanes!, 2 * j, low, steps);
      nextOutputs(lanes!, 2 * j + 1, high, steps);
      write(probability!, out, from, steps);
      return 0;
    },
  }),
  draw: {
    of: 'uniform',
    method:
      (draws) =>
      (probability = 0.5) => {
        if (!isProbability(probability)) {
          refuse(bernoulli, probability);
        }
        return draws.next() < probability ? 1 : 0;
      },
  },
});

function isProbability(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** From a sample to the next of the same j. (An imported constant would be looked up at every use.) */
const STRIDE = WORDS;

const low = new Int32Array(BATCH_STEPS);
const high = new Int32Array(BATCH_STEPS);

function write(probability: number, out: Float64Array | Float32Array, from: number, steps: number): void {
  for (let t = 0, i = from; t < steps; t++, i += STRIDE) {
    const u = (high[t]! >>> 0) * 2 ** -32 + (low[t]! >>> 11) * 2 ** -53;
    out[i] = u < probability ? 1 : 0;
  }
}
