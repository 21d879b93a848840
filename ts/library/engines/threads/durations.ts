import type { Durations } from '../engine.ts';

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/** Parts of each doubling: a hundredth apart at most. */
const PARTS_BITS = 6n;

/** Durations in milliseconds, counted by their leading bits. */
export class DurationCounts {
  readonly #counts = new Map<bigint, number>();
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  note(duration: number): void {
    double[0] = duration;
    const bucket = bits[0]! >> (52n - PARTS_BITS);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.#count += 1;
    this.#sum += duration;
    this.#min = Math.min(this.#min, duration);
    this.#max = Math.max(this.#max, duration);
  }

  all(): Durations {
    return {
      count: this.#count,
      min: this.#count === 0 ? 0 : this.#min,
      mean: this.#count === 0 ? 0 : this.#sum / this.#count,
      p50: this.#quantile(0.5),
      p99: this.#quantile(0.99),
      max: this.#max,
    };
  }

  /** The upper end of the bucket in which it lies. */
  #quantile(q: number): number {
    let below = 0;
    for (const [bucket, count] of [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      below += count;
      if (below >= q * this.#count) {
        bits[0] = ((bucket + 1n) << (52n - PARTS_BITS)) - 1n;
        return Math.min(double[0]!, this.#max);
      }
    }
    return 0;
  }
}
