/** One loop for every distribution: first attempts column by column; rejected ones are drawn again afterwards. */
import type { Redraw, Rule } from '../../distributions/definition.ts';
import { definitionOf } from '../../distributions/registry.ts';
import { BATCH_STEPS, type PhiloxKey, toKey, WORDS } from '../../stream/lanes.ts';
import { CALL_WORDS, redraw, STAGE_CALLS } from '../../stream/redraws.ts';
import { MAX_WORDS, type Stream } from '../../stream/stream.ts';

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

const low = Array.from({ length: MAX_WORDS + 1 }, () => new Int32Array(1));
const high = Array.from({ length: MAX_WORDS + 1 }, () => new Int32Array(1));

/** A function that draws a stream's sample of a number again, until it is accepted or its calls are used up. */
export function redrawing(rule: Rule, stream: Stream): (sample: number) => number {
  const { number, range } = definitionOf(stream.distribution);
  return redrawingOf(rule, toKey(stream.seed), number, stream.stream, () => range(...stream.parameters));
}

/** The same with words of a use that is no distribution. */
export function redrawingOf(
  rule: Rule,
  key: PhiloxKey,
  number: number,
  stream: number,
  range: () => readonly [number, number],
): (sample: number) => number {
  // A pair is two words.
  const count = rule.words + (rule.pair ? 1 : 0);
  const calls = Math.ceil(count / CALL_WORDS);
  const { attempt } = rule.redraw as Redraw;
  return (k) => {
    for (let call = 0; ; call += calls) {
      redraw(key, number, stream, k, call, count, low, high);
      const { sample, accepted } = attempt(low, high);
      if (accepted) {
        return sample;
      }
      if (call + 2 * calls > STAGE_CALLS) {
        const [least, most] = range();
        return Math.min(Math.max(sample, least), most);
      }
    }
  };
}
