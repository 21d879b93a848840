import { OffloopError } from '../library/checks/errors.ts';

/** The codes of a distributed run's operational errors. They are stable: programs may rely on them. */
export type DistributedErrorCode =
  | 'OFFLOOP_REDIS_UNAVAILABLE'
  | 'OFFLOOP_REDIS_REFUSED'
  | 'OFFLOOP_PART_FAILED'
  | 'OFFLOOP_JOB_LOST'
  | 'OFFLOOP_OTHER_SAMPLES'
  | 'OFFLOOP_FOLDER_FAILED';

/** An operational error of a distributed run. */
export function distributedError(
  code: DistributedErrorCode,
  message: string,
  options?: ErrorOptions,
): OffloopError<DistributedErrorCode> {
  return new OffloopError(code, message, options);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
