import { isPlain, mustBe, notPlain, ownValues, plainObject, wholeNumber } from '../arguments.ts';
import type { EngineName } from '../engine/engine.ts';
import { MAX_SAMPLES, STREAM_VERSION, toSeed } from '../job.ts';

/** The largest stream of a generator: 2^31 - 1. Each generator uses two of the streams that jobs have. */
export const MAX_GENERATOR_STREAM = 2 ** 31 - 1;

/** The most children of a generator: 2^53 - 1. */
export const MAX_CHILDREN = Number.MAX_SAFE_INTEGER;

/** How to create a generator. */
export interface GeneratorOptions {
  /**
   * The key of its draws: 0 to 2^64 - 1, as a bigint, a safe integer or a decimal string.
   * @default random; `generator.seed` has it
   */
  seed?: bigint | number | string | undefined;
  /**
   * An independent generator under the same seed: 0 to 2^31 - 1.
   * @default 0
   */
  stream?: number | undefined;
  /**
   * The engine that computes: Rust or pure TypeScript. The draws are the same.
   * @default 'native' if it loads, else 'typescript'; the environment variable `OFFLOOP_ENGINE` sets it
   */
  engine?: EngineName | undefined;
}

/** How many samples a generator has drawn: whole numbers, 0 to 2^53 - 1. */
export interface GeneratorPosition {
  /** By `random`, `uniform`, `integer`, `shuffle`, and `fill` with uniform samples. */
  uniform: number;
  /** By `normal`, and `fill` with Gaussian samples. */
  gaussian: number;
}

/** All that a generator's next draws depend on, as plain JSON. */
export interface GeneratorState {
  /** The version of the sample stream (docs/stream.md). */
  version: number;
  /** The seed in decimal. */
  seed: string;
  stream: number;
  position: GeneratorPosition;
  /** How many generators were split off. */
  children: number;
}

const OPTION_KEYS: readonly (keyof GeneratorOptions)[] = ['seed', 'stream', 'engine'];
const POSITION_KEYS: readonly (keyof GeneratorPosition)[] = ['uniform', 'gaussian'];
const STATE_KEYS: readonly (keyof GeneratorState)[] = ['version', 'seed', 'stream', 'position', 'children'];

/** Options as callers give them, or just a seed. */
export function toOptions(given: GeneratorOptions['seed'] | GeneratorOptions): GeneratorOptions {
  if (typeof given !== 'object' || given === null) {
    return { seed: given, stream: undefined, engine: undefined };
  }
  if (!isPlain(given)) {
    const allowed = 'a bigint, a whole number, a decimal string, or a plain object of options';
    throw new TypeError(notPlain('seed', allowed, given));
  }
  return plainObject('options', given, OPTION_KEYS, (key) =>
    key === 'version' || key === 'position'
      ? 'options are not a state: continue a saved one with Generator.from(state)'
      : undefined,
  );
}

/** Checks the engine that continues a saved state. */
export function toEngineOption(given: { engine?: EngineName | undefined } = {}): EngineName | undefined {
  return plainObject('options', given, ['engine']).engine;
}

/** Checks a position whose counts may be omitted. */
export function toPosition(
  given: Partial<GeneratorPosition>,
): Record<keyof GeneratorPosition, number | undefined> {
  const { uniform, gaussian } = plainObject('position', given, POSITION_KEYS);
  const count = (name: string, value: unknown): number | undefined =>
    value === undefined ? undefined : wholeNumber(name, value, 0, MAX_SAMPLES);
  return {
    uniform: count('position.uniform', uniform),
    gaussian: count('position.gaussian', gaussian),
  };
}

/** Checks a saved state. */
export function toState(given: GeneratorState): GeneratorState {
  if (typeof given === 'string') {
    throw new TypeError('state must be an object, not a string: use JSON.parse');
  }
  const { version, seed, stream, position, children } = ownValues('state', given, STATE_KEYS, (key) =>
    key === 'random' ? 'state must be a state, not a generator: pass its rng.state' : undefined,
  );
  if (version !== STREAM_VERSION) {
    throw new RangeError(mustBe('state.version', `${STREAM_VERSION}, the stream version`, version));
  }
  const { uniform, gaussian } = ownValues('state.position', position, POSITION_KEYS);
  return {
    version,
    seed: String(toSeed(seed)),
    stream: wholeNumber('state.stream', stream, 0, MAX_GENERATOR_STREAM),
    position: {
      uniform: wholeNumber('state.position.uniform', uniform, 0, MAX_SAMPLES),
      gaussian: wholeNumber('state.position.gaussian', gaussian, 0, MAX_SAMPLES),
    },
    children: wholeNumber('state.children', children, 0, MAX_CHILDREN),
  };
}
