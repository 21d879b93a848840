/** One word's inversion, by adding probabilities: a job looks them up in a table, a single draw adds them. */
import { opens } from '../math/open.ts';
import type { Rule } from './definition.ts';

/** Probabilities this small end the sum, beyond the mean. */
const LEAST = 2 ** -60;

/** So many samples are worth a table of probabilities. */
const MANY = 32;

/** Probabilities: the first, what each is times the one before, and where they end. */
export interface Probabilities {
  readonly first: number;
  readonly ratio: (k: number) => number;
  readonly mean: number;
  readonly last: number;
}

/** The smallest k whose sum of probabilities is above u. */
export function search(u: number, { first, ratio, mean, last }: Probabilities): number {
  let k = 0;
  let p = first;
  for (let sum = p; !(u < sum) && k < last && !(k > mean && p < LEAST); sum += p) {
    k++;
    p *= ratio(k);
  }
  return k;
}

/** The sums of probabilities that `search` compares with. */
function sumsOf({ first, ratio, mean, last }: Probabilities): Float64Array {
  const sums = [first];
  let p = first;
  for (let k = 0, sum = first; k < last && !(k > mean && p < LEAST); ) {
    k++;
    p *= ratio(k);
    sum += p;
    sums.push(sum);
  }
  return Float64Array.from(sums);
}

/** The rule of word number `word`, whose samples are `sampleOf` what is found. */
export function inversion(
  word: number,
  probabilities: Probabilities,
  sampleOf?: (k: number) => number,
): Rule {
  return lookUp(
    word,
    MANY,
    () => sumsOf(probabilities),
    (u) => search(u, probabilities),
    sampleOf,
  );
}

/** A rule that looks numbers up among sums that do not fall, or finds them by `find`, as long as they are not `many`. */
export function lookUp(
  word: number,
  many: number,
  sumsOf: () => Float64Array,
  find: (u: number) => number,
  sampleOf?: (k: number) => number,
): Rule {
  let sums: Float64Array | undefined;
  let guide: Int32Array | undefined;
  let found = 0;
  return {
    words: 1,
    first: word,
    pair: false,
    attempt({ low, high, out }, count) {
      opens(low[word]!, high[word]!, out, count);
      found += count;
      if (found < many) {
        for (let i = 0; i < count; i++) {
          out[i] = find(out[i]!);
        }
      } else {
        sums ??= sumsOf();
        guide ??= guideOf(sums, sums.length);
        findAll(sums, guide, out, count);
      }
      if (sampleOf !== undefined) {
        for (let i = 0; i < count; i++) {
          out[i] = sampleOf(out[i]!);
        }
      }
      return 0;
    },
  };
}

/** For each of 2^n equal parts of [0, 1), at least so many, the first sum that is above where it begins. */
export function guideOf(sums: Float64Array, least: number): Int32Array {
  let parts = 256;
  while (parts < least) {
    parts *= 2;
  }
  const guide = new Int32Array(parts);
  const last = sums.length - 1;
  for (let part = 0, k = 0; part < parts; part++) {
    while (k < last && !(part / parts < sums[k]!)) {
      k++;
    }
    guide[part] = k;
  }
  return guide;
}

/** Replaces uniforms with the indices of the smallest sums above them, or the last. */
function findAll(sums: Float64Array, guide: Int32Array, out: Float64Array, count: number): void {
  const parts = guide.length;
  const last = sums.length - 1;
  for (let i = 0; i < count; i++) {
    const u = out[i]!;
    let k = guide[(u * parts) | 0]!;
    while (k < last && !(u < sums[k]!)) {
      k++;
    }
    out[i] = k;
  }
}
