import { median, quantile } from '../../../ts/timeline/index.ts';

/** What the rounds of one measurement say together. */
export interface Summary {
  readonly rounds: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The distance between the quartiles, as a part of the median. */
  readonly spread: number;
}

/** Median, range and spread of the rounds of one measurement. */
export function summarize(values: readonly number[]): Summary {
  const middle = median(values);
  const spread = middle === 0 ? 0 : (quantile(values, 0.75) - quantile(values, 0.25)) / middle;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { rounds: values.length, median: middle, min, max, spread };
}

/** The spread from which on a figure is noisy. */
export const NOISY = 0.15;

/** Whether rounds differ too much to trust their figure: something else kept the machine busy. */
export function isNoisy({ spread }: Summary): boolean {
  return spread > NOISY;
}
