import { openOf } from '../math/open.ts';
import { type Definition, define, NOT_NEGATIVE, toParameters } from './definition.ts';
import { guideOf, LookUp } from './inversion.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { ceil, max } = Math;

/** So many samples are worth a table of sums. */
const MANY = 4;

/** Indices. */
export interface CategoricalParameters {
  /** How likely each index is, beside the others: 1 to 2^20 numbers, 0 or more, of which one is above 0. */
  weights: ArrayLike<number>;
}

/** An index of one of some weights, by inversion of their sums. */
export const categorical: Definition<CategoricalParameters, [weights: ArrayLike<number>]> = define({
  name: 'categorical',
  number: 28,
  use: 'which of some outcomes, each with a weight: loot, variants, moves',
  parameters: {
    weights: {
      ...NOT_NEGATIVE,
      list: 'numbers',
      meaning: 'how likely each index is, beside the others',
      also: ['p', 'probabilities', 'pvals', 'weight', 'probs'],
    },
  },
  together: (weights) => {
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return sum > 0 && sum <= Number.MAX_VALUE
      ? undefined
      : `weights must have a finite sum above 0, and it is ${sum}`;
  },
  whole: true,
  example: [[1, 2, 3]],
  range: (weights) => [0, weights.length - 1],
  rule: (weights) => new CategoricalRule(weights),
  draw: {
    of: 'uniform',
    method: (drawsOf) =>
      function (weights) {
        return sharesFor(weights).indexOf(drawsOf(this).next());
      },
  },
});

class CategoricalRule extends LookUp {
  readonly #weights: Float64Array;

  constructor(weights: Float64Array) {
    super(0, MANY);
    this.#weights = weights;
  }

  protected find(u: number): number {
    return indexOf(this.#weights, u);
  }

  protected sums(): Float64Array {
    return sharesOf(this.#weights);
  }
}

/** So many parts of the guide for each sum: then most indices are found without a search. */
const PARTS = 8;

/** Checked weights, and what finds an index: first by adding, and if it is asked often by a table. */
export class Shares {
  readonly weights: Float64Array;
  readonly length: number;
  #found = 0;
  #bounds: Float64Array = new Float64Array(0);
  #guide: Int32Array = new Int32Array(0);
  #parts = 0;

  /** @throws {TypeError | RangeError} for bad weights */
  constructor(weights: unknown) {
    this.weights = toParameters(categorical as unknown as Definition, { weights });
    this.length = this.weights.length;
  }

  /** The index of a word, by the uniform in [0, 1) that its upper 53 bits are. */
  indexOf(uniform: number): number {
    if (this.#parts === 0) {
      this.#found++;
      if (this.#found < MANY) {
        return indexOf(this.weights, openOf(uniform));
      }
      this.#bounds = boundsOf(sharesOf(this.weights));
      this.#guide = guideOf(this.#bounds, PARTS * this.length);
      this.#parts = this.#guide.length;
    }
    let k = this.#guide[(uniform * this.#parts) | 0]!;
    // The last bound is 1.
    while (!(uniform < this.#bounds[k]!)) {
      k++;
    }
    return k;
  }
}

/**
 * The multiples of 2^-52 below which exactly those uniforms in [0, 1) are whose `openOf` is below the shares.
 *
 * A sum is off by at most 2^-53 of itself (and n^2 2^-106, which is nothing), a quotient of two by 2^-54 more, and a
 * bound is within 2^-53 of its share: an item's probability is off by less than 5 * 2^-53.
 */
function boundsOf(shares: Float64Array): Float64Array {
  return shares.map((share) => ceil(share * 2 ** 52 - 0.5) * 2 ** -52);
}

/** Those of the last weights, which the next call often has again. */
let last: Shares | undefined;

/** The shares of weights as callers give them, in a list that may have changed since it was last seen. */
export function sharesFor(weights: unknown): Shares {
  if (last === undefined || !isSame(weights, last.weights)) {
    last = new Shares(weights);
  }
  return last;
}

function isSame(given: unknown, weights: Float64Array): boolean {
  const list = given as ArrayLike<unknown>;
  if (!(Array.isArray(given) || ArrayBuffer.isView(given)) || list.length !== weights.length) {
    return false;
  }
  for (let i = 0; i < weights.length; i++) {
    if (list[i] !== weights[i]) {
      return false;
    }
  }
  return true;
}

/** The sums of the first weights, with what each addition loses, as shares of the sum of all. */
function sharesOf(weights: Float64Array): Float64Array {
  const sums = new Float64Array(weights.length);
  sumUp(weights, sums);
  const all = sums[sums.length - 1]!;
  for (let i = 0; i < sums.length; i++) {
    sums[i] = sums[i]! / all;
  }
  return sums;
}

function sumUp(weights: Float64Array, sums: Float64Array): void {
  let high = 0;
  let low = 0;
  let most = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    const sum = high + weight;
    const t = sum - high;
    low += high - (sum - t) + (weight - t);
    high = sum;
    most = max(most, high + low);
    sums[i] = most;
  }
}

let scratch = new Float64Array(16);

/** The same index for one uniform. */
function indexOf(weights: Float64Array, u: number): number {
  if (scratch.length < weights.length) {
    scratch = new Float64Array(weights.length);
  }
  sumUp(weights, scratch);
  const last = weights.length - 1;
  const all = scratch[last]!;
  let i = 0;
  while (i < last && !(u < scratch[i]! / all)) {
    i++;
  }
  return i;
}
