import { mustBe, oneOf, wholeNumber } from '../arguments.ts';
import { chooseEngine } from '../engine/choose.ts';
import type { Engine, EngineName } from '../engine/engine.ts';
import type { SampleArray } from '../engine/sample-array.ts';
import { DISTRIBUTIONS, type Distribution, randomSeed, STREAM_VERSION, toSeed } from '../job.ts';
import { requireSampleArray } from '../run/arrays.ts';
import { gaussianScale, uniformScale } from '../scale.ts';
import { childOf } from './child.ts';
import { Draws } from './draws.ts';
import { Integers } from './integers.ts';
import {
  type GeneratorOptions,
  type GeneratorPosition,
  type GeneratorState,
  MAX_CHILDREN,
  MAX_GENERATOR_STREAM,
  toEngineOption,
  toOptions,
  toPosition,
  toState,
} from './state.ts';

export type { GeneratorOptions, GeneratorPosition, GeneratorState } from './state.ts';

/** What `shuffle` takes: an array, or a typed array. */
export type List = unknown[] | (ArrayBufferView & { length: number; [index: number]: unknown });

/**
 * Seeded random numbers one by one, in place of `Math.random`. Each depends only on the seed, the stream and how many
 * came before it, and is the same with either engine, on any machine. docs/stream.md defines them under "Draws one by
 * one".
 *
 * Every method is bound, so you can pass `rng.random` as a function. (Methods with parameters use whatever arguments
 * they are called with: write `array.map(() => rng.normal())`.) A generator computes nothing before its first draw,
 * little for a few draws, and never takes more than 40 kB.
 *
 * @example
 * const rng = new Generator(42);
 * rng.random(); // 0.3840214176341199
 * rng.integer(1, 7); // 5
 * rng.normal(); // -1.5005372404583257
 */
export class Generator {
  #seed: bigint | undefined;
  readonly #stream: number;
  readonly #engine: Engine;
  readonly #uniform: Draws;
  readonly #gaussian: Draws;
  readonly #integers: Integers;
  #children = 0;

  /**
   * @param options a seed (a bigint, a safe integer or a decimal string, 0 to 2^64 - 1), or `{ seed, stream, engine }`;
   * without a seed it draws a random one when it first needs it
   * @throws {TypeError | RangeError} for a bad argument
   */
  constructor(options?: GeneratorOptions['seed'] | GeneratorOptions) {
    const { seed, stream = 0, engine } = toOptions(options);
    this.#seed = seed === undefined ? undefined : toSeed(seed);
    this.#stream = wholeNumber('stream', stream, 0, MAX_GENERATOR_STREAM);
    this.#engine = chooseEngine(engine);
    this.#uniform = this.#draws('uniform', 2 * this.#stream);
    this.#gaussian = this.#draws('gaussian', 2 * this.#stream + 1);
    this.#integers = new Integers(this.#uniform);
  }

  #draws(distribution: Distribution, stream: number): Draws {
    const generator = this;
    return new Draws(this.#engine, {
      distribution,
      stream,
      get seed() {
        return generator.seed;
      },
    });
  }

  /**
   * Continues from a saved state, with either engine.
   *
   * @throws {TypeError | RangeError} if it is not a state, or one of another stream version
   *
   * @example
   * const rng = new Generator(42);
   * const saved = JSON.stringify(rng.state);
   * const again = Generator.from(JSON.parse(saved));
   * again.random() === rng.random(); // true
   */
  static from(state: GeneratorState, options?: { engine?: EngineName | undefined }): Generator {
    const { seed, stream, position, children } = toState(state);
    const generator = new Generator({ seed, stream, engine: toEngineOption(options) });
    generator.seek(position);
    generator.#children = children;
    return generator;
  }

  /** The key of all its draws. */
  get seed(): bigint {
    // Not sooner: while a module of a Cloudflare worker is loaded, there is no randomness.
    this.#seed ??= randomSeed();
    return this.#seed;
  }

  /** Which of the seed's independent generators this is: 0 to 2^31 - 1. */
  get stream(): number {
    return this.#stream;
  }

  /** A number in [0, 1), a multiple of 2^-53. */
  readonly random = (): number => this.#uniform.next();

  /**
   * A number in [low, high): `low + (high - low) * random()`, or the largest double below `high` if that rounds up to
   * `high`. Both bounds must be finite, and so must their difference.
   *
   * @throws {TypeError | RangeError} for bad bounds
   */
  readonly uniform = (low = 0, high = 1): number => {
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high && high - low <= Number.MAX_VALUE)) {
      uniformScale({ low, high }); // says what is wrong
    }
    const sample = low + (high - low) * this.#uniform.next();
    return sample < high ? sample : uniformScale({ low, high })!.most;
  };

  /**
   * A normally distributed number: `mean + deviation * x`, where x is the next standard normal sample. The mean must be
   * finite, the deviation finite and not below 0.
   *
   * @throws {TypeError | RangeError} for bad parameters
   */
  readonly normal = (mean = 0, deviation = 1): number => {
    if (!(Number.isFinite(mean) && Number.isFinite(deviation) && deviation >= 0)) {
      gaussianScale({ mean, deviation }); // says what is wrong
    }
    const sample = this.#gaussian.next();
    return mean === 0 && deviation === 1 ? sample : mean + deviation * sample;
  };

  /**
   * A whole number, `low <= k < high`, all equally likely. Both bounds must be safe integers, at most 2^53 - 1 apart.
   *
   * @throws {TypeError | RangeError} for bad bounds
   *
   * @example
   * const die = new Generator(42);
   * die.integer(1, 7); // 3
   */
  readonly integer = (low: number, high: number): number => this.#integers.within(low, high);

  /**
   * Shuffles an array or a typed array in place, with every order equally likely (Fisher-Yates), and returns it.
   *
   * @throws {TypeError} for anything else
   */
  readonly shuffle = <T extends List>(array: T): T => {
    requireList(array);
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.#integers.below(i + 1);
      const item = array[i];
      array[i] = array[j];
      array[j] = item;
    }
    return array;
  };

  /**
   * Fills an array with the next samples, the same that as many calls of `random` or `normal` would have given, and
   * returns it. In a Float32Array, uniform samples are cut to 24 bits, so that none becomes 1, and Gaussian ones are
   * rounded to nearest. It computes on this thread.
   *
   * @throws {TypeError} when the array is neither a Float64Array nor a Float32Array
   */
  readonly fill = <T extends SampleArray>(array: T, distribution: Distribution): T => {
    requireSampleArray(array);
    const which = oneOf('distribution', distribution, DISTRIBUTIONS);
    (which === 'uniform' ? this.#uniform : this.#gaussian).fill(array);
    return array;
  };

  /** How many samples were drawn. */
  get position(): GeneratorPosition {
    return { uniform: this.#uniform.position, gaussian: this.#gaussian.position };
  }

  /**
   * Moves to another position, forward or back; a count that you omit stays. However far it is, the next draw takes at
   * most as long as a block, 65,536 samples.
   *
   * @throws {TypeError | RangeError} for a bad position
   *
   * @example
   * const rng = new Generator(42);
   * const first = rng.random();
   * rng.seek({ uniform: 0 });
   * rng.random() === first; // true
   */
  readonly seek = (position: Partial<GeneratorPosition>): void => {
    const { uniform, gaussian } = toPosition(position);
    this.#uniform.position = uniform ?? this.#uniform.position;
    this.#gaussian.position = gaussian ?? this.#gaussian.position;
  };

  /** All that the next draws depend on, as plain JSON for `Generator.from`. */
  get state(): GeneratorState {
    const { seed, stream, position } = this;
    return { version: STREAM_VERSION, seed: String(seed), stream, position, children: this.#children };
  }

  /** What `JSON.stringify` writes: the state. */
  toJSON(): GeneratorState {
    return this.state;
  }

  /** What Node's `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    return { Generator: this.state };
  }

  /**
   * New generators with their own seeds and streams, for parts of a program that must not depend on how much others
   * draw. They depend on this one's seed, its stream and how many were split off before, but not on its draws. They use
   * the same engine.
   *
   * @throws {TypeError | RangeError} when `count` is not a whole number from 0 to 2^32 - 1
   *
   * @example
   * const [weather, traffic] = new Generator(42).split(2);
   */
  readonly split = (count: number): Generator[] => {
    wholeNumber('count', count, 0, Math.min(2 ** 32 - 1, MAX_CHILDREN - this.#children));
    const { seed, stream } = this;
    const engine = this.#engine.name;
    return Array.from(
      { length: count },
      () => new Generator({ ...childOf(seed, stream, this.#children++), engine }),
    );
  };
}

function requireList(value: unknown): asserts value is List {
  // A DataView has no length.
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && 'length' in value)) {
    throw new TypeError(mustBe('array', 'an array or a typed array', value));
  }
}
