/** The same as node.ts, for a browser or one of its workers. The build replaces node.ts with it in dist/browser.js. */
import type { NativeEngine } from '../engine/native.ts';
import { OffloopError, type OffloopErrorCode } from '../errors.ts';

/** Ends this turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    // Unlike timers, it is not delayed.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}

const reason = new OffloopError<OffloopErrorCode>(
  'OFFLOOP_NATIVE_UNAVAILABLE',
  'There is no native engine in a browser',
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
