// What timers, file reads and requests feel while a job runs in the same process.
import { setTimeout as delay } from 'node:timers/promises';
import { columns, quantile } from '../../ts/example/index.ts';
import { inTemporaryFolder } from '../release/temporary.ts';
import { type Bound, bound, type Extent, type Finding } from './kit/finding.ts';
import { describe, jobOf, oneAnswer, SEED, samplesFor, sumAll } from './kit/jobs.ts';
import { runFlooded, serve, sum } from './kit/library.ts';
import { inTurns, timed } from './kit/measure.ts';
import { figure } from './kit/report.ts';
import { type Felt, startSenses } from './kit/senses.ts';
import { type Summary, summarize } from './kit/summary.ts';

/** One way to have a long job under way in a process. */
interface Contender {
  readonly id: string;
  readonly name: string;
  /** The samples of its job, which takes about a round; none when the process is idle. */
  readonly samples: number;
  run(): Promise<unknown>;
}

/** A round of a contender. Times are in milliseconds. */
type Round = Felt & { readonly took: number };

/** What is shown: a figure of each round, and of the rounds the middle one, or the largest. */
interface Column {
  readonly id: string;
  readonly head: string;
  readonly shown: 'median' | 'max';
  of(round: Round, contender: Contender): number;
}

const COLUMNS: readonly Column[] = [
  { id: 'delayP50', head: 'delay p50', shown: 'median', of: ({ delay }) => delay.p50 },
  { id: 'delayP99', head: 'p99', shown: 'median', of: ({ delay }) => delay.p99 },
  { id: 'delayMax', head: 'max', shown: 'max', of: ({ delay }) => delay.max },
  { id: 'readMedian', head: 'read median', shown: 'median', of: ({ reads }) => quantile(reads, 0.5) },
  { id: 'readMax', head: 'max', shown: 'max', of: ({ reads }) => Math.max(...reads) },
  { id: 'httpP50', head: 'HTTP p50', shown: 'median', of: ({ answers }) => quantile(answers, 0.5) },
  { id: 'httpP99', head: 'p99', shown: 'median', of: ({ answers }) => quantile(answers, 0.99) },
  { id: 'answers', head: 'answers', shown: 'median', of: ({ answers }) => answers.length },
  { id: 'busy', head: 'loop busy, %', shown: 'median', of: ({ delay }) => delay.utilization * 100 },
  { id: 'rate', head: 'samples, M/s', shown: 'median', of: ({ took }, { samples }) => samples / took / 1000 },
];

/** What a contender did to the rest of its process, by the ids of the columns. */
type Row = Pick<Contender, 'id' | 'name'> & { readonly felt: Readonly<Record<string, Summary>> };

export function measureBeside({ machine, quick, progress, ...asked }: Extent): Promise<Finding> {
  const { rounds = quick ? 1 : 3 } = asked;
  const round = quick ? 2000 : 10_000;
  return inTemporaryFolder('offloop-loop-', async (folder, atEnd) => {
    progress.show('Equal answers, and jobs that take a round');
    const senses = await startSenses(folder);
    const contest = await startContenders(round, machine.slots, atEnd);
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
    const cells = rows.map(({ name, felt }) => {
      return [name, ...COLUMNS.map(({ id, shown }) => figure(felt[id]![shown]))];
    });
    return {
      lines: [
        `The event loop beside a job of about ${round / 1000} s: a 1 MB file is read again and again, and an HTTP server in the`,
        `same process answers another one, which asks every 10 ms. Milliseconds; medians of ${rounds} rounds, max of all.`,
        ...columns([['', ...COLUMNS.map(({ head }) => head)], ...cells]),
      ],
      bounds: boundsOf(rows),
      figures: { round, rounds, rows },
    };
  });
}

type Sum = (samples: number) => Promise<{ readonly units: bigint }>;

/** Everyone who takes part, with jobs that take about `round` milliseconds each. Each round's answer is checked. */
async function startContenders(round: number, slots: number, atEnd: (clean: () => void) => void) {
  // Only now, when they are installed.
  const { startThreads, tasksOf } = await import('./peers/threads.mjs');
  const threads = startThreads(slots);
  // Whole jobs are the example's mistake, which asks a server, too: one that answers at once.
  const server = await serve({ port: 0, samples: 0 });
  const stop = new AbortController();
  atEnd(() => stop.abort());

  // Gaussian samples are the dearer ones: their blocks are the longest that anything waits for.
  const job = (samples: number) => jobOf('gaussian', samples);
  const native: Sum = (samples) => sum(job(samples), { engine: 'native' });
  const typescript: Sum = (samples) => sum(job(samples), { engine: 'typescript' });
  const nativeThreads: Sum = (samples) => threads.sum(job(samples), 'native');
  const typescriptThreads: Sum = (samples) => threads.sum(job(samples), 'typescript');
  const tasks: Sum = (samples) => sumAll(tasksOf(job(samples)));
  const flooded: Sum = async (samples) =>
    (await runFlooded({ port: server.port, samples, seed: SEED, signal: stop.signal })).compute.total;
  const uniform: Sum = (samples) => sum(jobOf('uniform', samples));
  const ways: [id: string, name: string, sumUp: Sum, reference: Sum][] = [
    ['offloop', 'offloop native, threadpool', native, native],
    ['piscina', `Piscina, native in ${slots} threads`, nativeThreads, tasks],
    ['flooded', 'the pool filled with whole jobs', flooded, uniform],
    ['typescript', 'offloop typescript, cooperative', typescript, native],
    ['piscina-typescript', `Piscina, typescript in ${slots} threads`, typescriptThreads, tasks],
  ];
  const contenders: Contender[] = [{ id: 'idle', name: 'idle', samples: 0, run: () => delay(round) }];
  for (const [id, name, sumUp, reference] of ways) {
    const samples = await samplesFor(round, sumUp);
    const check = oneAnswer(`${describe(job(samples))} (${name})`);
    check(await reference(samples));
    contenders.push({ id, name, samples, run: async () => check(await sumUp(samples)) });
  }
  return { contenders, stop: () => Promise.all([threads.stop(), server.close()]) };
}

function boundsOf(rows: readonly Row[]): Bound[] {
  const felt = (contender: string, column: string): Summary =>
    rows.find(({ id }) => id === contender)!.felt[column]!;
  const range = ({ min, max }: Summary): string => `${figure(min)} … ${figure(max)}`;
  const besideIdle = (what: string, column: string, words: string, limit: (idle: number) => number) => {
    const [ours, idle] = [felt('offloop', column), felt('idle', column)];
    const note = `${words}; rounds ${range(ours)}, idle ${range(idle)}`;
    return bound(`loop: ${what}`, ours.median, 'at most', limit(idle.median), 'ms', note);
  };
  const longest = felt('offloop', 'readMax').max;
  const note = `two allotments; idle ${figure(felt('idle', 'readMax').max)}`;
  return [
    besideIdle('event-loop delay, p99', 'delayP99', 'idle + 1 ms', (idle) => idle + 1),
    besideIdle('file read of 1 MB, median', 'readMedian', '1.5 × idle', (idle) => idle * 1.5),
    bound('loop: file read of 1 MB, max', longest, 'below', 20, 'ms', note),
    besideIdle('HTTP answer, p99', 'httpP99', '2 × idle', (idle) => idle * 2),
  ];
}
