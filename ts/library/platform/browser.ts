/**
 * The same as node.ts, for browsers, their workers and edge runtimes, by what they all have. The build replaces node.ts
 * with it in dist/browser.js.
 */
import type { NativeEngine } from '../engines/native/native.ts';
import { OffloopError, type OffloopErrorCode } from '../checks/errors.ts';

const reason = new OffloopError<OffloopErrorCode>(
  'OFFLOOP_NATIVE_UNAVAILABLE',
  'There is no native engine in a browser or an edge runtime',
);

/** Browsers have none. */
export function loadNative(): NativeEngine {
  return { reason };
}

/** Each browser has its own limit, and throws when it is reached. */
export const MAX_BYTES = Number.MAX_SAFE_INTEGER;

/** Browsers have only memory filled with zeros. */
export function untouchedMemory(bytes: number): ArrayBuffer {
  return new ArrayBuffer(bytes);
}

/** There is one engine. */
export function preferredEngine(): string | undefined {
  return undefined;
}

/** There is nothing to fall back from. */
export function warnOfFallback(): void {}
