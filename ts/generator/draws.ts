import { type Engine, LANES_WORDS, type Lanes, ROW_SAMPLES, type SampleArray } from '../engine/engine.ts';
import { BLOCK_SAMPLES, type Distribution, MAX_SAMPLES } from '../job.ts';
import { lengthOf, partOf } from '../run/arrays.ts';

/** Samples of the first window, so that a few draws cost little, and of the longest: 32 kB, which fit the first cache. */
const FIRST_WINDOW = 64;
const LONGEST_WINDOW = 4096;

const NOTHING = new Float64Array(0);

/**
 * The samples of one stream, one by one. They are computed a window at a time: a power of two of them, from a multiple
 * of itself on, so that no window crosses a block's end. As long as draws go on, each is twice the one before.
 */
export class Draws {
  readonly #engine: Engine;
  readonly #distribution: Distribution;
  readonly #seed: bigint;
  readonly #stream: number;

  /** The window lies at the buffer's end, so that a draw has one bound to look at. */
  #buffer = NOTHING;
  /** Where in the buffer the next sample is. */
  #at = 0;
  /** The number of the sample after the window's last, and how many the window has. */
  #end = 0;
  #window = 0;

  /** What computes the samples from number `#lanesAt` on, in the same block. */
  #lanes: Lanes | undefined;
  #lanesAt = 0;

  constructor(engine: Engine, distribution: Distribution, seed: bigint, stream: number) {
    this.#engine = engine;
    this.#distribution = distribution;
    this.#seed = seed;
    this.#stream = stream;
  }

  next(): number {
    if (this.#at === this.#buffer.length) {
      this.#compute();
    }
    return this.#buffer[this.#at++]!;
  }

  /** The number of the next sample, which is how many came before it. */
  get position(): number {
    return this.#end - (this.#buffer.length - this.#at);
  }

  /** Makes another sample the next one. What it costs to go there is paid by the next draw. */
  set position(position: number) {
    const left = this.#end - position;
    if (left >= 0 && left <= this.#window) {
      this.#at = this.#buffer.length - left;
    } else {
      this.#at = this.#buffer.length;
      this.#end = position;
      this.#window = 0;
    }
  }

  /** Writes the next samples to an array, as many as it has room for. */
  fill(array: SampleArray): void {
    const length = lengthOf(array);
    if (length > MAX_SAMPLES - this.position) {
      throw this.#exhausted();
    }
    const narrow = array.BYTES_PER_ELEMENT === Float32Array.BYTES_PER_ELEMENT && this.#distribution === 'uniform';
    for (let done = 0; done < length; ) {
      if (this.#at === this.#buffer.length) {
        this.#compute();
      }
      const until = Math.min(this.#buffer.length, this.#at + length - done);
      const samples = this.#buffer.subarray(this.#at, until);
      partOf(array, done, length).set(narrow ? samples.map(toSingle) : samples);
      done += until - this.#at;
      this.#at = until;
    }
  }

  /** Computes the window that has the next sample. The one before is used up. */
  #compute(): void {
    const position = this.#end;
    if (position >= MAX_SAMPLES) {
      throw this.#exhausted();
    }
    const start = position - (position % ROW_SAMPLES);
    const samples = Math.min(2 * this.#window || FIRST_WINDOW, LONGEST_WINDOW, evenly(start));
    const buffer = samples > this.#buffer.length ? new Float64Array(samples) : this.#buffer;
    this.#engine.readLanes(this.#lanesFrom(start), this.#distribution, buffer, buffer.length - samples);
    this.#lanesAt = start + samples;
    // A stream ends with sample 2^53 - 2, the one before the last of its last window.
    const over = Math.max(0, start + samples - MAX_SAMPLES);
    this.#buffer = over > 0 ? buffer.subarray(0, -over) : buffer;
    this.#end = start + samples - over;
    this.#window = samples - over;
    this.#at = this.#buffer.length - (this.#end - position);
  }

  #lanesFrom(start: number): Lanes {
    const before = start % BLOCK_SAMPLES;
    if (this.#lanes === undefined || before === 0 || this.#lanesAt !== start) {
      const steps = (2 * before) / ROW_SAMPLES;
      this.#lanes ??= new Int32Array(LANES_WORDS);
      this.#engine.seedLanes(this.#lanes, this.#seed, this.#stream, (start - before) / BLOCK_SAMPLES, steps);
    }
    return this.#lanes;
  }

  #exhausted(): RangeError {
    return new RangeError(
      `the generator has 2^53 - 1 ${this.#distribution} samples, of which ${this.position} are drawn`,
    );
  }
}

/** The largest power of two that divides a sample's number, at most a block. */
function evenly(start: number): number {
  const before = start % BLOCK_SAMPLES;
  return before === 0 ? BLOCK_SAMPLES : before & -before;
}

/** The upper 24 of a uniform sample's 53 bits. */
function toSingle(sample: number): number {
  return Math.floor(sample * 2 ** 24) * 2 ** -24;
}
