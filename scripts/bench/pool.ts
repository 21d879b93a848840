// What the thread pool costs over one blocking call, what a second slot gains, and what recording a run costs.
import { columns } from '../../ts/example/index.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { describe, jobOf, oneAnswer, sumAll } from './kit/jobs.ts';
import { Recorder, sum, sumSync } from './kit/library.ts';
import { inTurns, ratioOf, summarize, timed } from './kit/measure.ts';
import { milliseconds, rangeOf, slotsText } from './kit/report.ts';

const JOB = jobOf('uniform', 1.2e9);

/** Something to time, and the id of what it is compared with. */
interface Turn {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
  run(): unknown;
}

export async function measurePool({
  machine,
  quick,
  rounds = quick ? 5 : 15,
  progress,
}: Extent): Promise<Finding> {
  const { slots } = machine;
  // Only now, when they are installed.
  const { startThreads, tasksOf } = await import('./peers/threads.mjs');
  const threads = startThreads(slots);
  const inTasks = oneAnswer(`${describe(JOB)} in streams`);
  inTasks(await sumAll(tasksOf(JOB)));
  const whole = oneAnswer(describe(JOB));
  const counts = [...new Set([1, Math.min(2, slots), slots])];
  const cases: Turn[] = [
    {
      id: 'blocking',
      name: 'one blocking call',
      reference: 'blocking',
      run: () => whole(sumSync(JOB, { engine: 'native' })),
    },
    {
      id: 'piscina',
      name: `Piscina, ${slots} threads`,
      reference: 'blocking',
      run: async () => inTasks(await threads.sum(JOB, 'native')),
    },
    ...counts.flatMap((concurrency) => [
      {
        id: `slots-${concurrency}`,
        name: `thread pool, ${slotsText(concurrency)}`,
        reference: 'blocking',
        run: async () => whole(await sum(JOB, { engine: 'native', concurrency })),
      },
      {
        id: `recorded-${concurrency}`,
        name: 'the same, recorded',
        reference: `slots-${concurrency}`,
        // From the recorder's making to its timeline: all that a user pays.
        async run() {
          const recorder = new Recorder();
          const { onChunk, onPause } = recorder;
          whole(await sum(JOB, { engine: 'native', concurrency, onChunk, onPause }));
          recorder.timeline('a run');
        },
      },
    ]),
  ];
  const title = `${describe(JOB)} in the thread pool`;
  const times = await inTurns({ title, cases, rounds, progress }, ({ run }) => timed(run)).finally(
    threads.stop,
  );
  const timesOf = (id: string) => times[cases.findIndex((turn) => turn.id === id)]!;
  const ratio = (id: string, to: string) => ratioOf(timesOf(id), timesOf(to));
  const cells = cases.map(({ id, name, reference }) => {
    const summary = summarize(timesOf(id));
    return [name, milliseconds(summary.median), rangeOf(summary), ratio(id, reference).ratio.toFixed(3)];
  });
  const cost = ratio('slots-1', 'blocking');
  const gain = slots > 1 ? [ratio('slots-1', 'slots-2')] : [];
  return {
    lines: [
      `${title}, native. Medians of ${rounds} rounds, and of the rounds' own ratios.`,
      ...columns([['', 'median', 'min … max', 'ratio'], ...cells]),
    ],
    bounds: [
      bound('pool: cost of 1 slot over blocking', cost.ratio - 1, 'at most', 0.03, 'part', cost.range),
      ...gain.map(({ ratio, range }) =>
        bound('pool: gain of 2 slots over 1', ratio, 'at least', 1.85, 'times', range),
      ),
      ...counts.map((count) => {
        const recorded = ratio(`recorded-${count}`, `slots-${count}`);
        const what = `pool: cost of recording, ${slotsText(count)}`;
        return bound(what, recorded.ratio - 1, 'below', 0.01, 'part', recorded.range);
      }),
    ],
    figures: cases.map(({ id, name }) => ({ id, name, times: timesOf(id) })),
  };
}
