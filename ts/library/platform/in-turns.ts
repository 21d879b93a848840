import { nextTurn, now, SHARES_TURNS } from './loop.ts';
import { onAbort } from './on-abort.ts';

interface Waiting {
  readonly allotment: number;
  /** Works for at most so many milliseconds. */
  readonly work: (room: number) => void;
}

/** The milliseconds for which jobs have worked in this turn of the event loop. */
let worked = 0;

const waiting = new Set<Waiting>();

/**
 * Works on the event loop for the rest of an allotment: in this turn, if it has time left, else in a later one. All
 * jobs of a thread share one allotment per turn, and take turns.
 */
export function inTurns<T>(
  allotment: number,
  signal: AbortSignal | undefined,
  compute: (room: number) => T,
): T | Promise<T> {
  if (!SHARES_TURNS) {
    return compute(allotment);
  }
  return new Promise((resolve, reject) => {
    const work = (room: number): void => {
      const began = now();
      try {
        resolve(compute(room));
      } catch (error) {
        reject(error);
      } finally {
        spend(now() - began);
      }
    };
    if (waiting.size === 0 && worked < allotment) {
      work(allotment - worked);
      return;
    }
    const entry: Waiting = {
      allotment,
      work(room) {
        ignore();
        work(room);
      },
    };
    const ignore = onAbort(signal, () => {
      ignore();
      waiting.delete(entry);
      reject(signal!.reason);
    });
    waiting.add(entry);
  });
}

function spend(milliseconds: number): void {
  if (worked === 0) {
    nextTurn(newTurn);
  }
  // Work too short for the clock counts, too, or the turn would never end.
  worked += Math.max(milliseconds, 1e-6);
}

function newTurn(): void {
  worked = 0;
  for (const entry of waiting) {
    if (worked >= entry.allotment) {
      // Whoever worked has asked for another turn.
      return;
    }
    waiting.delete(entry);
    entry.work(entry.allotment - worked);
  }
}
