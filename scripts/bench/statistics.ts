import { median, quantile } from '../../ts/example/compare/statistics.ts';

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
