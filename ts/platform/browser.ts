/** What node.ts has, in a browser or one of its workers. The build puts it in node.ts's place in dist/browser.js. */
import type { NativeEngine } from '../engine/native.ts';
import { OffloopError, type OffloopErrorCode } from '../errors.ts';

/** Ends this turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    // Unlike a timer's, its turns are not held up.
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

/** A browser has none. */
export function loadNative(): NativeEngine {
  return { reason };
}

/** Each browser has a limit of its own, and says so when it is reached. */
export const MAX_BYTES = Number.MAX_SAFE_INTEGER;

/** Browsers have only memory filled with zeros. */
export function untouchedMemory(bytes: number): ArrayBuffer {
  return new ArrayBuffer(bytes);
}

/** There is one engine. */
export function preferredEngine(): string | undefined {
  return undefined;
}

/** Nothing else could be had. */
export function warnOfFallback(): void {}
