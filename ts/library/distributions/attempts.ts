/** Making samples of their words: stage by stage, and rejected ones again, from words of their own. */
import { normalsOfPairs } from '../math/circle.ts';
import { type Batch, newBatch } from '../stream/batch.ts';
import { BATCH_STEPS, type PhiloxKey, toKey } from '../stream/lanes.ts';
import { CALL_WORDS, redraw, STAGE_CALLS } from '../stream/redraws.ts';
import { highs, lows, readSample } from '../stream/sample-words.ts';
import type { Rule } from './definition.ts';
import { definitionOf, type Stream } from './registry.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max, min } = Math;

/** The words of first attempts, and those of the later ones at what they rejected. */
export const batch = newBatch();
const again = newBatch();

/** Where words of later attempts come from, and what the samples are between. */
export interface Redraws {
  readonly key: PhiloxKey;
  readonly number: number;
  readonly stream: number;
  range(): readonly [number, number];
  /** How many numbers a row has, if it matters which of them is made, else 0; and the number of the first of any row. */
  readonly size: number;
  readonly rowStart: number;
}

/** The same of a stream. */
export function redrawsOf({ distribution, parameters, seed, stream }: Stream): Redraws {
  const { number, range, row } = definitionOf(distribution);
  return {
    key: toKey(seed),
    number,
    stream,
    range: () => range(parameters),
    size: row?.inOrder ? row.size(parameters) : 0,
    rowStart: 0,
  };
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
  if (redraws.size > 0) {
    for (let i = 0; i < count; i++) {
      words.places[i] = (number - redraws.rowStart + i * stride) % redraws.size;
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

/** Makes one sample alone, of its own lanes. What a rule makes beside it is in the batch. */
export function makeOne(rule: Rule, redraws: Redraws, number: number): number {
  for (let stage: Rule | undefined = rule; stage !== undefined; stage = stage.next) {
    const { first = 0, words, pair } = stage;
    if (pair) {
      const step = readSample(redraws, 0, number);
      normalsOfPairs(lows, highs, 1, batch.normals, 0, 1, 1);
      batch.normals[0] = batch.normals[step]!;
    }
    for (let word = pair ? 1 : first; word < first + words; word++) {
      const step = readSample(redraws, word, number);
      batch.low[word]![0] = lows[step]!;
      batch.high[word]![0] = highs[step]!;
    }
  }
  make(rule, batch, 1, redraws, number, 1);
  return batch.out[0]!;
}

/** Draws rejected samples again, side by side, until all are accepted or a stage's calls are used up. */
function mend(
  stage: Rule,
  words: Batch,
  rejections: number,
  redraws: Redraws,
  number: number,
  stride: number,
  firstCall: number,
): void {
  const { first = 0, words: count, pair, next } = stage;
  const calls = Math.ceil((pair ? count + 1 : count) / CALL_WORDS);
  const { key, number: distribution, stream } = redraws;
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
      const [least, most] = redraws.range();
      for (let n = 0; n < left; n++) {
        again.out[n] = min(max(again.out[n]!, least), most);
      }
    }
    for (let n = 0; n < left; n++) {
      out[rejected[n]!] = again.out[n]!;
      words.beside[rejected[n]!] = again.beside[n]!;
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
