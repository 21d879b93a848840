// What a sample costs as work grows.

import { type JobOptions, sum, sumSync } from '../kit/library.ts';
import type { Extent } from './kit/finding.ts';
import { jobOf, SUMMED } from './kit/jobs.ts';
import { caseOf, measure } from './kit/measure.ts';
import type { Series } from './kit/record.ts';

/** What is compared. */
const LINES: readonly (Pick<Series, 'id' | 'name'> & { run(job: JobOptions): unknown })[] = [
  { id: 'native', name: 'native', run: (job) => sumSync(job, { engine: 'native' }) },
  { id: 'native-slots', name: 'native, all slots', run: (job) => sum(job, { engine: 'native' }) },
  { id: 'typescript', name: 'typescript', run: (job) => sumSync(job, { engine: 'typescript' }) },
];

/** Nanoseconds per sample at each size, up to the size at which a run becomes long. */
export async function measureGrowth({ machine, quick, progress }: Extent): Promise<Series[]> {
  const { most, limit } = quick ? { most: 1e7, limit: 100 } : { most: 1e9, limit: 500 };
  const series = SUMMED.flatMap((distribution) =>
    LINES.filter(({ id }) => id === 'typescript' || machine.simd !== undefined).map((line) => {
      return { ...line, distribution, points: [] as { samples: number; ns: number }[] };
    }),
  );
  for (let samples = 1e3; samples <= most; samples *= 10) {
    const affordable = series.filter(({ points }) => ((points.at(-1)?.ns ?? 0) * samples) / 1e6 < limit);
    const cases = affordable.map(({ id, name, distribution, run }) =>
      caseOf({ id, name, kind: 'native', samples, run: () => run(jobOf(distribution, samples)) }),
    );
    const title = `Cost as work grows, ${samples.toExponential()} samples`;
    const rows = await measure({ title, cases, rounds: 3, time: 5, progress });
    for (const [n, { median }] of rows.entries()) {
      affordable[n]!.points.push({ samples, ns: median });
    }
  }
  return series.map(({ run, ...one }) => one);
}
