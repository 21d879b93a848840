/** What the rounds of one measurement say together. */
export interface Summary {
  readonly rounds: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The distance between the quartiles, as a part of the median. */
  readonly spread: number;
}

/** A spread above this means that something else kept the machine busy: the figure is not to be trusted. */
export const NOISY = 0.15;

/** The value below which a part `q` (0 to 1) of the values lies, interpolated between neighbours. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) {
    throw new RangeError('There is no quantile of no values.');
  }
  const sorted = [...values].sort((a, b) => a - b);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median, range and spread of the rounds of one measurement. */
export function summarize(values: readonly number[]): Summary {
  const middle = median(values);
  return {
    rounds: values.length,
    median: middle,
    min: Math.min(...values),
    max: Math.max(...values),
    spread: middle === 0 ? 0 : (quantile(values, 0.75) - quantile(values, 0.25)) / middle,
  };
}

/** The values in a random order (Fisher and Yates). */
export function shuffled<T>(values: readonly T[]): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
