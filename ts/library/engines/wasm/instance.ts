/** An instance of the WebAssembly module, crates/wasm: its functions, and views of its scratch array. */
import { definitionOf, type Stream } from '../../distributions/registry.ts';
import { IS_LITTLE_ENDIAN } from '../../stream/byte-order.ts';
import { LANES_WORDS } from '../../stream/lanes.ts';
import { BLOCK_SAMPLES, MAX_WORDS, STREAM_VERSION } from '../../stream/stream.ts';

/** What the module exports. A seed crosses in halves. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  prepare(): number;
  stream_version(): number;
  simd(): number;
  set_distribution(number: number, parameters: number): void;
  sum(seedLow: number, seedHigh: number, stream: number, start: number, samples: number): void;
  fill(
    floats: boolean,
    seedLow: number,
    seedHigh: number,
    stream: number,
    start: number,
    count: number,
  ): void;
  seek(number: number, seedLow: number, seedHigh: number, stream: number, word: number, start: number): void;
  read(seedLow: number, seedHigh: number, stream: number, start: number, words: number, count: number): void;
  read_halves(count: number): void;
}

/** A compiled module: what few of us know of it. */
export type Module = object;

interface Api {
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Instance: new (module: Module, imports: object) => { readonly exports: unknown };
}

/** WebAssembly, where it is. */
function api(): Api {
  const { WebAssembly } = globalThis as { WebAssembly?: Api };
  if (WebAssembly === undefined) {
    throw new Error('there is no WebAssembly here');
  }
  return WebAssembly;
}

export function compile(bytes: Uint8Array): Module {
  return new (api().Module)(bytes);
}

/** The most numbers of parameters: as many as the scratch array holds. */
export const MOST_PARAMETERS = BLOCK_SAMPLES;

/** Parameters are compared with those of the call before, if they are so few. */
const FEW = 16;

export class Instance {
  readonly exports: Exports;
  /** The scratch array: doubles or floats, halves of words, or a sum in two words. */
  readonly doubles: Float64Array<ArrayBuffer>;
  readonly floats: Float32Array<ArrayBuffer>;
  readonly halves: Uint32Array<ArrayBuffer>;
  readonly sum: BigUint64Array<ArrayBuffer>;
  /** The lanes in it, behind samples that are read. */
  readonly lanes: Int32Array<ArrayBuffer>;
  #distribution = '';
  #parameters: Float64Array = new Float64Array(0);

  constructor(module: Module) {
    if (!IS_LITTLE_ENDIAN) {
      throw new Error('its memory is little-endian, and this CPU is not');
    }
    this.exports = new (api().Instance)(module, {}).exports as Exports;
    const version = this.exports.stream_version();
    if (version !== STREAM_VERSION) {
      throw new Error(`it computes stream version ${version}, this package version ${STREAM_VERSION}`);
    }
    const at = this.exports.prepare();
    // The memory does not grow any more.
    const { buffer } = this.exports.memory;
    const bytes = BLOCK_SAMPLES * Float64Array.BYTES_PER_ELEMENT;
    this.doubles = new Float64Array(buffer, at, BLOCK_SAMPLES);
    this.floats = new Float32Array(buffer, at, BLOCK_SAMPLES);
    this.halves = new Uint32Array(buffer, at, BLOCK_SAMPLES);
    this.sum = new BigUint64Array(buffer, at, 2);
    this.lanes = new Int32Array(buffer, at + bytes / 2, MAX_WORDS * LANES_WORDS);
  }

  /** Says of which distribution all that follows is. */
  use({ distribution, parameters }: Pick<Stream, 'distribution' | 'parameters'>): void {
    if (distribution === this.#distribution && areSame(parameters, this.#parameters)) {
      return;
    }
    this.doubles.set(parameters);
    this.exports.set_distribution(definitionOf(distribution).number, parameters.length);
    this.#distribution = distribution;
    this.#parameters = parameters;
  }
}

/** Lists of parameters are never changed. */
function areSame(some: Float64Array, others: Float64Array): boolean {
  return (
    some === others ||
    (some.length === others.length && some.length <= FEW && some.every((value, i) => value === others[i]))
  );
}
