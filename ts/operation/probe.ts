import { fstat } from 'node:fs';

/** How often to measure, in milliseconds. */
const EVERY = 100;

/** A file that is open, or was: getting its status needs a pool thread, but no disk. */
const STANDARD_ERROR = 2;

/**
 * Measures continuously how late a timer fires, and how long libuv's pool takes for almost nothing, both in
 * milliseconds. Returns a function that stops it. It keeps no process alive.
 */
export function startProbe(
  onLoopDelay: (late: number) => void,
  onPoolDelay: (took: number) => void,
): () => void {
  let asked = false;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const due = performance.now() + EVERY;
    timer = setTimeout(() => look(due), EVERY).unref();
  };
  const look = (due: number): void => {
    onLoopDelay(Math.max(0, performance.now() - due));
    // While the pool is full only one call waits, not many.
    if (!asked) {
      asked = true;
      const began = performance.now();
      fstat(STANDARD_ERROR, () => {
        asked = false;
        onPoolDelay(performance.now() - began);
      });
    }
    wait();
  };
  wait();
  return () => clearTimeout(timer);
}
