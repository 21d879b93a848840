import {
  isPlain,
  mustBe,
  notPlain,
  ownValues,
  plainEntries,
  plainObject,
  wholeNumber,
} from '../checks/arguments.ts';
import type { Definition } from '../distributions/definition.ts';
import { DISTRIBUTIONS, type Distribution, definitionOf } from '../distributions/registry.ts';
import type { EngineName } from '../engines/engine.ts';
import { ALLOWED_SEED, isBytes, type Seed, toSeed } from '../stream/seeds.ts';
import { MAX_SAMPLES, MAX_STREAM, STREAM_VERSION, USES } from '../stream/stream.ts';

/** The most children of a generator: 2^53 - 1. */
export const MAX_CHILDREN = Number.MAX_SAFE_INTEGER;

/** How to create a generator. */
export interface GeneratorOptions {
  /**
   * The key of its draws: 0 to 2^64 - 1 as a bigint, a safe integer or digits, or else any word, or bytes.
   * @default random; `generator.seed` has it
   */
  seed?: Seed | undefined;
  /**
   * An independent generator under the same seed: 0 to 2^32 - 1.
   * @default 0
   */
  stream?: number | undefined;
  /**
   * The engine that computes: Rust or pure TypeScript. The draws are the same.
   * @default 'native' if it loads, else 'typescript'; the environment variable `OFFLOOP_ENGINE` sets it
   */
  engine?: EngineName | undefined;
}

/** What a generator counts: the samples of each distribution, and of what is no distribution. */
export type PositionName = Distribution | keyof typeof USES;

/**
 * How many samples a generator has drawn, by name: whole numbers, 0 to 2^53 - 1. `random` and `uniform` draw `uniform`
 * ones, `boolean` `bernoulli` ones; items, orders and characters are of `pick` ones, or if they have weights of
 * `categorical` ones (`choice`, `choices`) or `order` ones (`take`); bytes, UUIDs and bigints are of `bits`.
 */
export type GeneratorPositions = Partial<Record<PositionName, number>>;

/** All that a generator's next draws depend on, as plain JSON. */
export interface GeneratorState {
  /** The version of the sample stream (docs/stream.md). */
  version: number;
  /** The seed in decimal. */
  seed: string;
  stream: number;
  /** How many generators were split off. */
  children: number;
  /** Those that are not 0. */
  positions: GeneratorPositions;
}

const OPTION_KEYS: readonly (keyof GeneratorOptions)[] = ['seed', 'stream', 'engine'];
const STATE_KEYS: readonly (keyof GeneratorState)[] = ['version', 'seed', 'stream', 'children', 'positions'];

/** Every name of a position. */
const POSITION_NAMES: readonly PositionName[] = [
  ...DISTRIBUTIONS,
  ...(Object.keys(USES) as (keyof typeof USES)[]),
];

/** Where draws of a name come from: the number of their words, and the distribution whose standard samples they are made of. */
interface Place {
  /** Its place among a generator's draws. */
  readonly index: number;
  readonly number: number;
  readonly of: Definition;
}

const PLACES = Object.fromEntries(
  POSITION_NAMES.map((name, index): [PositionName, Place] => {
    if (Object.hasOwn(USES, name)) {
      return [name, { index, number: USES[name as keyof typeof USES], of: definitionOf('uniform') }];
    }
    const { number, draw } = definitionOf(name as Distribution);
    return [name, { index, number, of: definitionOf((draw?.of ?? name) as Distribution) }];
  }),
) as Record<PositionName, Place>;

export function placeOf(name: PositionName): Place {
  return PLACES[name];
}

/** Options as callers give them, or just a seed. */
export function toOptions(given: GeneratorOptions['seed'] | GeneratorOptions): GeneratorOptions {
  if (typeof given !== 'object' || given === null || isBytes(given)) {
    return { seed: given, stream: undefined, engine: undefined };
  }
  if (!isPlain(given)) {
    throw new TypeError(notPlain('seed', `${ALLOWED_SEED}, or a plain object of options`, given));
  }
  return plainObject('options', given, OPTION_KEYS, (key) =>
    key === 'version' || key === 'positions'
      ? 'options are not a state: continue a saved one with Generator.from(state)'
      : undefined,
  );
}

/** Checks the engine that continues a saved state. */
export function toEngineOption(given: { engine?: EngineName | undefined } = {}): EngineName | undefined {
  return plainObject('options', given, ['engine']).engine;
}

/** Checks positions by name; `name` is what they are called. */
export function toPositions(given: GeneratorPositions, name = 'positions'): GeneratorPositions {
  const positions: GeneratorPositions = {};
  for (const [key, position] of plainEntries(name, given, POSITION_NAMES)) {
    if (position !== undefined) {
      positions[key as PositionName] = wholeNumber(`${name}.${key}`, position, 0, MAX_SAMPLES);
    }
  }
  return positions;
}

/** Checks a saved state. */
export function toState(given: GeneratorState): GeneratorState {
  if (typeof given === 'string') {
    throw new TypeError('state must be an object, not a string: use JSON.parse');
  }
  const { version, seed, stream, children, positions } = ownValues('state', given, STATE_KEYS, (key) =>
    key === 'random' ? 'state must be a state, not a generator: pass its rng.state' : undefined,
  );
  if (version !== STREAM_VERSION) {
    throw new RangeError(mustBe('state.version', `${STREAM_VERSION}, the stream version`, version));
  }
  return {
    version,
    seed: String(toSeed(seed)),
    stream: wholeNumber('state.stream', stream, 0, MAX_STREAM),
    children: wholeNumber('state.children', children, 0, MAX_CHILDREN),
    positions: toPositions(positions, 'state.positions'),
  };
}
