import { logarithms } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { BATCH_STEPS, WORDS } from '../stream/lanes.ts';
import { nextOutputs } from '../stream/xoshiro.ts';
import { type Definition, define, POSITIVE, refuse } from './definition.ts';

/** Exponential samples. */
export interface ExponentialParameters {
  /**
   * Their mean, which is one over their rate: a finite number above 0.
   * @default 1
   */
  mean?: number | undefined;
}

/** Waiting times: `mean * E(w0)`, with E minus the logarithm of a uniform in (0, 1) (inversion). */
export const exponential: Definition<ExponentialParameters, [mean?: number]> = define({
  name: 'exponential',
  number: 2,
  use: 'waiting times between events that come at a constant rate',
  parameters: { mean: { ...POSITIVE, default: 1, meaning: 'their mean, which is one over their rate' } },
  instead: { rate: 'mean = 1 / rate', lambda: 'mean = 1 / lambda', scale: 'mean' },
  whole: false,
  range: () => [0, Number.POSITIVE_INFINITY],
  rule: ([mean]) => ({
    words: 1,
    pair: false,
    column([lanes], j, out, from, steps) {
      nextOutputs(lanes!, 2 * j, low, steps);
      nextOutputs(lanes!, 2 * j + 1, high, steps);
      opens(low, high, numbers, steps);
      logarithms(numbers, bits, steps);
      write(mean!, out, from, steps);
      return 0;
    },
  }),
  draw: {
    of: 'exponential',
    method:
      (draws) =>
      (mean = 1) => {
        if (!(mean > 0 && mean <= Number.MAX_VALUE)) {
          refuse(exponential, mean);
        }
        return mean * draws.next();
      },
  },
});

/** From a sample to the next of the same j. (An imported constant would be looked up at every use.) */
const STRIDE = WORDS;

const low = new Int32Array(BATCH_STEPS);
const high = new Int32Array(BATCH_STEPS);
const numbers = new Float64Array(BATCH_STEPS);
const bits = new Int32Array(numbers.buffer);

function write(mean: number, out: Float64Array | Float32Array, from: number, steps: number): void {
  for (let t = 0, i = from; t < steps; t++, i += STRIDE) {
    out[i] = mean * (0 - numbers[t]!);
  }
}
