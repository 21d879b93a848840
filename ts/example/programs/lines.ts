import type { Progress } from '../../library/jobs/events.ts';
import { formatCount, formatDuration, formatSum } from '../../text/format.ts';

/** The lines of the original example. Times come in milliseconds. */

export function doneRequest(sum: number, took: number): string {
  return done('server_request', sum, took);
}

export function doneSum(sum: number, took: number): string {
  return done('uniform_sum', sum, took);
}

function done(task: string, sum: number, took: number): string {
  return `====== Done ${task}. total: ${formatSum(sum)}. Ran for: ${formatDuration(took)}. ======`;
}

/** Samples are counted from 0: the last one done is named. */
export function pausingSum({ samplesDone, worked }: Progress): string {
  const last = formatCount(samplesDone - 1);
  return `${PAUSING_SUM} at sample_num: ${last}. time_elapsed: ${formatDuration(worked)}.`;
}

export const PAUSING_SUM = 'Pausing uniform_sum';
export const RESUMING_SUM = 'Resuming uniform_sum.';
export const PAUSING_REQUEST = 'Pausing server_request.';
export const RESUMING_REQUEST = 'Resuming server_request.';

export function totalElapsed(elapsed: number): string {
  return `Total time elapsed: ${formatDuration(elapsed)}.`;
}
