/** As it was at first, whatever a test's timers put in its place. A browser has none and needs none: nothing is small there. */
const { setImmediate: nextTurn } = globalThis;

/** The most milliseconds of a turn of the event loop for what is short but may come in thousands. */
const TURN = 1;

/** When this turn's time is over, once somebody has asked. */
let over: number | undefined;

/** What waits for its turn: from `next` on. */
let waiting: (() => void)[] = [];
let next = 0;

/** Whether it is being done, in this turn or in the next. */
let going = false;

/**
 * Whether there is time left in this turn of the event loop, and nothing waits for it. The time runs from the first
 * question on, whatever else is done in it: what promises lead to, too.
 */
export function isFree(): boolean {
  return next === waiting.length && hasTime();
}

/** Does something as soon as there is time, in the order in which they came, and never at once. */
export function later(act: () => void): void {
  waiting.push(act);
  if (!going) {
    going = true;
    queueMicrotask(proceed);
  }
}

/** Does what waits, one after the other, each after what the promises of the last led to. */
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
  queueMicrotask(proceed);
}

function hasTime(): boolean {
  const now = performance.now();
  if (over === undefined) {
    over = now + TURN;
    nextTurn(newTurn);
  }
  return now < over;
}

function newTurn(): void {
  over = undefined;
  if (going) {
    proceed();
  }
}
