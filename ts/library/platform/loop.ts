/** The event loop of Node, Bun and Deno, and its clock; browser-loop.ts has the same for everything else. */
import { getBuiltinModule } from './builtin.ts';
import { throughChannel } from './channel.ts';

const { performance } = getBuiltinModule('node:perf_hooks');
const { setImmediate } = getBuiltinModule('node:timers');

/** The milliseconds of a clock that tests do not stop: their fake timers replace the global `performance`. */
export function now(): number {
  return performance.now();
}

/** Calls back in the next turn of the event loop, even if fake timers were there before this module. */
export const nextTurn: (act: () => void) => void = isFake(setImmediate) ? throughChannel : setImmediate;

/** Fakes lack what Node's promisify looks for, or have a plain value there. So does Bun's own before 1.4. */
function isFake(timer: typeof setImmediate): boolean {
  const key = Symbol.for('nodejs.util.promisify.custom');
  const isNodes = Object.getOwnPropertyDescriptor(timer, key)?.get !== undefined;
  return !isNodes && process.versions.bun === undefined;
}

/** Whether all jobs share the time of a turn. */
export const SHARES_TURNS: boolean = true;
