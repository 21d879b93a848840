/** The raw words of neighbouring samples, in their order, of which any may be made alone. */
import { normalsOfPairs } from '../math/circle.ts';
import type { Batch } from '../stream/batch.ts';
import { WORDS } from '../stream/lanes.ts';
import { ROW_SAMPLES } from '../stream/stream.ts';
import { batch } from './attempts.ts';
import type { Rule } from './definition.ts';

/** Samples at a time. */
export const RAW_SAMPLES = 128;

export class RawWords {
  /** The halves of each word of each sample, side by side, by the word's number. */
  readonly halves: readonly Uint32Array[];
  #normals: Float64Array | undefined;
  #hasNormals = false;

  constructor(words: number) {
    this.halves = Array.from({ length: words }, () => new Uint32Array(2 * RAW_SAMPLES));
  }

  /** Reads the words of so many samples, whole rows. */
  read(samples: number, readWords: (halves: Uint32Array, word: number) => void): void {
    for (const [word, halves] of this.halves.entries()) {
      readWords(halves.subarray(0, 2 * samples), word);
    }
    this.#hasNormals = false;
  }

  /** Puts the words that a rule takes of `count` samples, from index `at` on, in the batch. */
  load(rule: Rule, at: number, count: number): void {
    for (let stage: Rule | undefined = rule; stage !== undefined; stage = stage.next) {
      const { first = 0, words, pair } = stage;
      if (pair) {
        this.#loadNormals(at, count);
      }
      for (let word = pair ? 1 : first; word < first + words; word++) {
        copyWords(this.halves[word]!, at, count, batch.low[word]!, batch.high[word]!);
      }
    }
  }

  /** Makes the normals of all pairs, once, and puts those of some samples in the batch. */
  #loadNormals(at: number, count: number): void {
    this.#normals ??= new Float64Array(RAW_SAMPLES);
    if (!this.#hasNormals) {
      normalsOf(this.halves[0]!, this.#normals, batch);
      this.#hasNormals = true;
    }
    for (let i = 0; i < count; i++) {
      batch.normals[i] = this.#normals[at + i]!;
    }
  }
}

function copyWords(raw: Uint32Array, at: number, count: number, low: Int32Array, high: Int32Array): void {
  for (let i = 0, from = 2 * at; i < count; i++, from += 2) {
    low[i] = raw[from]!;
    high[i] = raw[from + 1]!;
  }
}

/** The normals of rows of words: those of samples j and j + 8 of a row are of one pair. */
function normalsOf(raw: Uint32Array, out: Float64Array, { low, high }: Batch): void {
  for (let row = 0; row < RAW_SAMPLES; row += ROW_SAMPLES) {
    for (let j = 0; j < WORDS; j++) {
      const a = 2 * (row + j);
      const b = a + 2 * WORDS;
      low[0]![2 * j] = raw[a]!;
      high[0]![2 * j] = raw[a + 1]!;
      low[0]![2 * j + 1] = raw[b]!;
      high[0]![2 * j + 1] = raw[b + 1]!;
    }
    normalsOfPairs(low[0]!, high[0]!, WORDS, out, row, WORDS, 1);
  }
}
