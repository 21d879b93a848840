import { quantile, shuffled } from '../../ts/example/compare/statistics.ts';
import { columns } from '../../ts/format.ts';
import { type Summary, summarize } from '../bench/statistics.ts';
import { figure } from '../bench/table.ts';
import { type Bound, bound } from './bounds.ts';
import { type Contender, contenders, IDLE, OURS, PREPARATIONS } from './contenders.ts';
import { type Felt, startSenses } from './felt.ts';
import type { Effort, Finding } from './section.ts';
import { startThreads } from './threads.ts';

/** What a contender did to the rest of its process. Times are in milliseconds. */
interface Row {
  readonly name: string;
  readonly samples: number;
  /** Millions of samples a second. */
  readonly rate: Summary;
  /** The part of the time that the event loop was busy. */
  readonly busy: Summary;
  readonly delay: { readonly p50: Summary; readonly p99: Summary; readonly max: number };
  readonly read: { readonly median: Summary; readonly max: number };
  readonly http: { readonly p50: Summary; readonly p99: Summary };
  /** Requests answered in the round with the fewest. */
  readonly answered: number;
}

/** A round of a contender. */
interface Round extends Felt {
  readonly took: number;
}

/** What timers, file reads and requests feel while a job runs in the same process. */
export async function measureUnderLoad(effort: Effort): Promise<Finding> {
  const { quick, progress, rounds = quick ? 1 : 3 } = effort;
  const round = quick ? 2000 : 10_000;
  const requests = quick ? 200 : 1000;
  const threads = startThreads(effort);
  const senses = await startSenses(effort);
  try {
    progress.part('Equal answers, and jobs that take a round', PREPARATIONS);
    const found = (await contenders(round, threads, effort)).map((contender) => ({
      contender,
      rounds: [] as Round[],
    }));
    progress.part('The event loop under load', found.length * rounds);
    for (let n = 0; n < rounds; n++) {
      for (const { contender, rounds } of shuffled(found)) {
        let took = 0;
        const work = async (): Promise<void> => {
          const began = performance.now();
          await contender.run();
          took = performance.now() - began;
        };
        rounds.push({ ...(await senses.feel(work, round, requests)), took });
        progress.advance();
      }
    }
    const rows = found.map(({ contender, rounds }) => toRow(contender, rounds));
    const seconds = round / 1000;
    return {
      lines: [
        `The event loop beside a Gaussian job of about ${seconds} s: a 1 MB file is read again and again, and an HTTP server`,
        `in the same process answers ${requests} requests of another process. Milliseconds; medians of ${rounds} rounds, max of all.`,
        ...tableOf(rows),
        ...rows
          .filter(({ answered }) => answered < requests)
          .map(({ name, answered }) => `  ${name}: only ${answered} requests were answered in a round.`),
      ],
      bounds: boundsOf(rows),
      figures: { round, requests, rounds, rows },
    };
  } finally {
    senses.stop();
    await threads.stop();
  }
}

function toRow({ name, samples }: Contender, rounds: readonly Round[]): Row {
  const each = (pick: (round: Round) => number): Summary => summarize(rounds.map(pick));
  return {
    name,
    samples,
    rate: each(({ took }) => samples / took / 1000),
    busy: each(({ delay }) => delay.utilization),
    delay: {
      p50: each(({ delay }) => delay.p50),
      p99: each(({ delay }) => delay.p99),
      max: Math.max(...rounds.map(({ delay }) => delay.max)),
    },
    read: {
      median: each(({ reads }) => summarize(reads).median),
      max: Math.max(...rounds.flatMap(({ reads }) => reads)),
    },
    http: {
      p50: each(({ answers }) => quantile(answers, 0.5)),
      p99: each(({ answers }) => quantile(answers, 0.99)),
    },
    answered: Math.min(...rounds.map(({ answers }) => answers.length)),
  };
}

function tableOf(rows: readonly Row[]): string[] {
  const cells = rows.map(({ name, rate, busy, delay, read, http }) => [
    name,
    figure(delay.p50.median),
    figure(delay.p99.median),
    figure(delay.max),
    figure(read.median.median),
    figure(read.max),
    figure(http.p50.median),
    figure(http.p99.median),
    `${Math.round(busy.median * 100)} %`,
    name === IDLE ? '' : `${figure(rate.median)} M/s`,
  ]);
  return columns([
    ['', 'delay p50', 'p99', 'max', 'read median', 'max', 'HTTP p50', 'p99', 'loop busy', 'samples'],
    ...cells,
  ]);
}

function boundsOf(rows: readonly Row[]): Bound[] {
  const idle = rows.find(({ name }) => name === IDLE)!;
  const ours = rows.find(({ name }) => name === OURS)!;
  const delay = { idle: idle.delay.p99, ours: ours.delay.p99 };
  const read = { idle: idle.read.median, ours: ours.read.median };
  const http = { idle: idle.http.p99, ours: ours.http.p99 };
  return [
    bound(
      'loop: event-loop delay, p99',
      delay.ours.median,
      'at most',
      delay.idle.median + 1,
      'ms',
      `idle + 1 ms; ${spreads(delay)}`,
    ),
    bound(
      'loop: file read of 1 MB, median',
      read.ours.median,
      'at most',
      read.idle.median * 1.5,
      'ms',
      `1.5 × idle; ${spreads(read)}`,
    ),
    bound(
      'loop: file read of 1 MB, max',
      ours.read.max,
      'below',
      20,
      'ms',
      `two allotments; idle ${figure(idle.read.max)}`,
    ),
    bound(
      'loop: HTTP answer, p99',
      http.ours.median,
      'at most',
      http.idle.median * 2,
      'ms',
      `2 × idle; ${spreads(http)}`,
    ),
  ];
}

/** How much the rounds differ. */
function spreads({ idle, ours }: { idle: Summary; ours: Summary }): string {
  const range = ({ min, max }: Summary): string => `${figure(min)} … ${figure(max)}`;
  return `rounds ${range(ours)}, idle ${range(idle)}`;
}
