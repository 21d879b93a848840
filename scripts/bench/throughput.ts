// How fast a job is summed in every engine, mode and number of slots.

import { type EngineName, type JobOptions, type RunOptions, sum, sumSync } from '../kit/library.ts';
import { power, slotsText } from '../kit/words.ts';
import type { Extent } from './kit/finding.ts';
import { describe, jobOf, oneAnswer, SUMMED } from './kit/jobs.ts';
import type { Machine } from './kit/machine.ts';
import { caseOf, measure, type Run } from './kit/measure.ts';
import type { Group, SpeedRecord } from './kit/record.ts';

/** Nothing is timed before every way to sum has given the same answer. */
export async function measureThroughput(extent: Extent): Promise<Pick<SpeedRecord, 'equal' | 'groups'>> {
  const { machine, quick, rounds = quick ? 3 : 9, progress } = extent;
  const effort = { rounds, warm: true, time: quick ? 0 : 50, progress };
  const examples = [jobOf('uniform', 1.2e8), jobOf('normal', 1e7)].map((job) => {
    return { id: `example-${job.distribution}`, job, title: describe(job), ways: waysToSum(job, machine) };
  });
  const slots = SUMMED.flatMap((distribution) => {
    const jobs = [1e6, 1e7, 1e8].map((samples) => jobOf(distribution, samples));
    // One figure for one thing.
    const more = jobs.filter((job) => !examples.some(({ title }) => title === describe(job)));
    return (machine.simd === undefined ? [] : more).map((job) => {
      const ways = waysToSum(job, machine).filter(({ id, slots }) => id === 'native-call' || slots);
      return {
        id: `slots-${distribution}-${power(job.samples)}`,
        job,
        title: `${describe(job)} in slots`,
        ways,
      };
    });
  });
  const jobs = [...examples, ...slots];

  progress.show('Checking that all answers are equal');
  const equal: SpeedRecord['equal'][number][] = [];
  for (const { job, ways } of jobs) {
    for (const { run } of ways) {
      await run();
    }
    equal.push({ job: describe(job), units: String(sumSync(job).units), ways: ways.length });
  }
  const groups: Group[] = [];
  for (const { id, job, title, ways } of jobs) {
    const { distribution, samples } = job;
    const cases = ways.map(caseOf);
    const rows = await measure({ title, cases, ...effort });
    groups.push({ id, title, distribution, samples, baseline: cases[0]!.id, rows });
  }
  return { equal, groups };
}

/** Every way to sum a job, the one to compare with first. Each run checks that its answer is that of the others. */
export function waysToSum(job: JobOptions, { simd, slots }: Pick<Machine, 'simd' | 'slots'>): Run[] {
  const check = oneAnswer(describe(job));
  const way = (id: string, name: string, kind: EngineName, options: RunOptions): Run => {
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
