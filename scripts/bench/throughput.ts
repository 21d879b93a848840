// How fast a job is summed in every engine, mode and number of slots.
import type { Extent } from './kit/finding.ts';
import { DISTRIBUTIONS, describe, jobOf, oneAnswer } from './kit/jobs.ts';
import { type EngineName, type JobOptions, type Mode, sum, sumSync } from './kit/library.ts';
import type { Machine } from './kit/machine.ts';
import { type Case, measure } from './kit/measure.ts';
import type { Group, SpeedRecord } from './kit/record.ts';
import { slotsText } from './kit/report.ts';

/** Nothing is timed before every way to sum has given the same answer. */
export async function measureThroughput({
  machine,
  quick,
  rounds = quick ? 3 : 9,
  progress,
}: Extent): Promise<Pick<SpeedRecord, 'equal' | 'groups'>> {
  const effort = { rounds, warm: true, time: quick ? 0 : 50, progress };
  // A billion Gaussian samples take TypeScript over ten seconds: one round of that is enough.
  const billion = { ...effort, time: 0, enough: 10_000 };
  const jobs = [
    { id: 'example-uniform', job: jobOf('uniform', 1.2e8), effort },
    { id: 'example-gaussian', job: jobOf('gaussian', 1e7), effort },
    ...(quick ? [] : DISTRIBUTIONS).map((distribution) => ({
      id: `billion-${distribution}`,
      job: jobOf(distribution, 1e9),
      effort: billion,
    })),
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
  const { samples } = job;
  const inChunks = (engine: EngineName, mode: Mode): Case => ({
    id: `${engine}-${mode}`,
    name: `${engine}, ${mode}`,
    kind: engine,
    samples,
    run: async () => check(await sum(job, { engine, mode })),
  });
  const typescript = [inChunks('typescript', 'blocking'), inChunks('typescript', 'cooperative')];
  if (simd === undefined) {
    return typescript;
  }
  // Without the chunk loop: nothing that runs native code can be faster.
  const bare: Case = {
    id: 'native-call',
    name: 'native, one blocking call',
    kind: 'native',
    samples,
    run: () => check(sumSync(job, { engine: 'native' })),
  };
  const pooled = slotCounts(slots).map(
    (count): Case => ({
      id: `native-threadpool-${count}`,
      name: `native, threadpool, ${slotsText(count)}`,
      kind: 'native',
      slots: count,
      samples,
      run: async () => check(await sum(job, { engine: 'native', concurrency: count })),
    }),
  );
  return [bare, inChunks('native', 'blocking'), inChunks('native', 'cooperative'), ...pooled, ...typescript];
}

/** 1, 2, 4 … and all of them. */
function slotCounts(slots: number): number[] {
  const doubling = Array.from({ length: 11 }, (_, n) => 2 ** n).filter((count) => count < slots);
  return [...doubling, slots];
}
