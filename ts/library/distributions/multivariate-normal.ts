import { type Definition, define, FINITE, MAX_ROW } from './definition.ts';
import { normals } from './direction.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs, floor, sqrt } = Math;

/** Rows of normals that depend on each other. */
export interface MultivariateNormalParameters {
  /** The mean of each number of a row: 1 to 1,024 finite numbers. */
  means: ArrayLike<number>;
  /** Their covariance: as many rows of as many finite numbers, symmetric and positive semidefinite. */
  covariance: ArrayLike<ArrayLike<number>>;
}

/** Normals that depend on each other: means plus a factor of the covariance times normals (Cholesky). */
export const multivariateNormal: Definition<
  MultivariateNormalParameters,
  [means: ArrayLike<number>, covariance: ArrayLike<ArrayLike<number>>],
  number[]
> = define({
  name: 'multivariateNormal',
  number: 29,
  use: 'normals that depend on each other: returns of shares, errors of sensors, in rows',
  parameters: {
    means: {
      ...FINITE,
      list: 'numbers',
      most: MAX_ROW,
      meaning: 'the mean of each number of a row',
      also: ['mean', 'mu', 'loc'],
    },
    covariance: {
      ...FINITE,
      list: 'rows',
      most: MAX_ROW,
      meaning: 'their covariance, row by row',
      also: ['cov', 'sigma'],
    },
  },
  together: (parameters) => factorOf(parameters).wrong,
  example: [
    [0, 1],
    [
      [2, 0.5],
      [0.5, 1],
    ],
  ],
  range: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  rule: () => normals,
  row: {
    size: sizeOf,
    finish: (parameters) => {
      const size = sizeOf(parameters);
      const { factor, last } = factorOf(parameters);
      return (numbers, count) => transform(parameters, factor, last, size, numbers, count);
    },
  },
});

function sizeOf(parameters: Float64Array): number {
  return floor(sqrt(parameters.length));
}

/** Replaces rows of normals z with means plus factor times z. */
function transform(
  means: Float64Array,
  factor: Float64Array,
  last: Int32Array,
  size: number,
  numbers: Float64Array,
  count: number,
): void {
  const z = new Float64Array(size);
  for (let from = 0; from < count; from += size) {
    for (let k = 0; k < size; k++) {
      z[k] = numbers[from + k]!;
    }
    for (let i = 0; i < size; i++) {
      let sum = factor[i * size]! * z[0]!;
      for (let k = 1; k <= last[i]!; k++) {
        sum += factor[i * size + k]! * z[k]!;
      }
      numbers[from + i] = means[i]! + sum;
    }
  }
}

interface Factor {
  /** Row by row. */
  readonly factor: Float64Array;
  /** The last column of each row that is not 0. */
  readonly last: Int32Array;
  readonly wrong: string | undefined;
}

const factors = new WeakMap<Float64Array, Factor>();

function factorOf(parameters: Float64Array): Factor {
  let found = factors.get(parameters);
  if (found === undefined) {
    const size = sizeOf(parameters);
    const covariance = parameters.subarray(size);
    const wrong = whatIsWrong(covariance, size);
    found =
      wrong === undefined
        ? (withoutPivots(covariance, size) ?? withPivots(covariance, size))
        : { factor: covariance, last: new Int32Array(size), wrong };
    factors.set(parameters, found);
  }
  return found;
}

/** What is wrong with a covariance at first sight. */
function whatIsWrong(covariance: Float64Array, size: number): string | undefined {
  for (let i = 0; i < size; i++) {
    const own = covariance[i * size + i]!;
    if (own < 0) {
      return `covariance[${i}][${i}] must be 0 or more, not ${own}`;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const [above, below] = [covariance[i * size + j]!, covariance[j * size + i]!];
      const most = sqrt(covariance[i * size + i]!) * sqrt(covariance[j * size + j]!) * 2 ** -30;
      if (abs(above - below) > most) {
        return `covariance must be symmetric: [${i}][${j}] is ${above}, and [${j}][${i}] is ${below}`;
      }
    }
  }
  return undefined;
}

/** Cholesky's factor; undefined if the covariance is not of full rank, beyond doubt. */
function withoutPivots(covariance: Float64Array, size: number): Factor | undefined {
  const factor = new Float64Array(size * size);
  for (let c = 0; c < size; c++) {
    const own = remainder(covariance, factor, size, c, c);
    if (!(own > size * 2 ** -40 * covariance[c * size + c]!)) {
      return undefined;
    }
    const root = sqrt(own);
    factor[c * size + c] = root;
    for (let i = c + 1; i < size; i++) {
      factor[i * size + c] = remainder(covariance, factor, size, i, c) / root;
    }
  }
  return { factor, last: Int32Array.from({ length: size }, (_, i) => i), wrong: undefined };
}

/** What is left of an entry in or below the diagonal after the columns before c. */
function remainder(
  covariance: Float64Array,
  factor: Float64Array,
  size: number,
  i: number,
  c: number,
): number {
  let rest = covariance[i * size + c]!;
  for (let k = 0; k < c; k++) {
    rest -= factor[i * size + k]! * factor[c * size + k]!;
  }
  return rest;
}

/** The same with the largest remainder first, which finds the rank of any covariance. */
function withPivots(covariance: Float64Array, size: number): Factor {
  const factor = new Float64Array(size * size);
  const last = new Int32Array(size);
  // Entries in or below the diagonal alone.
  const rest = Float64Array.from(covariance);
  const at = (i: number, j: number): number => (i > j ? i * size + j : j * size + i);
  const left = new Set(Array.from({ length: size }, (_, i) => i));
  const shareOf = (j: number): number => {
    const own = covariance[j * size + j]!;
    return own === 0 ? 0 : rest[j * size + j]! / own;
  };
  for (let c = 0; c < size; c++) {
    let pivot = -1;
    let largest = Number.NEGATIVE_INFINITY;
    for (const j of left) {
      const share = shareOf(j);
      if (share > largest) {
        [pivot, largest] = [j, share];
      }
    }
    if (!(largest > size * 2 ** -50)) {
      break;
    }
    left.delete(pivot);
    const root = sqrt(rest[pivot * size + pivot]!);
    factor[pivot * size + c] = root;
    last[pivot] = c;
    for (const i of left) {
      factor[i * size + c] = rest[at(i, pivot)]! / root;
      last[i] = c;
    }
    for (const i of left) {
      for (const j of left) {
        if (j <= i) {
          rest[i * size + j] = rest[i * size + j]! - factor[i * size + c]! * factor[j * size + c]!;
        }
      }
    }
  }
  return { factor, last, wrong: isLeftOver(covariance, rest, left, size) };
}

/** Whether what is left without a pivot is more than what rounding leaves. */
function isLeftOver(
  covariance: Float64Array,
  rest: Float64Array,
  left: ReadonlySet<number>,
  size: number,
): string | undefined {
  for (const i of left) {
    for (const j of left) {
      const [own, other] = [covariance[i * size + i]!, covariance[j * size + j]!];
      const found = rest[i * size + j]!;
      if (i === j ? found < 0 - 2 ** -30 * own : j < i && abs(found) > sqrt(own) * sqrt(other) * 2 ** -19) {
        return 'covariance must be positive semidefinite: no numbers vary together like this';
      }
    }
  }
  return undefined;
}
