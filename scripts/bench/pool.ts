// What the thread pool costs over one blocking call, what a second slot gains, and what recording a run costs.

import { Recorder, type RunOptions, sum, sumSync } from '../kit/library.ts';
import { columns } from '../kit/tables.ts';
import { milliseconds, slotsText } from '../kit/words.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { describe, jobOf, oneAnswer, sumAll } from './kit/jobs.ts';
import { inTurns, ratioOf, timed } from './kit/measure.ts';
import { halfOf, rangeOf } from './kit/report.ts';
import { summarize } from './kit/summary.ts';

const JOB = jobOf('uniform', 1.2e9);

type Listeners = Pick<RunOptions, 'onChunk' | 'onPause'>;

export async function measurePool(extent: Extent): Promise<Finding> {
  const { machine, quick, rounds = quick ? 5 : 9, progress } = extent;
  const { slots } = machine;
  // Only now, when they are installed.
  const { startThreads, tasksOf } = await import('./peers/threads.mjs');
  const threads = startThreads(slots);
  const inTasks = oneAnswer(`${describe(JOB)} in streams`);
  inTasks(await sumAll(tasksOf(JOB)));
  const whole = oneAnswer(describe(JOB));
  const counts = [...new Set([1, Math.min(2, slots), slots])];
  const inThreads = async () => inTasks(await threads.sum(JOB, 'native'));
  const pooled = async (concurrency: number, listeners: Listeners = {}) =>
    whole(await sum(JOB, { engine: 'native', concurrency, ...listeners }));
  // From the recorder's making to its timeline: all that a user pays.
  const recorded = async (concurrency: number) => {
    const recorder = new Recorder();
    await pooled(concurrency, { onChunk: recorder.onChunk, onPause: recorder.onPause });
    recorder.timeline({ id: 'run', group: '', title: 'a run' });
  };
  /** What is timed, and the id of what it is compared with. */
  const turn = (id: string, name: string, reference: string, run: () => unknown) => {
    return { id, name, reference, run };
  };
  const cases = [
    turn('blocking', 'one blocking call', 'blocking', () => whole(sumSync(JOB, { engine: 'native' }))),
    turn('piscina', `Piscina, ${slots} threads`, 'blocking', inThreads),
    ...counts.flatMap((count) => [
      turn(`slots-${count}`, `thread pool, ${slotsText(count)}`, 'blocking', () => pooled(count)),
      turn(`recorded-${count}`, 'the same, recorded', `slots-${count}`, () => recorded(count)),
    ]),
  ];
  const title = `${describe(JOB)} in the thread pool`;
  const measured = inTurns({ title, cases, rounds, progress }, ({ run }) => timed(run));
  const times = await measured.finally(threads.stop);
  const timesOf = (id: string) => times[cases.findIndex((turn) => turn.id === id)]!;
  const ratio = (id: string, to: string) => ratioOf(timesOf(id), timesOf(to));
  const cells = cases.map(({ id, name, reference }) => {
    const summary = summarize(timesOf(id));
    const { median } = ratio(id, reference);
    return [name, milliseconds(summary.median), rangeOf(summary), median.toFixed(3)];
  });
  const cost = ratio('slots-1', 'blocking');
  const gain = slots > 1 ? [ratio('slots-1', 'slots-2')] : [];
  return {
    lines: [
      `${title}, native. Medians of ${rounds} rounds, and of the rounds' own ratios.`,
      ...columns([['', 'median', 'min … max', 'ratio'], ...cells]),
    ],
    bounds: [
      bound('pool: cost of 1 slot over blocking', cost.median - 1, 'at most', 0.03, 'part', halfOf(cost)),
      ...gain.map((ratio) =>
        bound('pool: gain of 2 slots over 1', ratio.median, 'at least', 1.85, 'times', halfOf(ratio)),
      ),
      ...counts.map((count) => {
        const recorded = ratio(`recorded-${count}`, `slots-${count}`);
        const what = `pool: cost of recording, ${slotsText(count)}`;
        return bound(what, recorded.median - 1, 'below', 0.01, 'part', halfOf(recorded));
      }),
    ],
    figures: cases.map(({ id, name }) => ({ id, name, times: timesOf(id) })),
  };
}
