import { describeValue, mustBe } from '../arguments.ts';
import type { Draws } from './draws.ts';

/** Up to this count V8 computes in 32-bit integers: a rejected number is less than twice as large. */
const SMALL = 2 ** 30;

/** Whole numbers in a range, all equally likely: docs/stream.md, "Draws one by one". */
export class Integers {
  readonly #uniform: Draws;

  /** The range of the last call, which the next call often repeats: it is known to be valid. At first it is [0, 2). */
  #low = 0;
  #high = 2;
  #count = 2;
  #step = 0.5;

  constructor(uniform: Draws) {
    this.#uniform = uniform;
  }

  /** `low <= k < high` */
  within(low: number, high: number): number {
    if (low !== this.#low || high !== this.#high) {
      this.#take(low, high);
    }
    if (this.#count > SMALL) {
      return low + this.#draw(this.#count, this.#step);
    }
    const k = (this.#uniform.next() / this.#step) | 0;
    return low + (k < this.#count ? k : this.#draw(this.#count, this.#step) | 0);
  }

  /** `0 <= k < count` */
  below(count: number): number {
    return this.#draw(count, stepOf(count));
  }

  #draw(count: number, step: number): number {
    for (;;) {
      const k = Math.floor(this.#uniform.next() / step);
      if (k < count) {
        return k;
      }
    }
  }

  #take(low: number, high: number): void {
    requireInteger('low', low);
    requireInteger('high', high);
    const count = high - low;
    if (!(count > 0 && count <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(
        `high must be above low, by at most 2^53 - 1; low is ${describeValue(low)}, high is ${describeValue(high)}`,
      );
    }
    this.#low = low;
    this.#high = high;
    this.#count = count;
    this.#step = stepOf(count);
  }
}

/** The share of [0, 1) that each of so many numbers gets: a multiple of 2^-53. */
function stepOf(count: number): number {
  return Math.floor(2 ** 53 / count) * 2 ** -53;
}

function requireInteger(name: string, value: unknown): void {
  if (typeof value !== 'number') {
    throw new TypeError(mustBe(name, 'a number', value));
  }
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(mustBe(name, 'a whole number from -(2^53 - 1) to 2^53 - 1', value));
  }
}
