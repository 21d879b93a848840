import type { ProgramResult } from './options.ts';

/** A program's result without bigints, which JSON does not support. Times are in milliseconds. */
export function programJson({ compute, ...result }: ProgramResult) {
  const { total, ...times } = compute;
  return {
    ...result,
    compute: {
      sum: total.sum,
      units: String(total.units),
      samples: total.samples,
      seed: String(total.seed),
      ...times,
    },
  };
}
