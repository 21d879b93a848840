/** Uniform samples in [0, 1): 53 bits, `(word >> 11) * 2^-53`. */
import type { Scale } from '../../scale.ts';
import { isSingle, type SampleArray } from '../sample-array.ts';
import { BATCH_STEPS, WORDS } from './block.ts';
import { scaleSamples } from './scale.ts';
import { joinOutputs, nextOutputs, sumOutputs } from './xoshiro.ts';

/** From a sample to the next of the same j. (An imported constant would be looked up at every use.) */
const STRIDE = WORDS;

const BATCH_SAMPLES = BATCH_STEPS * WORDS;

/** The lower halves of a batch's words j, or the upper ones if they suffice. */
const halves = new Int32Array(BATCH_STEPS);

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
      write(states, j, out, from + done + j, stepsOf(batch, j));
    }
    if (scale !== undefined) {
      // Unscaled samples are exact in single precision, too.
      scaleSamples(out, from + done, batch, scale);
    }
  }
}

function writeDoubles(states: Int32Array, j: number, out: SampleArray, from: number, steps: number): void {
  nextOutputs(states, 2 * j, halves, steps);
  joinOutputs(states, 2 * j + 1, halves, out, from, STRIDE, steps);
}

/** A word's top 24 bits are those of its upper half. */
function writeSingles(states: Int32Array, j: number, out: SampleArray, from: number, steps: number): void {
  nextOutputs(states, 2 * j, halves, steps);
  nextOutputs(states, 2 * j + 1, halves, steps);
  for (let t = 0, i = from; t < steps; t++, i += STRIDE) {
    out[i] = (halves[t]! >>> 8) * 2 ** -24;
  }
}

/**
 * The exact sum of a block's first `samples` samples, in units of 2^-64: the sum of their words with the lower 11 bits
 * cleared. Sums are linear, so each lane is summed by itself and the words are never put together.
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
  // `| 0` tells V8 that it is an integer, so that no loop compares doubles.
  return Math.ceil((samples - j) / WORDS) | 0;
}
