import { fork } from 'node:child_process';
import { join } from 'node:path';
import { columns, formatCount } from '../../ts/format.ts';
import { bound } from './bounds.ts';
import type { Point } from './memory-child.ts';
import type { Effort, Finding } from './section.ts';

/** At how many points the memory is looked at. */
const POINTS = 10;

/** Bytes of a megabyte. */
const MB = 1e6;

/** Whether memory is level over many runs with one signal that never aborts. */
export async function measureMemory({ quick, progress, atEnd }: Effort): Promise<Finding> {
  const runs = quick ? 20_000 : 100_000;
  progress.part('Memory over many runs', POINTS + 1);
  const points: Point[] = [];
  // In a process of its own, whose memory is that of the runs alone.
  const child = fork(join(import.meta.dirname, 'memory-child.ts'), [String(runs / POINTS), String(POINTS)], {
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  atEnd(() => child.kill());
  child.on('message', (point: Point) => {
    points.push(point);
    progress.advance();
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the runs that memory was measured of failed: ${code}`)),
    );
  });

  const [half, last] = [points[POINTS / 2]!, points[POINTS]!];
  const grown = (pick: (point: Point) => number): number => (pick(last) - pick(half)) / MB;
  const note = `over the last ${formatCount(last.runs - half.runs)} runs`;
  return {
    lines: [
      'Memory after runs of a small sum with one signal that never aborts, after a forced collection, in MB:',
      ...columns([
        ['runs', 'heap', 'RSS', 'listeners left'],
        ...points.map(({ runs, heap, rss, listeners }) => [
          formatCount(runs),
          (heap / MB).toFixed(2),
          (rss / MB).toFixed(1),
          String(listeners),
        ]),
      ]),
    ],
    bounds: [
      bound(
        'abort: growth of the heap',
        grown(({ heap }) => heap),
        'below',
        1,
        'MB',
        note,
      ),
      bound(
        'abort: growth of RSS',
        grown(({ rss }) => rss),
        'below',
        5,
        'MB',
        `${note}; malloc keeps some`,
      ),
      bound('abort: listeners left on the signal', last.listeners, 'at most', 0, 'count', ''),
    ],
    figures: points,
  };
}
