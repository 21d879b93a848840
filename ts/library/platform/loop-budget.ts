/** The event loop's time: everything that computes on it shares one budget for each of its turns. */
import { nextTurn, now, SHARES_TURNS } from './loop.ts';
import { onAbort } from './on-abort.ts';

/** How many milliseconds of a turn short work, which may come in thousands, can use. */
const SHORT = 1;

/** When this turn was first asked for time for short work, and for chunks; undefined if it was not. */
let shortFrom: number | undefined;
let chunksFrom: number | undefined;
/** Whether the next turn is awaited. */
let turning = false;

/** Short work waiting for its turn: from index `next` on. */
let short: (() => void)[] = [];
let next = 0;

/** Chunks of jobs that wait for their turn. */
interface Waiting {
  readonly allotment: number;
  /** Works for at most so many milliseconds. */
  readonly work: (room: number) => void;
}

const chunks = new Set<Waiting>();

/** Whether the waiting work is being done, in this turn or the next. */
let going = false;

/**
 * Whether this turn of the event loop has time left for short work, and none is waiting. The time runs from the first
 * question, and includes everything else done meanwhile, such as promise callbacks.
 */
export function isFree(): boolean {
  return next === short.length && hasTime();
}

/** Does short work as soon as there is time, in the order of the calls, and never at once. */
export function later(act: () => void): void {
  short.push(act);
  goOn();
}

/** Does short work: now if this turn of the loop has time left, else in a later turn, in the order of the calls. */
export function shortly<T>(compute: () => T): T | Promise<T> {
  if (isFree()) {
    return compute();
  }
  return new Promise((resolve, reject) => {
    later(() => settle(resolve, reject, compute));
  });
}

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
  if (chunks.size === 0) {
    const room = roomOf(allotment);
    if (room > 0) {
      return compute(room);
    }
  }
  return new Promise((resolve, reject) => {
    const ignore = onAbort(signal, () => {
      ignore();
      chunks.delete(waiting);
      reject(signal!.reason);
    });
    const waiting: Waiting = {
      allotment,
      work(room) {
        ignore();
        settle(resolve, reject, () => compute(room));
      },
    };
    chunks.add(waiting);
    goOn();
  });
}

/** Settles a promise with what a function returns or throws. */
function settle<T>(resolve: (value: T) => void, reject: (error: unknown) => void, compute: () => T): void {
  try {
    resolve(compute());
  } catch (error) {
    reject(error);
  }
}

function hasTime(): boolean {
  const time = now();
  shortFrom ??= beginTurn(time);
  return time - shortFrom < SHORT;
}

/** How many milliseconds of an allotment this turn has left. */
function roomOf(allotment: number): number {
  const time = now();
  chunksFrom ??= beginTurn(time);
  return allotment - (time - chunksFrom);
}

function beginTurn(time: number): number {
  if (!turning) {
    turning = true;
    nextTurn(newTurn);
  }
  return time;
}

function newTurn(): void {
  shortFrom = undefined;
  chunksFrom = undefined;
  turning = false;
  if (going) {
    proceed();
  }
}

function goOn(): void {
  if (!going) {
    going = true;
    soon(proceed);
  }
}

/** After the promise callbacks that are waiting now. Fake timers replace `queueMicrotask`, but not promises. */
function soon(act: () => void): void {
  void Promise.resolve().then(act);
}

/** Does the waiting work, each piece after the promise callbacks of the last: what is short first, then the chunks. */
function proceed(): void {
  if (next < short.length && hasTime()) {
    const act = short[next++]!;
    if (next === short.length) {
      short = [];
      next = 0;
    }
    act();
    soon(proceed);
    return;
  }
  const [chunk] = chunks;
  const room = chunk === undefined ? 0 : roomOf(chunk.allotment);
  if (room > 0) {
    chunks.delete(chunk!);
    chunk!.work(room);
    soon(proceed);
    return;
  }
  // If anything waits, it goes on in the next turn.
  going = next < short.length || chunks.size > 0;
}
