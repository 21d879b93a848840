import { batch as madeOf, make, redrawsOf } from '../../distributions/attempts.ts';
import { type Rule, wordsOf } from '../../distributions/definition.ts';
import { RAW_SAMPLES, RawWords } from '../../distributions/raw-words.ts';
import { definitionOf, type Stream } from '../../distributions/registry.ts';
import { type Write, writerOf } from '../../distributions/write.ts';
import { isDoubles, isFloats, type SampleArray } from '../../stream/arrays.ts';
import { LANES_WORDS, seedLanes, seekLanes, toKey } from '../../stream/lanes.ts';
import { BLOCK_SAMPLES, MAX_WORDS, ROW_SAMPLES, type Source } from '../../stream/stream.ts';
import { fillWords } from '../../stream/words.ts';
import type { Engine } from '../engine.ts';
import { BATCH_SAMPLES, fillRows } from './rows.ts';

/** The sample stream (docs/stream.md) in pure TypeScript: the readable reference, and the fallback. */
export const typescriptEngine: Engine = {
  name: 'typescript',
  simd: 'none',
  sum({ distribution, seed, stream }, { start, samples }) {
    const { total, number } = definitionOf(distribution);
    const source: Source = { number, seed, stream };
    const key = toKey(seed);
    const lanes = used[0]!;
    let units = 0n;
    for (let done = 0; done < samples; done += BLOCK_SAMPLES) {
      seedLanes(lanes, source, key, 0, (start + done) / BLOCK_SAMPLES);
      units += total!.sum(lanes, Math.min(BLOCK_SAMPLES, samples - done));
    }
    return units;
  },
  fill(stream, start, array) {
    const { row } = definitionOf(stream.distribution);
    const made = ruleOf(stream, isFloats(array));
    const write = writerOf(stream, array);
    if (row !== undefined) {
      fillWithRows(stream, made, row.size(stream.parameters), start, array, write);
      return;
    }
    // Doubles are written where they belong; others, and parts of rows, go through a batch.
    const direct = isDoubles(array) || (made.single === true && isFloats(array)) ? array : undefined;
    fillSamples(stream, made, start, array.length, direct, write);
  },
  seekLanes,
  readLanes(lanes, stream, start, array, from) {
    const words = Array.from({ length: lanes.length / LANES_WORDS }, (_, word) =>
      lanes.subarray(word * LANES_WORDS, (word + 1) * LANES_WORDS),
    );
    const made = ruleOf(stream, false);
    fillRows(made, words, redrawsOf(stream), start, array, from, array.length - from);
  },
  readWords: fillWords,
};

/** The last rule with tables of lists: they take longer to make than a window, or a chunk, of samples. */
let last: { parameters: Float64Array; distribution: string; rule: Rule } | undefined;

/** A stream's rule. Lists of parameters are never changed, so a rule of the same ones is the same. */
function ruleOf({ distribution, parameters }: Stream, floats: boolean): Rule {
  const { lists, row, rule } = definitionOf(distribution);
  if (!lists || row !== undefined) {
    return rule(parameters, floats);
  }
  if (last?.parameters !== parameters || last.distribution !== distribution) {
    last = { parameters, distribution, rule: rule(parameters, floats) };
  }
  return last.rule;
}

/** The lanes of each word of the block that is being computed: each is seeded and used up before the next. */
const used = Array.from({ length: MAX_WORDS }, () => new Int32Array(LANES_WORDS));

const batch = new Float64Array(BATCH_SAMPLES);

/** Makes a stream's samples from number `start` on, and writes them in order, straight to an array of doubles or in parts. */
function fillSamples(
  stream: Stream,
  rule: Rule,
  start: number,
  length: number,
  direct: Float64Array | Float32Array | undefined,
  write: Write,
): void {
  const { number: distribution } = definitionOf(stream.distribution);
  const redraws = redrawsOf(stream);
  const source: Source = { number: distribution, seed: stream.seed, stream: stream.stream };
  for (let done = 0; done < length; ) {
    let number = start + done;
    const within = number % ROW_SAMPLES;
    number -= within;
    for (const word of wordsOf(rule)) {
      seekLanes(used[word]!, source, word, number);
    }
    const blockEnd = number - (number % BLOCK_SAMPLES) + BLOCK_SAMPLES;
    const end = done + Math.min(blockEnd - start - done, length - done);
    for (let skip = within; done < end; skip = 0) {
      const left = end - done;
      const rows = left - (left % ROW_SAMPLES);
      if (direct !== undefined && skip === 0 && rows > 0) {
        fillRows(rule, used, redraws, number, direct, done, rows);
        done += rows;
        number += rows;
      } else {
        const samples = Math.min(
          skip + left,
          BATCH_SAMPLES,
          direct === undefined ? BATCH_SAMPLES : ROW_SAMPLES,
        );
        const room = Math.ceil(samples / ROW_SAMPLES) * ROW_SAMPLES;
        fillRows(rule, used, redraws, number, batch, 0, room);
        write(batch.subarray(skip, samples), done, number + skip);
        done += samples - skip;
        number += room;
      }
    }
  }
}

/** The same of samples that are rows, of which `start` counts whole ones: as many rows at a time as fill a block. */
function fillWithRows(
  stream: Stream,
  rule: Rule,
  size: number,
  start: number,
  array: SampleArray,
  write: Write,
): void {
  const { finish, inOrder } = definitionOf(stream.distribution).row!;
  const finishRows = finish(stream.parameters);
  const most = Math.ceil(BLOCK_SAMPLES / size) * size;
  const room = Math.min(most, array.length);
  const numbers = isDoubles(array) ? array : new Float64Array(room);
  const beside = inOrder && new Float64Array(room);
  for (let done = 0; done < array.length; done += most) {
    const count = Math.min(most, array.length - done);
    const part = isDoubles(array) ? numbers.subarray(done, done + count) : numbers.subarray(0, count);
    const first = start * size + done;
    if (beside === undefined) {
      fillSamples(stream, rule, first, count, part, (samples, at) => part.set(samples, at));
    } else {
      fillInOrder(stream, rule, first, part, beside);
    }
    finishRows(part, count, beside);
    if (!isDoubles(array)) {
      write(part, done, first);
    }
  }
}

/** Makes samples one after the other, and what is beside them. */
function fillInOrder(
  stream: Stream,
  rule: Rule,
  start: number,
  out: Float64Array,
  beside: Float64Array,
): void {
  const { number: distribution } = definitionOf(stream.distribution);
  const redraws = redrawsOf(stream);
  const source: Source = { number: distribution, seed: stream.seed, stream: stream.stream };
  const words = wordsOf(rule);
  const raw = new RawWords(Math.max(...words) + 1);
  const atATime = rule.sequential ? 1 : RAW_SAMPLES;
  for (let done = 0; done < out.length; ) {
    const number = start + done;
    const within = number % ROW_SAMPLES;
    const row = number - within;
    const samples = Math.min(RAW_SAMPLES, BLOCK_SAMPLES - (row % BLOCK_SAMPLES));
    raw.read(samples, (halves, word) => {
      const lanes = used[word]!;
      if (done === 0 || row % BLOCK_SAMPLES === 0) {
        seekLanes(lanes, source, word, row);
      }
      fillWords(lanes, halves);
    });
    const end = Math.min(done + samples - within, out.length);
    for (let at = within; done < end; ) {
      const count = Math.min(atATime, end - done);
      raw.load(rule, at, count);
      make(rule, madeOf, count, redraws, start + done, 1);
      out.set(madeOf.out.subarray(0, count), done);
      beside.set(madeOf.beside.subarray(0, count), done);
      at += count;
      done += count;
    }
  }
}
