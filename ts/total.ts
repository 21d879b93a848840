import type { Job } from './job.ts';

/** The exact answer to a job. */
export interface Total {
  /** The sum, rounded to the nearest double (ties to even). */
  readonly sum: number;
  /** The exact sum in units of 2^-64. */
  readonly units: bigint;
  /** How many samples were summed. */
  readonly samples: number;
  /** The seed that was used, also when none was given. */
  readonly seed: bigint;
}

/** The answer to a job whose exact sum is `units` times 2^-64. */
export function toTotal(job: Job, units: bigint): Total {
  return { sum: unitsToNumber(units), units, samples: job.samples, seed: job.seed };
}

/** An exact sum in units of 2^-64 as the nearest double, ties to even. */
function unitsToNumber(units: bigint): number {
  // The conversion of a bigint rounds to nearest even; the scale is a power of two and changes no bit.
  return Number(units) * 2 ** -64;
}
