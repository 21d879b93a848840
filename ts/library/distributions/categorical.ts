import { mustBe, noMore } from '../checks/arguments.ts';
import { openOf } from '../math/open.ts';
import { type Definition, define, hasNumbers, NOT_NEGATIVE, NUMBERS, toParameters } from './definition.ts';
import { guideOf, LookUp } from './inversion.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { ceil, max } = Math;

/** So many samples are worth a table of sums. */
const MANY = 4;

/** Indices. */
export interface CategoricalParameters {
  /** How likely each index is, beside the others: 1 to 2^20 numbers, 0 or more, of which one is above 0. */
  weights: Weighting;
}

/** An index of one of some weights, by inversion of their sums. */
export const categorical: Definition<CategoricalParameters, [weights: Weighting]> = define({
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
        return weightsFor(weights).indexOf(drawsOf(this).next());
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

/**
 * Weights that `weights` has prepared. They never change. `choice`, `choices`, `take` and `categorical` are fast with them;
 * jobs and `fill` take them, too.
 */
export class Weights {
  readonly #numbers: Float64Array;
  #found = 0;
  #bounds: Float64Array = new Float64Array(0);
  #guide: Int32Array = new Int32Array(0);
  #parts = 0;

  /** @internal */
  constructor(numbers: unknown) {
    this.#numbers = toParameters(categorical as unknown as Definition, { weights: numbers });
  }

  /** How many they are. */
  get length(): number {
    return this.#numbers.length;
  }

  /** @internal */
  static is(value: unknown): value is Weights {
    return typeof value === 'object' && value !== null && #numbers in value;
  }

  /** @internal */
  get [NUMBERS](): Float64Array {
    return this.#numbers.slice();
  }

  /** @internal Whether a list has the same numbers. */
  isOf(given: unknown): boolean {
    return hasNumbers(given, this.length, this.#numbers, 0);
  }

  /** @internal The index of a word, by the uniform in [0, 1) that its upper 53 bits are: by adding, and soon by a table. */
  indexOf(uniform: number): number {
    if (this.#parts === 0) {
      this.#found++;
      if (this.#found < MANY) {
        return indexOf(this.#numbers, openOf(uniform));
      }
      this.#bounds = boundsOf(sharesOf(this.#numbers));
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

/**
 * Prepares weights for many choices, which then take the same few nanoseconds however many weights there are. An item that
 * is chosen by prepared weights is the one that the numbers themselves would have given.
 *
 * They are 1 to 2^20 numbers, 0 or more, whose sum is finite and above 0. The probability of an item differs from its
 * weight over the sum of all by less than 2^-50, so that one whose share is smaller may never come.
 *
 * @throws {TypeError | RangeError} for anything else
 *
 * @example
 * const rng = new Generator(42);
 * const loot = weights([60, 30, 10]);
 * rng.choices(['copper', 'silver', 'gold'], 4, loot); // [ 'gold', 'copper', 'copper', 'copper' ]
 */
export function weights(numbers: ArrayLike<number>): Weights;
export function weights(numbers: unknown, ...more: unknown[]): Weights {
  noMore(more, 'weights takes a list of numbers', 'weights(numbers)');
  if (numbers === undefined) {
    throw new TypeError(mustBe('weights', 'an array of numbers', numbers));
  }
  return new Weights(numbers);
}

/** Weights as people give them: numbers, or what `weights` has made of numbers. */
export type Weighting = ArrayLike<number> | Weights;

/** Those of the last lists, which the next call often has again: one alone, if it is long. */
const recent: Weights[] = [];
const MOST_RECENT = 4;
const LONG = 4096;

/** Weights as callers give them, in a list that may have changed since it was last seen. */
export function weightsFor(given: unknown): Weights {
  if (Weights.is(given)) {
    return given;
  }
  // To read a list may run its caller's own code, which may come here again.
  const known = recent.find((one) => one.isOf(given));
  if (known !== undefined) {
    return known;
  }
  const made = new Weights(given);
  if (recent.length === MOST_RECENT || made.length > LONG || (recent[0]?.length ?? 0) > LONG) {
    recent.length = made.length > LONG ? 0 : recent.length - 1;
  }
  recent.unshift(made);
  return made;
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
