/** One loop for every distribution: first attempts column by column; rejected ones are drawn again afterwards. */
import type { Rule } from '../../distributions/definition.ts';
import { definitionOf } from '../../distributions/registry.ts';
import { normalsOfPairs } from '../../math/circle.ts';
import { type Batch, newBatch } from '../../stream/batch.ts';
import { BATCH_STEPS, type PhiloxKey, toKey, WORDS } from '../../stream/lanes.ts';
import { CALL_WORDS, redraw, STAGE_CALLS } from '../../stream/redraws.ts';
import type { Stream } from '../../stream/stream.ts';
import { nextOutputs } from '../../stream/xoshiro.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max, min } = Math;

/** Samples of a batch. */
export const BATCH_SAMPLES = BATCH_STEPS * WORDS;

/** First attempts, and the later ones at what they rejected. */
const batch = newBatch();
const again = newBatch();

/** Where words of later attempts come from, what the samples are between, and how many there are in a row. */
export interface Redraws {
  readonly key: PhiloxKey;
  readonly number: number;
  readonly stream: number;
  readonly range: () => readonly [number, number];
  readonly size: number;
}

/** The same of a stream. */
export function redrawsOf({ distribution, parameters, seed, stream }: Stream): Redraws {
  const { number, range, row } = definitionOf(distribution);
  return {
    key: toKey(seed),
    number,
    stream,
    range: () => range(parameters),
    size: row?.size(parameters) ?? 1,
  };
}

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

/**
 * Makes the samples whose words are in a batch, and which are `count` of a stream's, from number `number` on, each
 * `stride` after the last.
 */
export function make(
  rule: Rule,
  words: Batch,
  count: number,
  redraws: Redraws,
  number: number,
  stride: number,
): void {
  if (redraws.size > 1) {
    for (let i = 0; i < count; i++) {
      words.places[i] = (number + i * stride) % redraws.size;
    }
  }
  let call = 0;
  for (let stage: Rule | undefined = rule; stage !== undefined; stage = stage.next) {
    if (call > 0) {
      words.before.set(words.out.subarray(0, count));
    }
    const rejections = stage.attempt(words, count);
    if (rejections > 0) {
      mend(stage, words, rejections, redraws, number, stride, call);
    }
    call += STAGE_CALLS;
  }
}

/** Draws rejected samples again, side by side, until all are accepted or a stage's calls are used up. */
function mend(
  stage: Rule,
  words: Batch,
  rejections: number,
  { key, number: distribution, stream, range }: Redraws,
  number: number,
  stride: number,
  firstCall: number,
): void {
  const { first = 0, words: count, pair, next } = stage;
  const calls = Math.ceil((pair ? count + 1 : count) / CALL_WORDS);
  const { out, rejected } = words;
  let left = rejections;
  for (let call = firstCall; left > 0; call += calls) {
    for (let n = 0; n < left; n++) {
      const i = rejected[n]!;
      redraw(key, distribution, stream, number + i * stride, call, first, count, pair, again, n);
      again.before[n] = words.before[i]!;
      again.places[n] = words.places[i]!;
    }
    if (pair) {
      normalsOfPairs(again.low[0]!, again.high[0]!, left, again.normals, 0, BATCH_STEPS, 1);
    }
    const more = stage.attempt(again, left);
    const isLast = call + 2 * calls > firstCall + STAGE_CALLS;
    if (isLast && more > 0 && next === undefined) {
      const [least, most] = range();
      for (let n = 0; n < left; n++) {
        again.out[n] = min(max(again.out[n]!, least), most);
      }
    }
    for (let n = 0; n < left; n++) {
      out[rejected[n]!] = again.out[n]!;
    }
    left = isLast ? 0 : more;
    for (let n = 0; n < left; n++) {
      rejected[n] = rejected[again.rejected[n]!]!;
    }
  }
}

/** A sample of which the first attempt was rejected. */
export function drawAgain(rule: Rule, redraws: Redraws, number: number): number {
  batch.rejected[0] = 0;
  mend(rule, batch, 1, redraws, number, 1, 0);
  return batch.out[0]!;
}
