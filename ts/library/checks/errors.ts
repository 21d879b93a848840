/** The codes of the library's operational errors. They are stable: programs may rely on them. */
export type OffloopErrorCode =
  | 'OFFLOOP_UNSUPPORTED_RUNTIME'
  | 'OFFLOOP_NATIVE_UNAVAILABLE'
  | 'OFFLOOP_NATIVE_FAILED'
  | 'OFFLOOP_WASM_UNAVAILABLE'
  | 'OFFLOOP_WASM_FAILED'
  | 'OFFLOOP_WORKER_ENDED'
  | 'OFFLOOP_OUT_OF_MEMORY';

/**
 * An operational error: what went wrong in one sentence, a stable `code`, and the `cause` if there is one. Each entry
 * point exports its own codes.
 */
export class OffloopError<Code extends string = string> extends Error {
  override readonly name = 'OffloopError';
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Throws the error for samples that do not fit in memory. */
export function noMemoryFor(samples: number, cause?: unknown): never {
  return noMemory(`${samples} samples`, samples * Float64Array.BYTES_PER_ELEMENT, cause);
}

/** The same of anything. */
export function noMemory(what: string, bytes: number, cause?: unknown): never {
  throw new OffloopError<OffloopErrorCode>(
    'OFFLOOP_OUT_OF_MEMORY',
    `There is no memory for ${what}, ${bytes} bytes`,
    { cause },
  );
}
