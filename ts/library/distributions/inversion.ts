/** One word's inversion, by adding probabilities: a job looks them up in a table, a single draw adds them. */
import { opens } from '../math/open.ts';
import type { Batch } from '../stream/batch.ts';
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

/** A rule that looks numbers up among sums that do not fall, or finds them one by one as long as they are not many. */
export abstract class LookUp implements Rule {
  readonly words = 1;
  readonly pair = false;
  readonly first: number;
  readonly #many: number;
  #found = 0;
  #sums: Float64Array | undefined;
  #guide: Int32Array | undefined;

  /** Of word number `word`; `many` numbers are worth a table of the sums. */
  constructor(word: number, many: number) {
    this.first = word;
    this.#many = many;
  }

  /** The index of the smallest sum above a uniform, or the last. */
  protected abstract find(u: number): number;

  /** All sums. */
  protected abstract sums(): Float64Array;

  attempt({ low, high, out }: Batch, count: number): number {
    opens(low[this.first]!, high[this.first]!, out, count);
    this.#found += count;
    if (this.#found < this.#many) {
      for (let i = 0; i < count; i++) {
        out[i] = this.find(out[i]!);
      }
    } else {
      this.#sums ??= this.sums();
      this.#guide ??= guideOf(this.#sums, this.#sums.length);
      findAll(this.#sums, this.#guide, out, count);
    }
    return 0;
  }
}

/** The rule of word number `word` that adds probabilities, whose samples are `sampleOf` what is found. */
export class Inversion extends LookUp {
  readonly #probabilities: Probabilities;
  readonly #sampleOf: ((k: number) => number) | undefined;

  constructor(word: number, probabilities: Probabilities, sampleOf?: (k: number) => number) {
    super(word, MANY);
    this.#probabilities = probabilities;
    this.#sampleOf = sampleOf;
  }

  protected find(u: number): number {
    return search(u, this.#probabilities);
  }

  protected sums(): Float64Array {
    return sumsOf(this.#probabilities);
  }

  override attempt(batch: Batch, count: number): number {
    super.attempt(batch, count);
    if (this.#sampleOf !== undefined) {
      for (let i = 0; i < count; i++) {
        batch.out[i] = this.#sampleOf(batch.out[i]!);
      }
    }
    return 0;
  }
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
