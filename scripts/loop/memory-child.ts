// Runs a small sum many times with one signal, and tells the parent the memory in use now and then. The arguments
// are the runs between two looks, and the looks. It needs --expose-gc.
import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { offloop } from '../bench/built.ts';
import { jobOf } from '../bench/jobs.ts';

/** The memory in use, in bytes, after so many runs. */
export interface Point {
  readonly runs: number;
  readonly heap: number;
  readonly rss: number;
  /** Listeners that the runs have left on the signal. */
  readonly listeners: number;
}

/** More than there are slots, so that some wait for one. */
const AT_ONCE = 5;

const JOB = jobOf('uniform', 1000);

const { sum } = await offloop();
const { signal } = new AbortController();
const [between = 0, looks = 0] = process.argv.slice(2).map(Number);

process.on('disconnect', () => process.exit(1));
// What the first runs leave is compiled code.
await run(5000);
await tell(0);
for (let look = 1; look <= looks; look++) {
  await run(between);
  await tell(look * between);
}
process.removeAllListeners('disconnect');
process.disconnect();

async function run(runs: number): Promise<void> {
  for (let n = 0; n < runs; n += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => sum(JOB, { engine: 'native', signal })));
  }
}

async function tell(runs: number): Promise<void> {
  // What native objects hold is let go in a turn of its own.
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  const point: Point = { runs, heap: heapUsed, rss, listeners: getEventListeners(signal, 'abort').length };
  await new Promise<void>((resolve) => process.send?.(point, () => resolve()));
}
