import { nextTurn, now } from './loop.ts';

/** How many milliseconds of a turn of the event loop short work, which may come in thousands, can use. */
const TURN = 1;

/** When this turn's time ends, once somebody has asked. */
let over: number | undefined;

/** Work waiting for its turn: from index `next` on. */
let waiting: (() => void)[] = [];
let next = 0;

/** Whether that work is being done, in this turn or the next. */
let going = false;

/**
 * Whether this turn of the event loop has time left and nothing is waiting for it. The time runs from the first call,
 * and includes everything else done meanwhile, such as promise callbacks.
 */
export function isFree(): boolean {
  return next === waiting.length && hasTime();
}

/** Calls `act` as soon as there is time, in the order of the calls, and never at once. */
export function later(act: () => void): void {
  waiting.push(act);
  if (!going) {
    going = true;
    soon(proceed);
  }
}

/** After the promise callbacks that are waiting now. Fake timers replace `queueMicrotask`, but not promises. */
function soon(act: () => void): void {
  void Promise.resolve().then(act);
}

/** Does the waiting work in order, each after the promise callbacks of the last. */
function proceed(): void {
  if (next === waiting.length) {
    going = false;
    return;
  }
  if (!hasTime()) {
    return;
  }
  const act = waiting[next++]!;
  if (next === waiting.length) {
    waiting = [];
    next = 0;
  }
  act();
  soon(proceed);
}

function hasTime(): boolean {
  const time = now();
  if (over === undefined) {
    over = time + TURN;
    nextTurn(newTurn);
  }
  return time < over;
}

function newTurn(): void {
  over = undefined;
  if (going) {
    proceed();
  }
}
