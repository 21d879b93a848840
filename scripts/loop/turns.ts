import assert from 'node:assert/strict';
import { median, quantile, shuffled } from '../../ts/example/compare/statistics.ts';
import { columns } from '../../ts/format.ts';
import type { Progress } from '../bench/progress.ts';
import { NOISY, summarize } from '../bench/statistics.ts';
import { figure, milliseconds } from '../bench/table.ts';

/** Something to time. All turns of a table answer the same question. */
export interface Turn {
  readonly name: string;
  /** The exact sum. */
  run(): bigint | Promise<bigint>;
}

/** A turn with its times in milliseconds, one a round: the times of a round belong together. */
export interface Timed {
  readonly name: string;
  readonly times: readonly number[];
}

/**
 * Times every turn once a round, each round in an order of its own. A round before them warms up, and checks
 * that all answers are equal; so does every later one.
 */
export async function timeInTurns(
  turns: readonly Turn[],
  rounds: number,
  progress: Progress,
): Promise<Timed[]> {
  const times = new Map(turns.map(({ name }) => [name, [] as number[]]));
  const answers = new Set<bigint>();
  for (let round = -1; round < rounds; round++) {
    for (const { name, run } of shuffled(turns)) {
      const began = performance.now();
      answers.add(await run());
      const ended = performance.now();
      assert.equal(answers.size, 1, `${name} disagrees with another turn: this is a bug`);
      if (round >= 0) {
        times.get(name)!.push(ended - began);
      }
      progress.advance();
    }
  }
  return turns.map(({ name }) => ({ name, times: times.get(name)! }));
}

/** How many steps of progress `timeInTurns` takes. */
export function stepsOf(turns: readonly Turn[], rounds: number): number {
  return turns.length * (rounds + 1);
}

/**
 * How many times as long one takes as another: the median of the rounds' own ratios, since what slows the
 * machine down for a second slows both turns of a round.
 */
export function ratio(timed: Timed, reference: Timed): number {
  return median(ratiosOf(timed, reference));
}

/** Between which quartiles the rounds' own ratios lie, in words. */
export function ratioRange(timed: Timed, reference: Timed): string {
  const ratios = ratiosOf(timed, reference);
  const [low, high] = [quantile(ratios, 0.25), quantile(ratios, 0.75)];
  return `half of the rounds within ${low.toFixed(3)} … ${high.toFixed(3)} times`;
}

function ratiosOf(timed: Timed, reference: Timed): number[] {
  return timed.times.map((time, round) => time / reference.times[round]!);
}

/** A line for each turn, and how long it takes compared to its reference. */
export function turnLines(rows: readonly { timed: Timed; reference: Timed }[]): string[] {
  const cells = rows.map(({ timed, reference }) => {
    const { median, min, max, spread } = summarize(timed.times);
    return [
      timed.name,
      milliseconds(median),
      `${figure(min)} … ${figure(max)}${spread > NOISY ? ' noisy' : ''}`,
      ratio(timed, reference).toFixed(3),
    ];
  });
  return columns([['', 'median', 'min … max', 'ratio'], ...cells]);
}
