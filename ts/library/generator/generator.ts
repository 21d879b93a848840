import { mustBe, noMore, wholeNumber } from '../checks/arguments.ts';
import { byName, type Definition, type ParameterValue, toParameters } from '../distributions/definition.ts';
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
import { type ChildKey, childOfCount, childOfKey } from './child.ts';
import { Draws } from './draws.ts';
import { DrawKey } from './key.ts';
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

export type { ChildKey } from './child.ts';
export type { GeneratorOptions, GeneratorPositions, GeneratorState, PositionName } from './state.ts';

/** What `shuffle` takes: an array, or a typed array. */
export type List = unknown[] | (ArrayBufferView & { length: number; [index: number]: unknown });

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

/** Throws unless a method is called on a generator. */
let requireGenerator: (value: unknown, method: string) => asserts value is Generator;

/** The draws of a name of the generator that a method is called on. */
let drawsOf: (generator: unknown, name: PositionName, index: number) => Draws;

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
  /** The uniform draws once more: `random` is faster for it. */
  #uniform: Draws | undefined;

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
    requireGenerator = (value, method) => {
      if (typeof value !== 'object' || value === null || !(#draws in value)) {
        throw new TypeError(
          `${method} was called without its generator: pass () => rng.${method}() in place of rng.${method}`,
        );
      }
    };
    drawsOf = (generator, name, index) => {
      requireGenerator(generator, name);
      let draws = generator.#draws[index];
      if (draws === undefined) {
        asking = generator;
        askedFor = name;
        happened.now = OPENING instanceof Rare;
        draws = opened;
      }
      return draws;
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
    if (name === 'uniform') {
      this.#uniform = draws;
    }
    this.#draws = all;
    return draws;
  }

  #key(): DrawKey {
    const { low, high, stream } = this.#halves();
    return new DrawKey(low, high, stream);
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
      this.#halves();
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
  static from(state: GeneratorState, options?: { engine?: EngineName | undefined }): Generator {
    const { seed, stream, positions, children } = toState(state);
    const generator = new Generator({ seed, stream, engine: toEngineOption(options) });
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
   * Shuffles an array or a typed array in place, with every order equally likely (Fisher-Yates), and returns it. It
   * takes one pick for each item but one.
   *
   * @throws {TypeError} for anything else, and for an array that is frozen; then no pick is drawn
   */
  shuffle<T extends List>(array: T): T {
    requireGenerator(this, 'shuffle');
    requireList(array);
    const picks = this.#drawsOf('pick');
    picks.requireLeft(Math.max(0, array.length - 1));
    const before = picks.position;
    try {
      shuffleBy(picks, array);
    } catch (error) {
      picks.position = before;
      throw error;
    }
    return array;
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
  fill<T extends SampleArray>(array: T, distribution: DistributionName, ...parameters: ParameterValue[]): T {
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
        const sample = method.apply(this, parameters);
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
   * Moves to other positions, forward or back; those that you do not name stay. However far it is, the next draw takes
   * at most as long as a block, 65,536 samples.
   *
   * @throws {TypeError | RangeError} for a bad position
   *
   * @example
   * const rng = new Generator(42);
   * const first = rng.random();
   * rng.seek({ uniform: 0 });
   * rng.random() === first; // true
   */
  seek(positions: GeneratorPositions): void {
    requireGenerator(this, 'seek');
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
  split(count: number): Generator[] {
    requireGenerator(this, 'split');
    wholeNumber('count', count, 0, Math.min(2 ** 32 - 1, MAX_CHILDREN - this.#children));
    return Array.from(
      { length: count },
      () => new Child(childOfCount(this.#halves(), this.#children++), this.#engine),
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
    let key = childOfKey(this.#halves(), keys[0]);
    for (let i = 1; i < keys.length; i++) {
      key = childOfKey(key, keys[i]);
    }
    return new Child(key, this.#engine);
  }

  /** The seed's halves, and the stream. */
  #halves(): { low: number; high: number; stream: number } {
    if (this.#low === undefined) {
      // Not sooner: while a module of a Cloudflare worker is loaded, there is no randomness.
      this.#setSeed(randomSeed());
    }
    return { low: this.#low!, high: this.#high, stream: this.#stream };
  }
}

/** A generator of a key, with an engine. */
const Child = Generator as unknown as new (key: DrawKey, engine: Engine) => Generator;

for (const name of DISTRIBUTIONS) {
  const { index } = placeOf(name);
  const value = methodOf(definitionOf(name), (generator) => drawsOf(generator, name, index));
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(Generator.prototype, name, { value, configurable: true, writable: true });
}

/** The method of a distribution, on the prototype: thousands of generators may use few of them. */
function methodOf(
  { draw, lists, row }: Definition,
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
  if (lists) {
    return function (a?: unknown, b?: unknown) {
      return of(this).drawOf(a, b);
    };
  }
  return function (a?: unknown, b?: unknown, c?: unknown, d?: unknown) {
    return of(this).draw(a, b, c, d);
  };
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
  if (typeof given[0] === 'object' && given[0] !== null && !isList(given[0])) {
    throw new TypeError(`fill takes parameters one by one, not in an object: write ${write}`);
  }
  return toParameters(definition, byName(definition, given));
}

/** Whether a value is an array or a typed array: a DataView has no length. */
function isList(value: object): boolean {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function requireList(value: unknown): asserts value is List {
  if (typeof value !== 'object' || value === null || !isList(value)) {
    throw new TypeError(mustBe('array', 'an array or a typed array', value));
  }
  if (Object.isFrozen(value) && Object.keys(value).length > 0) {
    throw new TypeError('array must not be frozen: shuffle a copy, [...array]');
  }
}

function shuffleBy(picks: Draws, array: List): void {
  for (let i = array.length - 1; i > 0; i--) {
    const j = picks.below(i + 1);
    const item = array[i];
    array[i] = array[j];
    array[j] = item;
  }
}
