import { offloop } from '../bench/built.ts';
import { describe, jobOf } from '../bench/jobs.ts';
import { type Bound, bound } from './bounds.ts';
import type { Effort, Finding } from './section.ts';
import { startThreads, type Threads } from './threads.ts';
import { ratio, ratioRange, stepsOf, type Timed, type Turn, timeInTurns, turnLines } from './turns.ts';

const { sum, sumSync } = await offloop();

const JOB = jobOf('uniform', 1.2e9);

const BLOCKING = 'one blocking call';
const ONE = 'thread pool, 1 slot';
const TWO = 'thread pool, 2 slots';

/** What the thread pool costs over one blocking call, and what a second slot gains. */
export async function measurePool(effort: Effort): Promise<Finding> {
  const { quick, machine, progress, rounds = quick ? 3 : 9 } = effort;
  const threads = startThreads(effort);
  try {
    const turns = turnsOf(machine.slots, await countChunks(), threads);
    progress.part('The thread pool against blocking', stepsOf(turns, rounds));
    const timed = await timeInTurns(turns, rounds, progress);
    const blocking = timed.find(({ name }) => name === BLOCKING)!;
    return {
      lines: [
        `${describe(JOB)}, native. Medians of ${rounds} rounds, and of the rounds' own ratios to one blocking call.`,
        ...turnLines(timed.map((row) => ({ timed: row, reference: blocking }))),
      ],
      bounds: boundsOf(timed, blocking),
      figures: { samples: JOB.samples, rounds, rows: timed },
    };
  } finally {
    await threads.stop();
  }
}

function turnsOf(slots: number, chunks: number, threads: Threads): Turn[] {
  const pooled =
    (concurrency: number): Turn['run'] =>
    async () =>
      (await sum(JOB, { engine: 'native', mode: 'threadpool', concurrency })).units;
  return [
    { name: BLOCKING, run: () => sumSync(JOB, { engine: 'native' }).units },
    { name: ONE, run: pooled(1) },
    ...(slots > 1 ? [{ name: TWO, run: pooled(2) }] : []),
    ...(slots > 2 ? [{ name: `thread pool, ${slots} slots`, run: pooled(slots) }] : []),
    { name: `Piscina, ${slots} threads, a part each`, run: () => threads.sum(JOB, 'native') },
    {
      name: `Piscina, ${slots} threads, ${chunks} parts`,
      run: () => threads.sum(JOB, 'native', chunks),
    },
  ];
}

/** In how many parts the chunk loop cuts the job. */
async function countChunks(): Promise<number> {
  let chunks = 0;
  await sum(JOB, { engine: 'native', mode: 'threadpool', onChunk: () => chunks++ });
  return chunks;
}

function boundsOf(timed: readonly Timed[], blocking: Timed): Bound[] {
  const one = timed.find(({ name }) => name === ONE)!;
  const two = timed.find(({ name }) => name === TWO);
  const cost = bound(
    'pool: cost of 1 slot over blocking',
    ratio(one, blocking) - 1,
    'at most',
    0.03,
    'part',
    ratioRange(one, blocking),
  );
  return two === undefined
    ? [cost]
    : [
        cost,
        bound(
          'pool: gain of 2 slots over 1',
          ratio(one, two),
          'at least',
          1.85,
          'times',
          ratioRange(one, two),
        ),
      ];
}
