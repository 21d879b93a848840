import { type JobOptions, type Summed, sum } from '../../kit/library.ts';
import { counted } from '../../kit/words.ts';
import { timed } from './measure.ts';

/** The seed of every benchmark; the answers are checked, so it is fixed. */
export const SEED = 42n;

/** The distributions that have totals, in the order in which tables show them. */
export const SUMMED: readonly Summed[] = ['uniform', 'normal'];

/** A job of a benchmark. */
export function jobOf(distribution: Summed, samples: number) {
  return { distribution, samples, seed: SEED };
}

/** A job in words. */
export function describe({ distribution, samples }: JobOptions): string {
  return `${counted(samples)} ${distribution} samples`;
}

/** The exact sum of many jobs. */
export async function sumAll(jobs: readonly JobOptions[]) {
  let units = 0n;
  for (const job of jobs) {
    units += (await sum(job)).units;
  }
  return { units };
}

/** A check that all answers to one question are equal, to the last bit. */
export function oneAnswer(question: string): (answer: { readonly units: bigint }) => void {
  let expected: bigint | undefined;
  return ({ units }) => {
    expected ??= units;
    if (units !== expected) {
      throw new Error(`two ways to sum ${question} disagree: this is a bug`);
    }
  };
}

/** About how many samples take so many milliseconds, from the rate of a run that is long enough to say much about it. */
export async function samplesFor(
  milliseconds: number,
  run: (samples: number) => Promise<unknown>,
): Promise<number> {
  for (let samples = 2 ** 22; ; samples *= 2) {
    const took = await timed(() => run(samples));
    if (took >= 250) {
      return Math.round((samples / took) * milliseconds);
    }
  }
}
