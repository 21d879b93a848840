// How fast a job is summed in every engine, mode and number of slots.
import type { Extent } from './kit/finding.ts';
import { DISTRIBUTIONS, describe, jobOf, oneAnswer } from './kit/jobs.ts';
import { type EngineName, type JobOptions, type RunOptions, sum, sumSync } from './kit/library.ts';
import type { Machine } from './kit/machine.ts';
import { type Case, measure } from './kit/measure.ts';
import type { Group, SpeedRecord } from './kit/record.ts';
import { slotsText } from './kit/report.ts';

/** Nothing is timed before every way to sum has given the same answer. */
export async function measureThroughput(extent: Extent): Promise<Pick<SpeedRecord, 'equal' | 'groups'>> {
  const { machine, quick, rounds = quick ? 3 : 9, progress } = extent;
  const effort = { rounds, warm: true, time: quick ? 0 : 50, progress };
  // A billion Gaussian samples take TypeScript over ten seconds: one round of that is enough.
  const billion = { ...effort, time: 0, enough: 10_000 };
  const jobs = [
    { id: 'example-uniform', job: jobOf('uniform', 1.2e8), effort },
    { id: 'example-gaussian', job: jobOf('gaussian', 1e7), effort },
    ...(quick ? [] : DISTRIBUTIONS).map((distribution) => {
      return { id: `billion-${distribution}`, job: jobOf(distribution, 1e9), effort: billion };
    }),
  ].map((one) => ({ ...one, title: describe(one.job), cases: waysToSum(one.job, machine) }));

  progress.show('Checking that all answers are equal');
  const equal: SpeedRecord['equal'][number][] = [];
  for (const { job, title, cases } of jobs) {
    for (const { run } of cases) {
      await run();
    }
    equal.push({ job: title, units: String(sumSync(job).units), ways: cases.length });
  }
  const groups: Group[] = [];
  for (const { id, job, title, cases, effort } of jobs) {
    const { distribution, samples } = job;
    const rows = await measure({ title, cases, ...effort });
    groups.push({ id, title, distribution, samples, baseline: cases[0]!.id, rows });
  }
  return { equal, groups };
}

/** Every way to sum a job, the one to compare with first. Each run checks that its answer is that of the others. */
export function waysToSum(job: JobOptions, { simd, slots }: Pick<Machine, 'simd' | 'slots'>): Case[] {
  const check = oneAnswer(describe(job));
  const way = (id: string, name: string, kind: EngineName, options: RunOptions): Case => {
    const run = async () => check(await sum(job, { engine: kind, ...options }));
    return { id, name, kind, samples: job.samples, run };
  };
  const onLoop = (engine: EngineName) =>
    (['blocking', 'cooperative'] as const).map((mode) =>
      way(`${engine}-${mode}`, `${engine}, ${mode}`, engine, { mode }),
    );
  if (simd === undefined) {
    return onLoop('typescript');
  }
  const bare = way('native-call', 'native, one blocking call', 'native', {});
  const doubling = Array.from({ length: 11 }, (_, n) => 2 ** n).filter((count) => count < slots);
  const pooled = [...doubling, slots].map((concurrency) => {
    const name = `native, threadpool, ${slotsText(concurrency)}`;
    return {
      ...way(`native-threadpool-${concurrency}`, name, 'native', { concurrency }),
      slots: concurrency,
    };
  });
  return [
    // Without the chunk loop: nothing that runs native code can be faster.
    { ...bare, run: () => check(sumSync(job, { engine: 'native' })) },
    ...onLoop('native'),
    ...pooled,
    ...onLoop('typescript'),
  ];
}
