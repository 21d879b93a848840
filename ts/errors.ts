/** The codes of operational errors. They are stable: programs may rely on them. */
export type OffloopErrorCode =
  | 'OFFLOOP_NATIVE_UNAVAILABLE'
  | 'OFFLOOP_NATIVE_FAILED'
  | 'OFFLOOP_ADDRESS_IN_USE'
  | 'OFFLOOP_LISTEN_FAILED'
  | 'OFFLOOP_CONNECTION_REFUSED'
  | 'OFFLOOP_CONNECTION_RESET'
  | 'OFFLOOP_CONNECTION_FAILED'
  | 'OFFLOOP_NO_ANSWER'
  | 'OFFLOOP_MALFORMED_ANSWER'
  | 'OFFLOOP_TIMEOUT'
  | 'OFFLOOP_SERVER_FAILED';

/** An operational error: what went wrong in one sentence, a stable `code`, and the `cause` where there is one. */
export class OffloopError extends Error {
  override readonly name = 'OffloopError';
  readonly code: OffloopErrorCode;

  constructor(code: OffloopErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
