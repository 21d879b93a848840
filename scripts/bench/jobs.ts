import { formatCount } from '../../ts/format.ts';
import type { Distribution, JobOptions } from '../../ts/job.ts';

/** The seed of every benchmark; the answers are checked, so it is fixed. */
export const SEED = 42n;

/** A job of a benchmark. */
export function jobOf(distribution: Distribution, samples: number): JobOptions {
  return { distribution, samples, seed: SEED };
}

/** A job in words. */
export function describe({ distribution, samples }: JobOptions): string {
  return `${formatCount(samples)} ${distribution} samples`;
}
