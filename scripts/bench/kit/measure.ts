import { median, quantile, shuffled } from '../../../ts/example/index.ts';
import type { Progress } from './progress.ts';
import type { Row } from './record.ts';
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
  /** How many samples one run draws. */
  readonly samples: number;
  /** What it gives is waited for where it is a promise. */
  run(): unknown;
}

/** How long a case is measured. */
export interface Effort extends Turns<Case> {
  /** The least milliseconds that a case runs in a round: a short job runs many times. */
  readonly time: number;
  /** The milliseconds after which a slow case has no more rounds; one it always has. */
  readonly enough?: number;
}

/** Measures what cases cost, in nanoseconds a sample. */
export async function measure(effort: Effort): Promise<Row[]> {
  const { cases, time, enough = Number.POSITIVE_INFINITY } = effort;
  const found = await inTurns<Case, number>(effort, async ({ run, samples }, figures) => {
    const spent = figures.reduce((total, ns) => total + (ns * samples) / 1e6, 0);
    return spent < enough ? ((await timeOf(run, time)) * 1e6) / samples : undefined;
  });
  return cases.map(({ samples, run, ...row }, n) => ({ ...row, ...summarize(found[n]!) }));
}

/** The milliseconds of a run: the median of as many as there is time for. */
async function timeOf(run: () => unknown, time: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + time;
  do {
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
 * down for a second slows both turns of a round; and in words where half of them lie.
 */
export function ratioOf(times: readonly number[], reference: readonly number[]) {
  const ratios = times.map((time, round) => time / reference[round]!);
  const [low, high] = [0.25, 0.75].map((q) => quantile(ratios, q).toFixed(3));
  return { ratio: median(ratios), range: `half of the rounds within ${low} … ${high} times` };
}
