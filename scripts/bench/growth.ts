import { DISTRIBUTIONS, type Distribution } from '../../ts/job.ts';
import { offloop } from './built.ts';
import { SEED } from './jobs.ts';
import type { Machine } from './machine.ts';
import type { Progress } from './progress.ts';
import type { Row, Series } from './record.ts';
import { type Case, measure } from './rounds.ts';

const { sum, sumSync } = await offloop();

const EFFORT = { rounds: 3, time: 5 };

/** A series that is being measured, and what its last size cost. */
interface Growing extends Series {
  readonly points: { samples: number; ns: number }[];
  readonly async: boolean;
  run(samples: number): unknown;
}

/** 1e3, 1e4 and so on. */
export function growthSizes(most: number): number[] {
  const sizes: number[] = [];
  for (let samples = 1e3; samples <= most; samples *= 10) {
    sizes.push(samples);
  }
  return sizes;
}

/** Nanoseconds a sample at each size, as far as one run of a series takes at most `limit` milliseconds. */
export async function measureGrowth(
  { simd }: Machine,
  sizes: readonly number[],
  limit: number,
  progress: Progress,
): Promise<Series[]> {
  const growing = DISTRIBUTIONS.flatMap((distribution) => seriesOf(distribution, simd !== undefined));
  const quiet: Progress = { ...progress, advance() {} };
  for (const samples of sizes) {
    const affordable = growing.filter(({ points }) => ((points.at(-1)?.ns ?? 0) * samples) / 1e6 < limit);
    const cases = affordable.map(
      ({ name, distribution, async, run }): Case => ({
        name: `${distribution} ${name}`,
        samples,
        async,
        run: () => run(samples),
      }),
    );
    const measured = await measure(cases, EFFORT, quiet);
    for (const [i, { median }] of measured.entries()) {
      affordable[i]!.points.push({ samples, ns: median });
    }
    progress.advance();
  }
  return growing.map(({ run, async, ...series }) => series);
}

function seriesOf(distribution: Distribution, native: boolean): Growing[] {
  const one = (name: string, kind: Row['kind'], run: Growing['run'], async = false): Growing => ({
    name,
    kind,
    distribution,
    points: [],
    async,
    run,
  });
  const job = (samples: number) => ({ distribution, samples, seed: SEED });
  return [
    ...(native
      ? [
          one('native', 'native', (samples) => sumSync(job(samples), { engine: 'native' })),
          one('native, all slots', 'native', (samples) => sum(job(samples), { engine: 'native' }), true),
        ]
      : []),
    one('typescript', 'typescript', (samples) => sumSync(job(samples), { engine: 'typescript' })),
  ];
}
