import { median, quantile, shuffled } from '../../../ts/timeline/index.ts';
import type { Progress } from '../../kit/progress.ts';
import type { Ratio, Row } from './record.ts';
import { summarize } from './summary.ts';

/** Cases that answer one question, and how often each is measured. */
interface Turns<Case> {
  readonly title: string;
  readonly cases: readonly Case[];
  readonly rounds: number;
  /** Whether all have run before, so that there is nothing to warm up. */
  readonly warm?: boolean;
  readonly progress: Progress;
}

/**
 * Measures cases in turns: each round has every case once, in an order of its own, so that a slow minute of the
 * machine hits all alike and no case always follows the same other one. A round before them only warms up.
 * Gives each case's figures. A case that gives none has had enough.
 */
export async function inTurns<Case, Figure>(
  { title, cases, rounds, warm = false, progress }: Turns<Case>,
  once: (turn: Case, figures: readonly Figure[]) => Promise<Figure | undefined>,
): Promise<Figure[][]> {
  const found = cases.map((turn) => ({ turn, figures: [] as Figure[] }));
  progress.show(title);
  for (let round = warm ? 1 : 0; round <= rounds; round++) {
    progress.show(title, `round ${round} of ${rounds}`);
    for (const { turn, figures } of shuffled(found)) {
      const figure = await once(turn, figures);
      if (round > 0 && figure !== undefined) {
        figures.push(figure);
      }
    }
  }
  return found.map(({ figures }) => figures);
}

/** Something that draws samples. */
export interface Case extends Pick<Row, 'id' | 'name' | 'kind' | 'slots'> {
  /** The nanoseconds of a sample, from as many runs as there is time for, in milliseconds, and from one at least. */
  measure(milliseconds: number): Promise<number>;
}

/** What is timed of a case, when it runs here: what it gives is waited for where it is a promise. */
export interface Run extends Omit<Case, 'measure'> {
  /** How many samples one run draws. */
  readonly samples: number;
  run(): unknown;
  /** What must be done before each run, and is not timed. */
  readonly before?: (() => unknown) | undefined;
}

export function caseOf({ run, before, samples, ...row }: Run): Case {
  return { ...row, measure: async (time) => ((await timeOf(run, time, before)) * 1e6) / samples };
}

/** How long a case is measured. */
export interface Effort extends Turns<Case> {
  /** The least milliseconds that a case runs in a round: a short job runs many times. */
  readonly time: number;
  /** The milliseconds after which a slow case has no more rounds; one it always has. */
  readonly enough?: number;
}

/** Measures what cases cost, in nanoseconds a sample, and how much of the first one's cost that is. */
export async function measure(effort: Effort): Promise<Row[]> {
  const { cases, time, enough = Number.POSITIVE_INFINITY } = effort;
  const spent = new Map<Case, number>();
  const found = await inTurns<Case, number>(effort, async (turn, figures) => {
    const before = figures.length === 0 ? 0 : spent.get(turn)!;
    if (before >= enough) {
      return;
    }
    const began = performance.now();
    const figure = await turn.measure(time);
    spent.set(turn, before + performance.now() - began);
    return figure;
  });
  return cases.map(({ measure, ...row }, n) => {
    const ratio = ratioOf(found[n]!, found[0]!);
    return { ...row, ...summarize(found[n]!), ratio };
  });
}

/** The milliseconds of a run: the median of as many as there is time for. */
async function timeOf(run: () => unknown, time: number, before: Run['before']): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + time;
  do {
    await before?.();
    times.push(await timed(run));
  } while (performance.now() < end);
  return median(times);
}

/** The milliseconds that something takes. */
export async function timed(run: () => unknown): Promise<number> {
  const began = performance.now();
  const result = run();
  if (result instanceof Promise) {
    await result;
  }
  return performance.now() - began;
}

/**
 * How many times as long one takes as another: the median of the rounds' own ratios, since what slows the machine
 * down for a second slows both turns of a round; and between which half of them lie.
 */
export function ratioOf(times: readonly number[], reference: readonly number[]): Ratio {
  const ratios = times.slice(0, reference.length).map((time, round) => time / reference[round]!);
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
