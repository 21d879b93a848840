/** One loop for every distribution: first attempts column by column; rejected ones are drawn again afterwards. */
import { batch, make, type Redraws } from '../../distributions/attempts.ts';
import type { Rule } from '../../distributions/definition.ts';
import { normalsOfPairs } from '../../math/circle.ts';
import { BATCH_STEPS, WORDS } from '../../stream/lanes.ts';
import { nextOutputs } from '../../stream/xoshiro.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { min } = Math;

/** Samples of a batch. */
export const BATCH_SAMPLES = BATCH_STEPS * WORDS;

/**
 * Writes a stream's samples from number `number` on, `count` of them from index `from` on, with the next words of the
 * lanes of each of its words. Whole rows, none past the end of the block.
 */
export function fillRows(
  rule: Rule,
  lanes: readonly Int32Array[],
  redraws: Redraws,
  number: number,
  out: Float64Array | Float32Array,
  from: number,
  count: number,
): void {
  for (let done = 0; done < count; done += BATCH_SAMPLES) {
    const samples = min(BATCH_SAMPLES, count - done);
    // `| 0` tells V8 that it is an integer, so that no loop compares doubles.
    const steps = (samples / WORDS) | 0;
    const first = from + done;
    for (let j = 0; j < WORDS; j++) {
      if (rule.column !== undefined) {
        rule.column(lanes, j, out, first + j, steps);
      } else {
        drawWords(rule, lanes, j, steps);
        make(rule, batch, steps, redraws, number + done + j, WORDS);
        spread(batch.out, out, first + j, steps);
      }
    }
    rule.finish?.(out, first, samples);
  }
}

/** Takes the words of the next steps from the lanes of each stage. */
function drawWords(rule: Rule, lanes: readonly Int32Array[], j: number, steps: number): void {
  for (let stage: Rule | undefined = rule; stage !== undefined; stage = stage.next) {
    const { first = 0, words, pair } = stage;
    for (let word = first; word < first + words; word++) {
      nextOutputs(lanes[word]!, 2 * j, batch.low[word]!, steps);
      nextOutputs(lanes[word]!, 2 * j + 1, batch.high[word]!, steps);
    }
    if (pair) {
      normalsOfPairs(batch.low[0]!, batch.high[0]!, steps / 2, batch.normals, 0, 1, 2);
    }
  }
}

/** From a sample to the next of the same j. (An imported constant would be looked up at every use.) */
const STRIDE = WORDS;

function spread(samples: Float64Array, out: Float64Array | Float32Array, from: number, count: number): void {
  for (let t = 0, i = from; t < count; t++, i += STRIDE) {
    out[i] = samples[t]!;
  }
}
