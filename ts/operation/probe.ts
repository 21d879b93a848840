import { fstat } from 'node:fs';

/** How often is looked, in milliseconds. */
const EVERY = 100;

/** A file that is open, or was: its status needs a thread of the pool, and no disk. */
const STANDARD_ERROR = 2;

/**
 * Measures all the time how late a timer is called, and how long libuv's pool takes over next to nothing, both in
 * milliseconds. Gives what stops it. It keeps no process alive.
 */
export function startProbe(hearLoop: (late: number) => void, hearPool: (took: number) => void): () => void {
  let asked = false;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const due = performance.now() + EVERY;
    timer = setTimeout(() => look(due), EVERY).unref();
  };
  const look = (due: number): void => {
    hearLoop(Math.max(0, performance.now() - due));
    // While the pool is full one question waits, not a crowd of them.
    if (!asked) {
      asked = true;
      const began = performance.now();
      fstat(STANDARD_ERROR, () => {
        asked = false;
        hearPool(performance.now() - began);
      });
    }
    wait();
  };
  wait();
  return () => clearTimeout(timer);
}
