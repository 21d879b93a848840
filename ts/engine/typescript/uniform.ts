/** Uniform samples in [0, 1): 53 bits, `(word >> 11) * 2^-53`. */
import type { Scale } from '../../scale.ts';
import { isSingle, type SampleArray } from '../sample-array.ts';
import { BATCH_STEPS, WORDS } from './block.ts';
import { scaleSamples } from './scale.ts';
import { nextOutputs, sumOutputs } from './xoshiro.ts';

/** From a sample to the next of the same j. (Imported, a constant is looked up at every use.) */
const STRIDE = WORDS;

const BATCH_SAMPLES = BATCH_STEPS * WORDS;

/** The lower and the upper halves of a batch's words j. */
const low = new Int32Array(BATCH_STEPS);
const high = new Int32Array(BATCH_STEPS);

/** Writes a block's next `samples` samples to `out[from]` and on. */
export function fillUniform(
  states: Int32Array,
  out: SampleArray,
  from: number,
  samples: number,
  scale?: Scale,
): void {
  const write = isSingle(out) ? writeSingles : writeDoubles;
  for (let done = 0; done < samples; done += BATCH_SAMPLES) {
    const batch = Math.min(BATCH_SAMPLES, samples - done);
    for (let j = 0; j < WORDS; j++) {
      const steps = stepsOf(batch, j);
      nextOutputs(states, 2 * j, low, steps);
      nextOutputs(states, 2 * j + 1, high, steps);
      write(out, from + done + j, steps);
    }
    if (scale !== undefined) {
      // Unscaled samples are exact in single precision, too.
      scaleSamples(out, from + done, batch, scale);
    }
  }
}

function writeDoubles(out: SampleArray, from: number, steps: number): void {
  for (let t = 0, i = from; t < steps; t++, i += STRIDE) {
    // Both products and their sum are exact.
    out[i] = (high[t]! >>> 0) * 2 ** -32 + (low[t]! >>> 11) * 2 ** -53;
  }
}

/** A word's top 24 bits are those of its upper half. */
function writeSingles(out: SampleArray, from: number, steps: number): void {
  for (let t = 0, i = from; t < steps; t++, i += STRIDE) {
    out[i] = (high[t]! >>> 8) * 2 ** -24;
  }
}

/**
 * The exact sum of a block's first `samples` samples, in units of 2^-64: that of their words with the lower
 * 11 bits cleared. Sums are linear, so each lane is summed by itself and the words are never put together.
 */
export function sumUniform(states: Int32Array, samples: number): bigint {
  let lows = 0;
  let highs = 0;
  for (let j = 0; j < WORDS; j++) {
    const steps = stepsOf(samples, j);
    lows += sumOutputs(states, 2 * j, steps, ~0x7ff);
    highs += sumOutputs(states, 2 * j + 1, steps, ~0);
  }
  return (BigInt(highs) << 32n) + BigInt(lows);
}

/** How many of the first `samples` samples are words j: those with i mod 8 = j. */
function stepsOf(samples: number, j: number): number {
  // With `| 0` V8, too, knows it for an integer: no loop compares doubles.
  return Math.ceil((samples - j) / WORDS) | 0;
}
