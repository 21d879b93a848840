// Whether memory is level over many runs with one signal that never aborts.
import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sum } from '../kit/library.ts';
import { counted } from '../kit/words.ts';
import { collect } from './kit/collect.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { jobOf } from './kit/jobs.ts';

/** More than there are slots, so that some wait for one. */
const AT_ONCE = 5;

export async function measureMemory({ quick, progress }: Extent): Promise<Finding> {
  progress.show('Memory over many runs');
  const runs = quick ? 10_000 : 50_000;
  const { signal } = new AbortController();
  const small = () => sum(jobOf('uniform', 1000), { engine: 'native', signal });
  const afterRuns = async () => {
    for (let n = 0; n < runs; n += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, small));
    }
    return memoryInUse();
  };
  // Memory that the first half leaves is compiled code.
  const half = await afterRuns();
  const last = await afterRuns();
  const note = `over the last ${counted(runs)} runs`;
  const listeners = getEventListeners(signal, 'abort').length;
  return {
    lines: [
      `Memory after ${counted(runs)} runs of a small sum with one signal that never aborts, and after as many again, in MB:`,
      `  heap ${half.heap.toFixed(2)}, ${last.heap.toFixed(2)}; RSS ${half.rss.toFixed(1)}, ${last.rss.toFixed(1)}`,
    ],
    bounds: [
      bound('abort: growth of the heap', last.heap - half.heap, 'below', 1, 'MB', note),
      bound('abort: growth of RSS', last.rss - half.rss, 'below', 5, 'MB', `${note}; malloc keeps some`),
      bound('abort: listeners left on the signal', listeners, 'at most', 0, 'count'),
    ],
    figures: { runs, half, last },
  };
}

/** The megabytes in use after a forced collection. */
async function memoryInUse(): Promise<{ heap: number; rss: number }> {
  // Memory of native objects is freed in a separate turn.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await nextTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, rss: rss / 1e6 };
}
