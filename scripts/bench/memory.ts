// Whether memory is level over many runs with one signal that never aborts.
import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { columns, formatCount } from '../../ts/example/index.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { jobOf } from './kit/jobs.ts';
import { sum } from './kit/library.ts';

/** At how many points the memory is looked at; the first runs leave compiled code. */
const POINTS = 10;

/** More than there are slots, so that some wait for one. */
const AT_ONCE = 5;

export async function measureMemory({ quick, progress }: Extent): Promise<Finding> {
  progress.show('Memory over many runs');
  const between = (quick ? 20_000 : 100_000) / POINTS;
  const { signal } = new AbortController();
  const points: { runs: number; heap: number; rss: number }[] = [];
  for (let runs = between; runs <= between * POINTS; runs += between) {
    for (let n = 0; n < between; n += AT_ONCE) {
      const sums = Array.from({ length: AT_ONCE }, () =>
        sum(jobOf('uniform', 1000), { engine: 'native', signal }),
      );
      await Promise.all(sums);
    }
    points.push({ runs, ...(await memoryInUse()) });
  }
  const [half, last] = [points[POINTS / 2 - 1]!, points.at(-1)!];
  const note = `over the last ${formatCount(last.runs - half.runs)} runs`;
  const listeners = getEventListeners(signal, 'abort').length;
  const cells = points.map(({ runs, heap, rss }) => [formatCount(runs), heap.toFixed(2), rss.toFixed(1)]);
  return {
    lines: [
      'Memory after runs of a small sum with one signal that never aborts, after a forced collection, in MB:',
      ...columns([['runs', 'heap', 'RSS'], ...cells]),
    ],
    bounds: [
      bound('abort: growth of the heap', last.heap - half.heap, 'below', 1, 'MB', note),
      bound('abort: growth of RSS', last.rss - half.rss, 'below', 5, 'MB', `${note}; malloc keeps some`),
      bound('abort: listeners left on the signal', listeners, 'at most', 0, 'count'),
    ],
    figures: points,
  };
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** The megabytes in use after a forced collection. */
async function memoryInUse(): Promise<{ heap: number; rss: number }> {
  // What native objects hold is let go in a turn of its own.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await nextTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, rss: rss / 1e6 };
}
