import { OffloopError } from '../library/checks/errors.ts';

/** The codes of the service's operational errors. They are stable: programs may rely on them. */
export type ServiceErrorCode =
  | 'OFFLOOP_ADDRESS_IN_USE'
  | 'OFFLOOP_LISTEN_FAILED'
  | 'OFFLOOP_CONNECTION_REFUSED'
  | 'OFFLOOP_CONNECTION_RESET'
  | 'OFFLOOP_CONNECTION_FAILED'
  | 'OFFLOOP_NO_ANSWER'
  | 'OFFLOOP_MALFORMED_ANSWER'
  | 'OFFLOOP_TIMEOUT';

/** An operational error of the service. */
export function serviceError(
  code: ServiceErrorCode,
  message: string,
  options?: ErrorOptions,
): OffloopError<ServiceErrorCode> {
  return new OffloopError(code, message, options);
}
