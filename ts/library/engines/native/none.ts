/** The same as native.ts where there is none: the build replaces it in dist/browser.js. */
import { OffloopError, type OffloopErrorCode } from '../../checks/errors.ts';
import type { NativeEngine } from './native.ts';

const reason = new OffloopError<OffloopErrorCode>(
  'OFFLOOP_NATIVE_UNAVAILABLE',
  'There is no native engine in a browser or an edge runtime',
);

/** Browsers and edge runtimes have none. */
export function loadNative(): NativeEngine {
  return { reason };
}
