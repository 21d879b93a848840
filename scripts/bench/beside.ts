// How timers, file reads and requests are delayed while a job runs in the same process.
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../../ts/timeline/index.ts';
import { sum } from '../kit/library.ts';
import { columns } from '../kit/tables.ts';
import { inTemporaryFolder } from '../kit/temporary.ts';
import { figure } from '../kit/words.ts';
import { type Bound, bound, type Extent, type Finding } from './kit/finding.ts';
import { describe, jobOf, oneAnswer, samplesFor, sumAll } from './kit/jobs.ts';
import { inTurns, timed } from './kit/measure.ts';
import { type Felt, startSenses } from './kit/senses.ts';
import { type Summary, summarize } from './kit/summary.ts';

/** One way to run a long job in a process. */
interface Contender {
  readonly id: string;
  readonly name: string;
  /** The samples of its job, which takes about a round; none when the process is idle. */
  readonly samples: number;
  run(): Promise<unknown>;
}

/** A round of a contender. Times are in milliseconds. */
type Round = Felt & { readonly took: number };

/** What is shown: a figure of each round, and the rounds' median or maximum. */
interface Column {
  readonly id: string;
  readonly head: string;
  readonly shown: 'median' | 'max';
  of(round: Round, contender: Contender): number;
}

const LOOP: readonly Column[] = [
  { id: 'delayP50', head: 'p50', shown: 'median', of: ({ delay }) => delay.p50 },
  { id: 'delayP99', head: 'p99', shown: 'median', of: ({ delay }) => delay.p99 },
  { id: 'delayMax', head: 'max', shown: 'max', of: ({ delay }) => delay.max },
  { id: 'busy', head: 'busy, %', shown: 'median', of: ({ delay }) => delay.utilization * 100 },
  { id: 'rate', head: 'samples, M/s', shown: 'median', of: ({ took }, { samples }) => samples / took / 1000 },
];

const OTHERS: readonly Column[] = [
  { id: 'readMedian', head: 'read median', shown: 'median', of: ({ reads }) => quantile(reads, 0.5) },
  { id: 'readMax', head: 'max', shown: 'max', of: ({ reads }) => Math.max(...reads) },
  { id: 'httpP50', head: 'HTTP p50', shown: 'median', of: ({ answers }) => quantile(answers, 0.5) },
  { id: 'httpP99', head: 'p99', shown: 'median', of: ({ answers }) => quantile(answers, 0.99) },
  { id: 'answers', head: 'answers', shown: 'median', of: ({ answers }) => answers.length },
];

const COLUMNS = [...LOOP, ...OTHERS];

/** What a contender did to the rest of its process, by the ids of the columns. */
type Row = Pick<Contender, 'id' | 'name'> & { readonly felt: Readonly<Record<string, Summary>> };

export function measureBeside({ machine, quick, progress, ...asked }: Extent): Promise<Finding> {
  const { rounds = quick ? 1 : 3 } = asked;
  const round = quick ? 1000 : 2000;
  return inTemporaryFolder('offloop-loop-', async (folder) => {
    progress.show('Equal answers, and jobs that take a round');
    const senses = await startSenses(folder);
    const contest = await startContenders(round, machine.slots);
    const cases = contest.contenders;
    const title = 'The event loop under load';
    const found = await inTurns({ title, cases, rounds, warm: true, progress }, async ({ run }) => {
      let took = 0;
      const felt = await senses.feel(async () => {
        took = await timed(run);
      });
      return { ...felt, took };
    });
    senses.stop();
    await contest.stop();
    const rows = cases.map((contender, n): Row => {
      const rounds = found[n]!;
      const felt = COLUMNS.map(({ id, of }) => [id, summarize(rounds.map((round) => of(round, contender)))]);
      return { id: contender.id, name: contender.name, felt: Object.fromEntries(felt) };
    });
    const table = (what: string, shown: readonly Column[]) => {
      const cells = rows.map(({ name, felt }) => {
        return [name, ...shown.map(({ id, shown }) => figure(felt[id]![shown]))];
      });
      return [what, ...columns([['', ...shown.map(({ head }) => head)], ...cells])];
    };
    return {
      lines: [
        `Beside a job of about ${round / 1000} s: a 1 MB file is read again and again, and an HTTP server in the same process answers another one, which asks every 10 ms. Milliseconds; medians of ${rounds} rounds, max of all.`,
        ...table("The event loop's delay, and how much is done", LOOP),
        ...table('File reads and HTTP answers', OTHERS),
      ],
      bounds: boundsOf(rows),
      figures: { round, rounds, rows },
    };
  });
}

/** Worker threads beside the main one. */
const WORKERS = 4;

type Sum = (samples: number) => Promise<{ readonly units: bigint }>;

/** Everyone who takes part, with jobs that take about `round` milliseconds each. Each round's answer is checked. */
async function startContenders(round: number, slots: number) {
  // Only now, when they are installed.
  const { startThreads, tasksOf } = await import('./peers/threads.mjs');
  const threads = startThreads(slots);
  const workers = startThreads(WORKERS);

  // Gaussian samples cost more: their blocks are the longest that anything waits for.
  const job = (samples: number) => jobOf('normal', samples);
  const native: Sum = (samples) => sum(job(samples), { engine: 'native' });
  const typescript: Sum = (samples) => sum(job(samples), { engine: 'typescript' });
  const nativeThreads: Sum = (samples) => threads.sum(job(samples), 'native');
  const typescriptThreads: Sum = (samples) => threads.sum(job(samples), 'typescript');
  const tasks: Sum = (samples) => sumAll(tasksOf(job(samples)));
  const streams = (samples: number) =>
    Array.from({ length: WORKERS + 1 }, (_, stream) => {
      return { ...job(Math.round(samples / (WORKERS + 1))), stream };
    });
  const inWorkers: Sum = async (samples) => {
    const [ours, ...theirs] = streams(samples);
    const sums = await Promise.all([sum(ours!), workers.sumInSlots(theirs)]);
    return { units: sums[0].units + sums[1].units };
  };
  const inMain: Sum = (samples) => sumAll(streams(samples));
  const ways: [id: string, name: string, sumUp: Sum, reference: Sum][] = [
    ['offloop', 'sum', native, native],
    ['workers', `sums in main, ${WORKERS} workers`, inWorkers, inMain],
    ['piscina', `Piscina, native, ${slots} threads`, nativeThreads, tasks],
    ['typescript', 'typescript, cooperative', typescript, native],
    ['piscina-typescript', `Piscina, typescript`, typescriptThreads, tasks],
  ];
  // Threads that are still starting would disturb.
  await Promise.all([nativeThreads(1e7), inWorkers(1e7)]);
  const contenders: Contender[] = [{ id: 'idle', name: 'idle', samples: 0, run: () => delay(round) }];
  for (const [id, name, sumUp, reference] of ways) {
    const samples = await samplesFor(round, sumUp);
    const check = oneAnswer(`${describe(job(samples))} (${name})`);
    check(await reference(samples));
    contenders.push({ id, name, samples, run: async () => check(await sumUp(samples)) });
  }
  return { contenders, stop: () => Promise.all([threads.stop(), workers.stop()]) };
}

/**
 * What must hold for a contender: its row, the column, its meaning, and its limit, which may depend on the idle
 * process.
 */
const BOUNDS: readonly [
  id: string,
  column: string,
  what: string,
  of: (idle: number) => number,
  limit: string,
][] = [
  ['offloop', 'delayP99', 'loop delay, p99', (idle) => idle + 1, 'idle + 1 ms'],
  ['offloop', 'readMedian', 'file read, median', (idle) => idle * 1.5, '1.5 × idle'],
  ['offloop', 'readMax', 'file read, max', () => 20, 'two allotments'],
  ['offloop', 'httpP99', 'HTTP answer, p99', (idle) => idle * 2, '2 × idle'],
  ['workers', 'readMedian', 'file read, median', (idle) => idle * 2, '2 × idle'],
  ['workers', 'readMax', 'file read, max', () => 40, 'four allotments'],
];

function boundsOf(rows: readonly Row[]): Bound[] {
  const rowOf = (contender: string): Row => rows.find(({ id }) => id === contender)!;
  return BOUNDS.map(([contender, column, what, of, limit]) => {
    const { name, felt } = rowOf(contender);
    const [ours, idle] = [felt[column]!, rowOf('idle').felt[column]!];
    const { shown } = COLUMNS.find(({ id }) => id === column)!;
    const [range, idleRange] = [ours, idle].map(({ min, max }) => `${figure(min)} … ${figure(max)}`);
    const note = `${limit}; rounds ${range}, idle ${idleRange}`;
    return bound(`${name}: ${what}`, ours[shown], 'below', of(idle[shown]), 'ms', note);
  });
}
