import { RAW_SAMPLES } from '../distributions/raw-words.ts';
import type { Stream } from '../distributions/registry.ts';
import type { Engine, Lanes } from '../engines/engine.ts';
import { LANES_WORDS } from '../stream/lanes.ts';
import { BLOCK_SAMPLES, type Source } from '../stream/stream.ts';

/** Where the lanes of some words were. */
interface Place {
  readonly lanes: Lanes;
  at: number;
  words: readonly number[];
}

/**
 * The lanes of each word of a source's samples, and where they are. Words are read in whole rows, none past the end of
 * a block.
 */
export class SourceLanes {
  readonly #engine: Engine;
  readonly #source: Source;
  readonly #lanes: Lanes;
  /** The number of the sample whose words each word's lanes give next, within its block, or -1. */
  readonly #at: number[];
  /** The same before the last samples were made, if it was kept. */
  #before: Place | undefined;

  constructor(engine: Engine, source: Source, words: number) {
    this.#engine = engine;
    this.#source = source;
    this.#lanes = new Int32Array(words * LANES_WORDS);
    this.#at = Array<number>(words).fill(-1);
  }

  /** Writes the raw words of number `word` of the samples from number `start` on. */
  readWords(word: number, start: number, halves: Uint32Array): void {
    this.#engine.readWords(this.#to(word, start), halves);
    this.#at[word] = start + halves.length / 2;
  }

  /**
   * Writes the samples from number `start` on, which are made of these words, to an array from index `from` on. What is
   * kept is where they began, for `rewind`.
   */
  readSamples(
    stream: Stream,
    words: readonly number[],
    start: number,
    array: Float64Array,
    from: number,
    keep: boolean,
  ): void {
    for (const word of words) {
      this.#to(word, start);
    }
    if (keep) {
      this.#before ??= { lanes: new Int32Array(this.#lanes.length), at: start, words };
      this.#before.lanes.set(this.#lanes);
      this.#before.at = start;
      this.#before.words = words;
    }
    // Those of the words up to the last that are taken; the others may be anywhere afterwards.
    const count = words[words.length - 1]! + 1;
    this.#engine.readLanes(this.#lanesOf(0, count), stream, start, array, from);
    for (let word = 0; word < count; word++) {
      this.#at[word] = words.includes(word) ? start + array.length - from : -1;
    }
  }

  /** Goes back to where the last samples that were kept began: not all of them were taken. */
  rewind(): void {
    if (this.#before !== undefined) {
      const { lanes, words, at } = this.#before;
      this.#lanes.set(lanes);
      for (const word of words) {
        this.#at[word] = at;
      }
    }
  }

  /** The lanes of a word at a row's start: they may be there already, or not far before. */
  #to(word: number, start: number): Lanes {
    const lanes = this.#lanesOf(word, word + 1);
    const at = this.#at[word]!;
    const within = start % BLOCK_SAMPLES;
    if (at < 0 || at > start || start - at >= within || start - at > 2 * RAW_SAMPLES) {
      this.#engine.seekLanes(lanes, this.#source, word, start);
    } else if (at < start) {
      this.#engine.readWords(lanes, new Uint32Array(2 * (start - at)));
    }
    this.#at[word] = start;
    return lanes;
  }

  /** The lanes of the words from one to before another. */
  #lanesOf(first: number, end: number): Lanes {
    const [from, to] = [first * LANES_WORDS, end * LANES_WORDS];
    return to - from === this.#lanes.length ? this.#lanes : this.#lanes.subarray(from, to);
  }
}
