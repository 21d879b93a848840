import { type Definition, define, NOT_NEGATIVE } from './definition.ts';
import { lookUp } from './inversion.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max } = Math;

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
  rule: (weights) =>
    lookUp(
      0,
      MANY,
      () => sharesOf(weights),
      (u) => indexOf(weights, u),
    ),
});

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
