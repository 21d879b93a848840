import { isList, mustBe, noMore, noOther, wholeNumber } from '../checks/arguments.ts';
import type { Weighting, Weights } from '../distributions/categorical.ts';
import {
  byName,
  type Definition,
  NUMBERS,
  type ParameterValue,
  toParameters,
} from '../distributions/definition.ts';
import {
  type ArgumentsOf,
  DISTRIBUTIONS,
  type DistributionName,
  definitionOf,
  type REGISTRY,
  type ResultOf,
  toDistribution,
} from '../distributions/registry.ts';
import { requireKind, requireRows, writerOf } from '../distributions/write.ts';
import { chooseEngine } from '../engines/choose.ts';
import type { Engine, EngineName } from '../engines/engine.ts';
import { isDoubles, type SampleArray } from '../stream/arrays.ts';
import { firstUniform } from '../stream/sample-words.ts';
import { randomSeed, toSeed } from '../stream/seeds.ts';
import { MAX_STREAM, ROW_SAMPLES, STREAM_VERSION } from '../stream/stream.ts';
import { kindOf, lengthOf, partOf, requireSampleArray } from '../stream/views.ts';
import { bigint, bytes, string, uuid } from './bits.ts';
import { type ChildKey, childOfCount, childOfKey } from './child.ts';
import { Draws } from './draws.ts';
import { DrawKey } from './key.ts';
import type { AnyList, ItemOf, Items, List } from './lists.ts';
import { choice, choices, permutation, reservoir, shuffle, take } from './picks.ts';
import { happened, Rare, rarely } from './rarely.ts';
import {
  type GeneratorOptions,
  type GeneratorPositions,
  type GeneratorState,
  MAX_CHILDREN,
  type PositionName,
  placeOf,
  toEngineOption,
  toOptions,
  toPositions,
  toState,
} from './state.ts';
import { choiceByWeight, choicesByWeight, takeByWeight } from './weights.ts';

export { type Weighting, type Weights, weights } from '../distributions/categorical.ts';
export type { ChildKey } from './child.ts';
export type { AnyList, ItemOf, Items, List } from './lists.ts';
export type { GeneratorOptions, GeneratorPositions, GeneratorState, PositionName } from './state.ts';

/** A method for each distribution, with its parameters in their order. */
type Methods = {
  readonly [D in keyof typeof REGISTRY]: (...parameters: ArgumentsOf<D>) => ResultOf<D>;
};

/** Up to so many samples an array is filled by draws: for more, the engine seeks its place faster. */
const FEW = 2048;

/** The same for samples as windows have them. */
const MANY = 131_072;

/** What a new generator has drawn of each name. */
const NONE: readonly undefined[] = [undefined];

const UNIFORM = placeOf('uniform').index;
const NORMAL = placeOf('normal').index;
const EXPONENTIAL = placeOf('exponential').index;
const INTEGER = placeOf('integer').index;
const CATEGORICAL = placeOf('categorical').index;
const PICK = placeOf('pick').index;

/** Throws unless a method is called on a generator. */
let requireGenerator: (value: unknown, method: string) => void;

/** What gives the draws of a name, of the generator that a method is called on. */
let drawsOf: (name: PositionName) => (value: unknown) => Draws;

/**
 * The same of those that have a field of their own: a draw takes a nanosecond less. Each is written out, since what V8
 * learns of a function it learns for all that are made of the same text.
 */
let fieldOf: Partial<Record<PositionName, (value: unknown) => Draws>>;

/** What a generator does once in many draws, without a call in its caller's loop: see `rarely`. */
let asking: Generator;
let askedFor: PositionName;
let opened: Draws;
let OPENING: object;
let FIRST: object;
const first = new Float64Array(1);

/** The methods that are made of the registry. */
export interface Generator extends Methods {}

/**
 * Seeded random numbers one by one, in place of `Math.random`. Each depends only on the seed, the stream and how many of
 * its distribution came before it, and is the same with either engine, on any machine: the draws of a distribution are
 * the samples that a job of the same seed and stream has. docs/stream.md defines them under "Draws one by one".
 *
 * `random` is bound, so you can pass `rng.random` as a function; for any other method pass `() => rng.normal()`. A
 * generator computes nothing before its first draw, and little for a few draws.
 *
 * @example
 * const rng = new Generator(42);
 * rng.random(); // 0.3840214176341199
 * rng.integer(1, 7); // 4
 * rng.normal(); // -0.9725859746789803
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see above
export class Generator {
  /** The halves of the seed: none before a random one is needed. */
  #low: number | undefined;
  #high = 0;
  readonly #stream: number;
  readonly #engine: Engine;
  #children = 0;
  /** The draws of each name that has been drawn, by its index, but for uniform samples of the first row: how many. */
  #draws: readonly (Draws | undefined)[] = NONE;
  #drawn = 0;
  /** Those that are drawn most, once more. */
  #uniform: Draws | undefined;
  #normal: Draws | undefined;
  #exponential: Draws | undefined;
  #integer: Draws | undefined;

  /** A number in [0, 1), a multiple of 2^-53: the next uniform sample. */
  readonly random = (): number => {
    const uniform = this.#uniform;
    if (uniform === undefined) {
      asking = this;
      happened.now = FIRST instanceof Rare;
      return first[0]!;
    }
    return uniform.next();
  };

  /**
   * @param options a seed (a whole number from 0 to 2^64 - 1, a word or bytes), or `{ seed, stream, engine }`; without a
   * seed it draws a random one when it first needs it
   * @throws {TypeError | RangeError} for a bad argument
   */
  constructor(options?: GeneratorOptions['seed'] | GeneratorOptions);
  constructor(options?: GeneratorOptions['seed'] | GeneratorOptions | DrawKey, ...more: unknown[]) {
    if (options instanceof DrawKey) {
      this.#low = options.low;
      this.#high = options.high;
      this.#stream = options.stream;
      this.#engine = more[0] as Engine;
      return;
    }
    noMore(more, 'a generator takes a seed or options', 'new Generator({ seed, stream, engine })');
    const { seed, stream = 0, engine } = toOptions(options);
    if (seed !== undefined) {
      this.#setSeed(toSeed(seed));
    }
    this.#stream = wholeNumber('stream', stream, 0, MAX_STREAM);
    this.#engine = chooseEngine(engine);
  }

  static {
    // Not a word about the class itself: what TypeScript makes of that has no value yet.
    const isGenerator = (value: unknown): value is Generator =>
      typeof value === 'object' && value !== null && #draws in value;
    requireGenerator = (value, method) => {
      if (!isGenerator(value)) {
        throw unbound(method);
      }
    };
    drawsOf = (name) => {
      const { index } = placeOf(name);
      return (value) => {
        if (!isGenerator(value)) {
          throw unbound(name);
        }
        let draws = value.#draws[index];
        if (draws === undefined) {
          asking = value;
          askedFor = name;
          happened.now = OPENING instanceof Rare;
          draws = opened;
        }
        return draws;
      };
    };
    fieldOf = {
      uniform: (value) => {
        if (!isGenerator(value)) {
          throw unbound('uniform');
        }
        let draws = value.#uniform;
        if (draws === undefined) {
          asking = value;
          askedFor = 'uniform';
          happened.now = OPENING instanceof Rare;
          draws = opened;
        }
        return draws;
      },
      normal: (value) => {
        if (!isGenerator(value)) {
          throw unbound('normal');
        }
        let draws = value.#normal;
        if (draws === undefined) {
          asking = value;
          askedFor = 'normal';
          happened.now = OPENING instanceof Rare;
          draws = opened;
        }
        return draws;
      },
      exponential: (value) => {
        if (!isGenerator(value)) {
          throw unbound('exponential');
        }
        let draws = value.#exponential;
        if (draws === undefined) {
          asking = value;
          askedFor = 'exponential';
          happened.now = OPENING instanceof Rare;
          draws = opened;
        }
        return draws;
      },
      integer: (value) => {
        if (!isGenerator(value)) {
          throw unbound('integer');
        }
        let draws = value.#integer;
        if (draws === undefined) {
          asking = value;
          askedFor = 'integer';
          happened.now = OPENING instanceof Rare;
          draws = opened;
        }
        return draws;
      },
    };
    OPENING = rarely(() => {
      opened = asking.#open(askedFor);
    });
    FIRST = rarely(() => {
      first[0] = asking.#first();
    });
  }

  /** The draws of a name. */
  #drawsOf(name: PositionName): Draws {
    return this.#draws[placeOf(name).index] ?? this.#open(name);
  }

  /** Begins with the draws of a name. */
  #open(name: PositionName): Draws {
    const { index } = placeOf(name);
    const draws = new Draws(this.#engine, this.#key(), name, name === 'uniform' ? this.#drawn : 0);
    const all: (Draws | undefined)[] = Array(Math.max(this.#draws.length, index + 1)).fill(undefined);
    for (const [i, other] of this.#draws.entries()) {
      all[i] = other;
    }
    all[index] = draws;
    this.#draws = all;
    this.#uniform = all[UNIFORM];
    this.#normal = all[NORMAL];
    this.#exponential = all[EXPONENTIAL];
    this.#integer = all[INTEGER];
    return draws;
  }

  #key(): DrawKey {
    if (this.#low === undefined) {
      // Not sooner: while a module of a Cloudflare worker is loaded, there is no randomness.
      this.#setSeed(randomSeed());
    }
    return new DrawKey(this.#low!, this.#high, this.#stream);
  }

  #setSeed(seed: bigint): void {
    const { low, high } = DrawKey.of(seed, 0);
    this.#low = low;
    this.#high = high;
  }

  /** The next uniform sample, if it may be of the first row: those need no window, and nothing that draws have. */
  #first(): number {
    if (this.#drawn === ROW_SAMPLES) {
      return this.#open('uniform').next();
    }
    if (this.#low === undefined) {
      this.#key();
    }
    return firstUniform(this.#low!, this.#high, this.#stream, this.#drawn++);
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
  static from(state: GeneratorState, options?: { engine?: EngineName | undefined }): Generator;
  static from(
    state: GeneratorState,
    options?: { engine?: EngineName | undefined },
    ...more: unknown[]
  ): Generator {
    noMore(more, 'from takes a state and options', 'Generator.from(state, { engine })');
    const { seed, stream, positions, children } = toState(state);
    const generator = new Child(DrawKey.of(BigInt(seed), stream), chooseEngine(toEngineOption(options)));
    generator.seek(positions);
    generator.#children = children;
    return generator;
  }

  /** The key of all its draws. */
  get seed(): bigint {
    return this.#key().seed;
  }

  /** Which of the seed's independent generators this is: 0 to 2^32 - 1. */
  get stream(): number {
    return this.#stream;
  }

  /**
   * True with a probability, 0 to 1, which is 0.5 if you give none: `bernoulli` in words.
   *
   * @throws {TypeError | RangeError} for anything else
   *
   * @example
   * const rng = new Generator(42);
   * rng.boolean(0.3); // false
   */
  boolean(probability?: number): boolean;
  boolean(probability?: number, more?: unknown): boolean {
    requireGenerator(this, 'boolean');
    noOther(more, 'boolean takes a probability', 'rng.boolean(probability)');
    return this.bernoulli(probability) === 1;
  }

  /**
   * A bigint, `low` or above and below `high`, all equally likely. `high` is above `low` by at most 2^4096.
   *
   * @throws {TypeError | RangeError} for anything else
   *
   * @example
   * const rng = new Generator(42);
   * rng.bigint(0n, 10n ** 20n); // 456072690785096828n
   */
  bigint(low: bigint, high: bigint): bigint;
  bigint(low: bigint, high: bigint, more?: unknown): bigint {
    requireGenerator(this, 'bigint');
    noOther(more, 'bigint takes low and high', 'rng.bigint(low, high)');
    return bigint(this.#drawsOf('bits'), low, high);
  }

  /**
   * Random bytes: a new array of so many, or the array that you give, filled. Each call begins with a new word of eight
   * bytes. They are for tests and simulations, not for secrets: who sees enough of them can compute the others.
   *
   * @throws {TypeError | RangeError} unless it is a Uint8Array, or a whole number, 0 or more; `OffloopError`
   * (`OFFLOOP_OUT_OF_MEMORY`) if there is no memory for so many
   *
   * @example
   * const rng = new Generator(42);
   * rng.bytes(4); // Uint8Array(4) [ 96, 69, 232, 233 ]
   */
  bytes<T extends number | Uint8Array>(length: T): T extends Uint8Array ? T : Uint8Array<ArrayBuffer>;
  bytes(length: number | Uint8Array, more?: unknown): Uint8Array {
    requireGenerator(this, 'bytes');
    noOther(more, 'bytes takes a length or a Uint8Array', 'rng.bytes(length)');
    return bytes(this.#drawsOf('bits'), length);
  }

  /**
   * A text of so many characters, 0 to 2^27, each of them one of an alphabet's code points, all equally likely: one that
   * is there twice comes twice as often. Without an alphabet they are `A` to `Z`, `a` to `z` and `0` to `9`. It is for
   * tests and simulations, not for passwords: who sees enough of the draws can compute the others.
   *
   * @throws {TypeError | RangeError} for a bad length, and an alphabet that is empty, or has half a character
   *
   * @example
   * const rng = new Generator(42);
   * rng.string(8); // 'nK5RT5YQ'
   * rng.string(8, '01'); // '10110100'
   */
  string(length: number, alphabet?: string): string;
  string(length: number, alphabet?: string, more?: unknown): string {
    requireGenerator(this, 'string');
    noOther(more, 'string takes a length and an alphabet', 'rng.string(length, alphabet)');
    return string(this.#drawsOf('pick'), length, alphabet);
  }

  /**
   * A UUID of version 4 (RFC 9562), for test data that is the same in every run. Where nobody may guess it, use
   * `crypto.randomUUID()`.
   *
   * @throws {TypeError} if it is given anything
   *
   * @example
   * const rng = new Generator(42);
   * rng.uuid(); // '6045e8e9-0bf8-4081-bc94-0026b24b5406'
   */
  uuid(): string;
  uuid(more?: unknown): string {
    requireGenerator(this, 'uuid');
    if (more !== undefined) {
      throw new TypeError('uuid takes nothing: write rng.uuid()');
    }
    return uuid(this.#drawsOf('bits'));
  }

  /**
   * One item of an array or a typed array, all equally likely, or each by its weight: a number, 0 or more, for each item,
   * or what `weights` has made of such numbers once, which is fast however many there are. With weights it draws a
   * `categorical` sample, without them a pick.
   *
   * @throws {TypeError | RangeError} for an empty list, and for weights that are not as many as the items, or whose sum
   * is not finite and above 0
   *
   * @example
   * const rng = new Generator(42);
   * rng.choice(['rock', 'paper', 'scissors']); // 'paper'
   * rng.choice(['copper', 'silver', 'gold'], [60, 30, 10]); // 'gold'
   */
  choice<T>(list: Items<T>, weights?: Weighting): T;
  /**
   * One code point of a text, all equally likely, or each by its weight, as items of an array.
   *
   * @example
   * const rng = new Generator(42);
   * rng.choice('abc'); // 'b'
   */
  choice(list: string, weights?: Weighting): string;
  /**
   * One of the whole numbers 0 … n - 1, all equally likely, or each by its weight, as items of an array.
   *
   * @example
   * const rng = new Generator(42);
   * rng.choice(6); // 3
   */
  choice(n: number, weights?: Weighting): number;
  /** One item of a list that may be of several kinds. */
  choice<L extends AnyList>(list: L, weights?: Weighting): ItemOf<L>;
  choice(list: unknown, weights?: unknown, more?: unknown): unknown {
    requireGenerator(this, 'choice');
    noOther(more, 'choice takes a list and weights', 'rng.choice(list, weights)');
    return weights === undefined
      ? choice(this.#draws[PICK] ?? this.#open('pick'), list)
      : choiceByWeight(this.#draws[CATEGORICAL] ?? this.#open('categorical'), list, weights);
  }

  /**
   * So many items of an array or a typed array, up to 2^26, with replacement: `choice` again and again, so that the
   * same item may come several times. Give weights to choose by them: a number, 0 or more, for each item.
   *
   * @throws {TypeError | RangeError} for a bad count, an empty list if one must be chosen, and for weights that are not as
   * many as the items, or whose sum is not finite and above 0
   *
   * @example
   * const rng = new Generator(42);
   * rng.choices(['heads', 'tails'], 4); // [ 'tails', 'heads', 'tails', 'heads' ]
   */
  choices<T>(list: Items<T>, count: number, weights?: Weighting): T[];
  /** So many code points of a text, with replacement: `choice` again and again. Give weights to choose by them. */
  choices(list: string, count: number, weights?: Weighting): string[];
  /** So many of the whole numbers 0 … n - 1, with replacement: `choice` again and again. Give weights to choose by them. */
  choices(n: number, count: number, weights?: Weighting): number[];
  /** So many items of a list that may be of several kinds, with replacement. */
  choices<L extends AnyList>(list: L, count: number, weights?: Weighting): ItemOf<L>[];
  choices(list: unknown, count: unknown, weights?: unknown, more?: unknown): unknown[] {
    requireGenerator(this, 'choices');
    noOther(more, 'choices takes a list, a count and weights', 'rng.choices(list, count, weights)');
    return weights === undefined
      ? choices(this.#drawsOf('pick'), list, count)
      : choicesByWeight(this.#drawsOf('categorical'), list, count, weights);
  }

  /**
   * So many different items of an array or a typed array, in random order: every choice and every order is equally
   * likely. The list is left alone. It takes time and memory for as many as are taken, however long the list is.
   *
   * With weights (a number, 0 or more, for each item) they are taken one after the other, each by its weight among those
   * that are left, and it takes time and memory for the whole list. Weights below 1e-306 of the largest come last, and
   * mostly in the list's order.
   *
   * @throws {TypeError | RangeError} for a count that is more than there are items, or than weights above 0, and for
   * weights that are not as many as the items, or whose sum is not finite and above 0
   *
   * @example
   * const rng = new Generator(42);
   * rng.take(['Ada', 'Ben', 'Cleo', 'Dan'], 2); // [ 'Cleo', 'Ben' ]
   */
  take<T>(list: Items<T>, count: number, weights?: Weighting): T[];
  /** So many different code points of a text (by their places), in random order. Give weights to take them by. */
  take(list: string, count: number, weights?: Weighting): string[];
  /**
   * So many different ones of the whole numbers 0 … n - 1, in random order. Give weights to take them by.
   *
   * @example
   * const rng = new Generator(42);
   * rng.take(49, 6); // [ 31, 9, 45, 15, 18, 2 ]
   */
  take(n: number, count: number, weights?: Weighting): number[];
  /** So many different items of a list that may be of several kinds, in random order. */
  take<L extends AnyList>(list: L, count: number, weights?: Weighting): ItemOf<L>[];
  take(list: unknown, count: unknown, weights?: unknown, more?: unknown): unknown[] {
    requireGenerator(this, 'take');
    noOther(more, 'take takes a list, a count and weights', 'rng.take(list, count, weights)');
    return weights === undefined
      ? take(this.#drawsOf('pick'), list, count)
      : takeByWeight(this.#drawsOf('order'), list, count, weights);
  }

  /**
   * The whole numbers 0 … n - 1 in random order, every order equally likely: a Uint32Array, or where n is above 2^32 a
   * Float64Array.
   *
   * @throws {TypeError | RangeError} unless n is a whole number, 0 or more; `OffloopError` (`OFFLOOP_OUT_OF_MEMORY`) if
   * there is no memory for so many
   *
   * @example
   * const rng = new Generator(42);
   * rng.permutation(5); // Uint32Array(5) [ 1, 4, 2, 0, 3 ]
   */
  permutation(n: number): Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  permutation(n: number, more?: unknown): Uint32Array | Float64Array {
    requireGenerator(this, 'permutation');
    noOther(more, 'permutation takes a number', 'rng.permutation(n)');
    return permutation(this.#drawsOf('pick'), n);
  }

  /**
   * Shuffles an array or a typed array in place, with every order equally likely (Fisher-Yates), and returns it. It
   * takes one pick for each item but one.
   *
   * @throws {TypeError} for anything else, and for an array that is frozen; then no pick is drawn
   *
   * @example
   * const rng = new Generator(42);
   * rng.shuffle([1, 2, 3, 4, 5]); // [ 2, 5, 3, 1, 4 ]
   */
  shuffle<T extends List>(array: T): T;
  shuffle<T extends List>(array: T, more?: unknown): T {
    requireGenerator(this, 'shuffle');
    noOther(more, 'shuffle takes an array', 'rng.shuffle(array)');
    return shuffle(this.#drawsOf('pick'), array);
  }

  /**
   * So many items of a sequence whose length nobody knows, all equally likely: it is read once, to its end, and only so
   * many items are kept. If it is shorter, all are there. Their order is not random: `shuffle` them if it matters.
   *
   * @throws {TypeError | RangeError} for what is not iterable, and for a bad count; and what the sequence throws
   *
   * @example
   * const rng = new Generator(42);
   * rng.reservoir(new Set(['a', 'b', 'c', 'd', 'e']), 2); // [ 'd', 'c' ]
   */
  reservoir<T>(iterable: Iterable<T>, count: number): T[];
  /**
   * So many items of an asynchronous sequence, such as a stream's lines, all equally likely. Picks that this generator
   * draws for others until the promise is kept come in between: give the sequence a generator of its own, such as a child.
   *
   * @example
   * import { createInterface } from 'node:readline';
   * const rng = new Generator(42);
   * const lines = createInterface(process.stdin);
   * await rng.reservoir(lines, 3);
   */
  reservoir<T>(iterable: AsyncIterable<T>, count: number): Promise<T[]>;
  reservoir(iterable: unknown, count: unknown, more?: unknown): unknown[] | Promise<unknown[]> {
    requireGenerator(this, 'reservoir');
    noOther(more, 'reservoir takes a sequence and a count', 'rng.reservoir(iterable, count)');
    return reservoir(this.#drawsOf('pick'), iterable, count);
  }

  /**
   * Fills an array with the next samples of a distribution, the same that as many calls of its method would have given,
   * and returns it: `rng.fill(array, 'normal', 5, 2)`. A Float32Array gets floats within the samples' range (those of
   * uniform samples from 0 to 1 are cut to 24 bits, so that none becomes 1), and an array of whole numbers, up to 64 bits,
   * samples that are whole. It computes on this thread.
   *
   * @throws {TypeError | RangeError} for a bad argument, or when a sample does not fit in the array; then no sample is
   * drawn
   */
  fill<T extends SampleArray>(
    array: T,
    distribution: DistributionName,
    ...parameters: (ParameterValue | Weights)[]
  ): T {
    requireGenerator(this, 'fill');
    requireSampleArray(array);
    const name = toDistribution(nameOnly(distribution));
    const definition = definitionOf(name);
    const { seed, stream: number } = this;
    const stream = {
      seed,
      stream: number,
      distribution: name,
      parameters: toPositional(definition, parameters),
    };
    requireKind(stream, kindOf(array));
    const draws = this.#drawsOf(name);
    const length = lengthOf(array);
    const size = definition.row?.size(stream.parameters) ?? 1;
    requireRows(length, size);
    draws.requireLeft(length);
    const { position } = draws;
    const plain = partOf(array, 0, length);
    if (parameters.length === 0 && definition.draw?.of === name && isDoubles(plain) && length < MANY) {
      draws.fill(plain);
      return array;
    }
    if (length > FEW && position % size === 0) {
      this.#engine.fill(stream, position / size, plain);
    } else {
      const write = writerOf(stream, plain);
      const method = this[name] as (this: this, ...parameters: ParameterValue[]) => number | number[];
      const samples = new Float64Array(length);
      for (let i = 0; i < length; i += size) {
        const sample = method.apply(this, parameters as ParameterValue[]);
        if (typeof sample === 'number') {
          samples[i] = sample;
        } else {
          samples.set(sample, i);
        }
      }
      draws.position = position;
      write(samples, 0, position);
    }
    draws.position = position + length;
    return array;
  }

  /** How many samples were drawn, by name, without those of which there were none. */
  get positions(): GeneratorPositions {
    const entries: [PositionName, number][] = this.#uniform === undefined ? [['uniform', this.#drawn]] : [];
    for (const draws of this.#draws) {
      if (draws !== undefined) {
        entries.push([draws.name, draws.position]);
      }
    }
    return Object.fromEntries(entries.filter(([, position]) => position > 0));
  }

  /**
   * Moves to other positions, forward or back; those that you do not name stay. However far it is, the next draw takes a
   * few microseconds.
   *
   * @throws {TypeError | RangeError} for a bad position
   *
   * @example
   * const rng = new Generator(42);
   * const first = rng.random();
   * rng.seek({ uniform: 0 });
   * rng.random() === first; // true
   */
  seek(positions: GeneratorPositions): void;
  seek(positions: GeneratorPositions, ...more: unknown[]): void {
    requireGenerator(this, 'seek');
    noMore(more, 'seek takes positions', 'rng.seek({ uniform: 0 })');
    for (const [name, position] of Object.entries(toPositions(positions))) {
      this.#drawsOf(name as PositionName).position = position;
    }
  }

  /** All that the next draws depend on, as plain JSON for `Generator.from`. */
  get state(): GeneratorState {
    const { seed, stream, positions } = this;
    return { version: STREAM_VERSION, seed: String(seed), stream, children: this.#children, positions };
  }

  /** What `JSON.stringify` writes: the state. */
  toJSON(): GeneratorState {
    return this.state;
  }

  /** What Node's `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    // tsc would rename a key that is written as the class's name.
    return Object.fromEntries([['Generator', this.state]]);
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
  split(count: number): Generator[];
  split(count: number, ...more: unknown[]): Generator[] {
    requireGenerator(this, 'split');
    noMore(more, 'split takes a count', 'rng.split(count)');
    wholeNumber('count', count, 0, Math.min(2 ** 32 - 1, MAX_CHILDREN - this.#children));
    return Array.from(
      { length: count },
      () => new Child(childOfCount(this.#key(), this.#children++), this.#engine),
    );
  }

  /**
   * The generator that some keys name: it depends on them and on this generator's seed and stream alone, not on what was
   * drawn or split off, so it is the same whenever you ask. `child(a, b)` is `child(a).child(b)`.
   *
   * It has a seed and a stream of its own: `child.seed` without its stream is another generator.
   *
   * @throws {TypeError | RangeError} unless there is a key, and every key is a whole number, from -2^63 to 2^63 - 1, or a
   * word
   *
   * @example
   * const world = new Generator('dragon-42');
   * world.child('tree', 17, -3).random(); // 0.6312413216716733
   */
  child(...keys: [ChildKey, ...ChildKey[]]): Generator;
  child(...keys: ChildKey[]): Generator {
    requireGenerator(this, 'child');
    if (keys.length === 0) {
      throw new TypeError('child needs at least one key: a whole number or a word');
    }
    let key = childOfKey(this.#key(), keys[0]);
    for (let i = 1; i < keys.length; i++) {
      key = childOfKey(key, keys[i]);
    }
    return new Child(key, this.#engine);
  }
}

/** A generator of a key, with an engine. */
const Child = Generator as unknown as new (key: DrawKey, engine: Engine) => Generator;

for (const name of DISTRIBUTIONS) {
  const value = methodOf(definitionOf(name), fieldOf[name] ?? drawsOf(name));
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(Generator.prototype, name, { value, configurable: true, writable: true });
}

/** The method of a distribution, on the prototype: thousands of generators may use few of them. */
function methodOf(
  { draw, list, row }: Definition,
  of: (generator: unknown) => Draws,
): (this: unknown, ...args: never[]) => unknown {
  if (draw !== undefined) {
    return draw.method(of);
  }
  if (row !== undefined) {
    return function (a?: unknown, b?: unknown) {
      return of(this).drawRow(a, b);
    };
  }
  switch (list.length) {
    case 1:
      return function (a?: unknown) {
        return of(this).drawOne(a);
      };
    case 2:
      return function (a?: unknown, b?: unknown) {
        return of(this).drawTwo(a, b);
      };
    default:
      return function (a?: unknown, b?: unknown, c?: unknown, d?: unknown) {
        return of(this).draw(a, b, c, d);
      };
  }
}

/** The error of a method that is called as a function of its own. */
function unbound(method: string): TypeError {
  return new TypeError(
    `${method} was called without its generator: pass () => rng.${method}() in place of rng.${method}`,
  );
}

/** A job in place of a distribution's name is told what to write. */
function nameOnly<T>(distribution: T): T {
  if (typeof distribution === 'object' && distribution !== null) {
    const write =
      "write rng.fill(array, 'normal', mean, deviation), or fillSync(array, job) for a job's samples";
    throw new TypeError(`${mustBe('distribution', "a name, such as 'normal'", distribution)}: ${write}`);
  }
  return distribution;
}

/** A method's arguments as parameters, all of them checked. */
function toPositional(definition: Definition, given: readonly unknown[]): Float64Array {
  const { names } = definition;
  const write = `rng.fill(array, '${definition.name}', ${names.join(', ')})`;
  noMore(
    given.slice(names.length),
    "fill takes an array, a distribution and the distribution's parameters",
    write,
  );
  if (typeof given[0] === 'object' && given[0] !== null && !isList(given[0]) && !(NUMBERS in given[0])) {
    throw new TypeError(`fill takes parameters one by one, not in an object: write ${write}`);
  }
  return toParameters(definition, byName(definition, given));
}
