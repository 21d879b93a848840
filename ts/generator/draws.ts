import { type Engine, LANES_WORDS, type Lanes, ROW_SAMPLES } from '../engine/engine.ts';
import { isSingle, type SampleArray } from '../engine/sample-array.ts';
import { BLOCK_SAMPLES, MAX_SAMPLES, type Stream } from '../job.ts';
import { lengthOf, partOf } from '../run/arrays.ts';

/** Samples of a first window: a few draws cost little. And of the longest: 16 kB, which stay in the first cache. */
const FIRST_WINDOW = 64;
const LONGEST_WINDOW = 2048;

/** Samples from which on the engine fills an array faster than windows do, though it must go to the middle of a block. */
const MANY = 2 * BLOCK_SAMPLES;

const NOTHING = new Float64Array(0);

/**
 * The samples of a stream, one by one. They are computed a window at a time: a power of two of them, which begins at a
 * multiple of itself, so that no window crosses a block's end. As long as draws go on, each is twice the one before.
 */
export class Draws {
  /**
   * Its prototype is asked for when the next window is to be computed. V8 makes a draw a part of its caller's loop, and a
   * call in a loop has it keep what the loop holds, such as a sum, in memory: a draw would take 3.4 ns instead of 2.2. A
   * proxy left of `instanceof` it takes for too rare to count.
   */
  static readonly #COMPUTING: ProxyHandler<Draws> = {
    getPrototypeOf(draws) {
      draws.#compute();
      return Draws.prototype;
    },
  };

  readonly #engine: Engine;
  readonly #stream: Stream;

  /** It ends with the window, so that a draw has one bound to look at. */
  #buffer = NOTHING;
  /** Where in the buffer the sample drawn last is, and the window's last. */
  #at = -1;
  #last = -1;
  /** The number of the sample after the window's last, and how many the window has. */
  #end = 0;
  #window = 0;

  readonly #computing = new Proxy(this, Draws.#COMPUTING);
  /** What `instanceof` told, or a minifier would leave it out. */
  protected computed = false;

  /** What computes the samples from number `#lanesAt` on, within a block. */
  #lanes: Lanes | undefined;
  #lanesAt = 0;

  constructor(engine: Engine, stream: Stream) {
    this.#engine = engine;
    this.#stream = stream;
  }

  next(): number {
    if (this.#at === this.#last) {
      this.computed = this.#computing instanceof Draws;
    }
    const at = this.#at + 1;
    this.#at = at;
    return this.#buffer[at]!;
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

  /** Writes the next samples to an array, as many as it has room for. */
  fill(array: SampleArray): void {
    const length = lengthOf(array);
    const { position } = this;
    if (length > MAX_SAMPLES - position) {
      throw this.#spent();
    }
    const plain = partOf(array, 0, length);
    if (length >= MANY) {
      this.#engine.fill(this.#stream, position, plain);
      this.position = position + length;
      return;
    }
    for (let done = 0; done < length; ) {
      if (this.#at === this.#last) {
        this.#compute();
      }
      const until = Math.min(this.#last, this.#at + length - done);
      const samples = this.#buffer.subarray(this.#at + 1, until + 1);
      plain.set(isSingle(plain) ? this.#toSingles(samples) : samples, done);
      done += samples.length;
      this.#at = until;
    }
  }

  /** In single precision a uniform sample is the upper 24 of its 53 bits; a Gaussian one is rounded when it is written. */
  #toSingles(samples: Float64Array): Float64Array {
    return this.#stream.distribution === 'uniform'
      ? samples.map((sample) => Math.floor(sample * 2 ** 24) * 2 ** -24)
      : samples;
  }

  /** Computes the window of the next sample. The one before is used up. */
  #compute(): void {
    const position = this.#end;
    if (position === MAX_SAMPLES) {
      throw this.#spent();
    }
    const start = position - (position % ROW_SAMPLES);
    const samples = Math.min(2 * this.#window || FIRST_WINDOW, LONGEST_WINDOW, evenPart(start));
    const buffer = samples > this.#buffer.length ? new Float64Array(samples) : this.#buffer;
    this.#engine.readLanes(this.#lanesFor(start), this.#stream.distribution, buffer, buffer.length - samples);
    this.#lanesAt = start + samples;
    // A stream's last window has one sample that is no longer the stream's.
    const over = Math.max(0, start + samples - MAX_SAMPLES);
    this.#buffer = over > 0 ? buffer.subarray(0, -over) : buffer;
    this.#end = start + samples - over;
    this.#window = samples - over;
    this.#last = this.#buffer.length - 1;
    this.#at = this.#last - (this.#end - position);
  }

  /** The lanes where a window starts: they are there when it follows another in the same block. */
  #lanesFor(start: number): Lanes {
    if (this.#lanes === undefined || this.#lanesAt !== start || start % BLOCK_SAMPLES === 0) {
      this.#lanes ??= new Int32Array(LANES_WORDS);
      this.#engine.seekLanes(this.#lanes, this.#stream, start);
      this.#lanesAt = start;
    }
    return this.#lanes;
  }

  #spent(): RangeError {
    const { distribution } = this.#stream;
    return new RangeError(
      `a generator has 2^53 - 1 ${distribution} samples, and ${this.position} of them are drawn`,
    );
  }
}

/** The largest power of two that divides a sample's number, at most a block. */
function evenPart(start: number): number {
  const within = start % BLOCK_SAMPLES;
  return within === 0 ? BLOCK_SAMPLES : within & -within;
}
