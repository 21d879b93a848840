import type { Definition } from '../distributions/definition.ts';
import { redrawingOf } from '../distributions/redrawing.ts';
import type { Distribution } from '../distributions/registry.ts';
import { type Stream, standardParameters } from '../distributions/registry.ts';
import type { Engine, Lanes } from '../engines/engine.ts';
import type { SampleArray } from '../stream/arrays.ts';
import { LANES_WORDS, toKey } from '../stream/lanes.ts';
import { BLOCK_SAMPLES, type Key, MAX_SAMPLES, ROW_SAMPLES } from '../stream/stream.ts';
import { lengthOf, partOf } from '../stream/views.ts';

/**
 * Samples of the first window, so that a few draws cost little, and of the longest: 16 kB, which stay in the L1 cache.
 */
const FIRST_WINDOW = 64;
const LONGEST_WINDOW = 2048;

const NOTHING = new Float64Array(0);

/**
 * A generator's samples of one name, one by one: those of a stream, with the words of a source. They are computed a window at a time. A window's length is a power of two, and
 * it begins at a multiple of its length, so no window crosses a block's end. While draws continue, each window is twice
 * as long as the last.
 */
export class Draws {
  /** The draws whose window is used up. */
  static #spent: Draws;

  /**
   * Asking for this proxy's prototype computes the next window of the draws whose window is used up. V8 inlines a draw into its caller's loop, and a call in
   * that loop would make it keep the loop's variables, such as a sum, in memory: a draw would take 3.4 ns instead of
   * 2.2. V8 considers `instanceof` with a proxy too rare to count.
   */
  static readonly #COMPUTING = new Proxy(
    {},
    {
      getPrototypeOf() {
        Draws.#spent.#compute();
        return Draws.prototype;
      },
    },
  );

  readonly #engine: Engine;
  readonly #name: string;
  readonly #key: Key;
  readonly #number: number;
  readonly #of: Distribution;

  /** It ends with the window, so that a draw has one bound to check. */
  #buffer = NOTHING;
  /** The index in the buffer of the sample drawn last, and of the window's last. */
  #at = -1;
  #last = -1;
  /** The number of the sample after the window's last, and how many the window has. */
  #end = 0;
  #window = 0;

  /** The result of `instanceof`; a minifier would remove an unused one. */
  protected computed = false;

  /** The lanes that give the samples from number `#lanesAt` on, within a block. */
  #lanes: Lanes | undefined;
  #lanesAt = 0;

  /** Standard samples of a distribution with the words of number `number`, whose name is `name`. */
  constructor(engine: Engine, name: string, key: Key, number: number, of: Distribution) {
    this.#engine = engine;
    this.#name = name;
    this.#key = key;
    this.#number = number;
    this.#of = of;
  }

  next(): number {
    if (this.#at === this.#last) {
      Draws.#spent = this;
      this.computed = Draws.#COMPUTING instanceof Draws;
    }
    const at = this.#at + 1;
    this.#at = at;
    return this.#buffer[at]!;
  }

  redraw({ rule, range }: Definition, parameters: readonly number[]): number {
    const { seed, stream } = this.#key;
    const made = rule(Float64Array.from(parameters), false);
    return redrawingOf(made, toKey(seed), this.#number, stream, () => range(...parameters))(
      this.position - 1,
    );
  }

  /** The number of the next sample, which is how many come before it. */
  get position(): number {
    return this.#end - (this.#last - this.#at);
  }

  /** Makes another sample the next. It is computed when it is drawn. */
  set position(position: number) {
    const left = this.#end - position;
    if (left >= 0 && left <= this.#window) {
      this.#at = this.#last - left;
    } else {
      this.#at = this.#last;
      this.#end = position;
      this.#window = 0;
    }
  }

  /** Throws unless so many samples are left. */
  requireLeft(count: number): void {
    if (count > MAX_SAMPLES - this.position) {
      throw this.#outOfSamples();
    }
  }

  /** Writes the next samples to an array of doubles or floats, as they are. */
  fill(array: SampleArray): void {
    const length = lengthOf(array);
    const plain = partOf(array, 0, length) as Float64Array;
    for (let done = 0; done < length; ) {
      if (this.#at === this.#last) {
        this.#compute();
      }
      const until = Math.min(this.#last, this.#at + length - done);
      const samples = this.#buffer.subarray(this.#at + 1, until + 1);
      plain.set(samples, done);
      done += samples.length;
      this.#at = until;
    }
  }

  /** Computes the window of the next sample, once the last window is used up. */
  #compute(): void {
    const position = this.#end;
    if (position === MAX_SAMPLES) {
      throw this.#outOfSamples();
    }
    const start = position - (position % ROW_SAMPLES);
    const samples = Math.min(2 * this.#window || FIRST_WINDOW, LONGEST_WINDOW, evenPart(start));
    const buffer = samples > this.#buffer.length ? new Float64Array(samples) : this.#buffer;
    this.#engine.readLanes(this.#lanesFor(start), this.#stream(), start, buffer, buffer.length - samples);
    this.#lanesAt = start + samples;
    // A stream's last window has one sample beyond the end of the stream.
    const over = Math.max(0, start + samples - MAX_SAMPLES);
    this.#buffer = over > 0 ? buffer.subarray(0, -over) : buffer;
    this.#end = start + samples - over;
    this.#window = samples - over;
    this.#last = this.#buffer.length - 1;
    this.#at = this.#last - (this.#end - position);
  }

  /** The lanes at a window's start: they are already there if it follows another in the same block. */
  #lanesFor(start: number): Lanes {
    if (this.#lanes === undefined || this.#lanesAt !== start || start % BLOCK_SAMPLES === 0) {
      this.#lanes ??= new Int32Array(LANES_WORDS);
      const { seed, stream } = this.#key;
      this.#engine.seekLanes(this.#lanes, { seed, stream, number: this.#number }, 0, start);
      this.#lanesAt = start;
    }
    return this.#lanes;
  }

  #stream(): Stream {
    const { seed, stream } = this.#key;
    return { distribution: this.#of, parameters: standardParameters(this.#of), seed, stream };
  }

  #outOfSamples(): RangeError {
    return new RangeError(
      `a generator has 2^53 - 1 ${this.#name} samples, and ${this.position} of them have been drawn`,
    );
  }
}

/** The largest power of two that divides a sample's number, at most a block. */
function evenPart(start: number): number {
  const within = start % BLOCK_SAMPLES;
  return within === 0 ? BLOCK_SAMPLES : within & -within;
}
