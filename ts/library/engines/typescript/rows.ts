/** One loop for every distribution: first attempts column by column; rejected ones are drawn again afterwards. */

import type { Rule } from '../../distributions/definition.ts';
import { redrawingOf } from '../../distributions/redrawing.ts';
import { definitionOf, type Stream } from '../../distributions/registry.ts';
import { BATCH_STEPS, toKey, WORDS } from '../../stream/lanes.ts';

/** Samples of a batch. */
export const BATCH_SAMPLES = BATCH_STEPS * WORDS;

/** Where each sample of a batch that was rejected is. */
const rejected = new Int32Array(BATCH_SAMPLES);

/**
 * Writes a stream's samples from number `number` on, `count` of them from index `from` on, with the next words of the
 * lanes of each of its words. Whole rows, none past the end of the block.
 */
export function fillRows(
  rule: Rule,
  lanes: readonly Int32Array[],
  stream: Stream,
  number: number,
  out: Float64Array | Float32Array,
  from: number,
  count: number,
): void {
  for (let done = 0; done < count; done += BATCH_SAMPLES) {
    const samples = Math.min(BATCH_SAMPLES, count - done);
    // `| 0` tells V8 that it is an integer, so that no loop compares doubles.
    const steps = (samples / WORDS) | 0;
    const first = from + done;
    let rejections = 0;
    for (let j = 0; j < WORDS; j++) {
      const inColumn = rule.column(lanes, j, out, first + j, steps);
      for (let n = 0; n < inColumn; n++) {
        rejected[rejections++] = WORDS * rule.redraw!.rejected[n]! + j;
      }
    }
    if (rejections > 0) {
      const again = redrawing(rule, stream);
      for (let n = 0; n < rejections; n++) {
        out[first + rejected[n]!] = again(number + done + rejected[n]!);
      }
    }
    rule.finish?.(out, first, samples);
  }
}

/** A function that draws a stream's sample of a number again, until it is accepted or its calls are used up. */
function redrawing(rule: Rule, stream: Stream): (sample: number) => number {
  const { number, range } = definitionOf(stream.distribution);
  return redrawingOf(rule, toKey(stream.seed), number, stream.stream, () => range(...stream.parameters));
}
