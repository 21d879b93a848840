import { wholeNumber } from '../arguments.ts';
import { chooseEngine } from '../engine/choose.ts';
import type { Engine, SampleArray } from '../engine/engine.ts';
import { type Distribution, randomSeed, STREAM_VERSION, toSeed } from '../job.ts';
import { Draws } from './draws.ts';
import {
  type GeneratorOptions, type GeneratorPosition, type GeneratorState, MAX_CHILDREN, MAX_GENERATOR_STREAM, toOptions, toPosition, toState,
} from './state.ts';
export type { GeneratorOptions, GeneratorPosition, GeneratorState } from './state.ts';

export class Generator {
  readonly seed: bigint;
  readonly stream: number;
  readonly #engine: Engine;
  readonly #uniform: Draws;
  readonly #gaussian: Draws;
  #children = 0;
  #low = 0; #high = 0; #count = 0; #step = 0;

  constructor(options?: GeneratorOptions['seed'] | GeneratorOptions) {
    const { seed, stream = 0, engine } = toOptions(options);
    this.seed = seed === undefined ? randomSeed() : toSeed(seed);
    this.stream = wholeNumber('stream', stream, 0, MAX_GENERATOR_STREAM);
    this.#engine = chooseEngine(engine);
    this.#uniform = new Draws(this.#engine, 'uniform', this.seed, 2 * stream);
    this.#gaussian = new Draws(this.#engine, 'gaussian', this.seed, 2 * stream + 1);
  }
  readonly random = (): number => this.#uniform.next();
  readonly normal = (mean = 0, deviation = 1): number => {
    if (!(Number.isFinite(mean) && deviation >= 0 && deviation < Infinity)) throw new RangeError('x');
    const x = this.#gaussian.next();
    return mean === 0 && deviation === 1 ? x : mean + deviation * x;
  };
  readonly uniform = (low: number, high: number): number => {
    const width = high - low;
    if (!(typeof low === 'number' && typeof high === 'number' && width > 0 && width < Infinity)) throw new RangeError('x');
    const y = low + width * this.#uniform.next();
    return y < high ? y : 0;
  };
  readonly integer = (low: number, high: number): number => {
    if (low !== this.#low || high !== this.#high) this.#prepare(low, high);
    const step = this.#step, n = this.#count;
    let k: number;
    do k = Math.floor(this.#uniform.next() / step); while (k >= n);
    return low + k;
  };
  #prepare(low: number, high: number) {
    this.#low = low; this.#high = high; this.#count = high - low; this.#step = Math.floor(2 ** 53 / this.#count) * 2 ** -53;
  }
  get x() { return [toPosition, toState, wholeNumber, MAX_CHILDREN, STREAM_VERSION, this.#children, null as any as Distribution, null as any as SampleArray, null as any as GeneratorState, null as any as GeneratorPosition] }
}
