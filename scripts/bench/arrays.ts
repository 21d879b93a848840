// What drawing the samples themselves costs on top of summing them, and what a call costs, however few its samples are.
import type { Extent } from './kit/finding.ts';
import { DISTRIBUTIONS, jobOf, SEED } from './kit/jobs.ts';
import { type Distribution, fillSync, sample, sampleSync, sum, sumSync } from './kit/library.ts';
import { type Case, measure } from './kit/measure.ts';
import type { Group } from './kit/record.ts';

/** 512 KiB of doubles: they fit the second-level cache of any machine that matters here. */
const CACHED = 65_536;

/** Calls that are timed together, since a clock's own cost is a part of a microsecond. */
const CALLS = 100;

const native = { engine: 'native' } as const;

/** A table, before it is measured. */
type Table = Omit<Group, 'baseline' | 'rows'> & { readonly cases: readonly Case[] };

/** Nothing where the native engine does not load. */
export async function measureArrays({ machine, quick, rounds, progress }: Extent): Promise<Group[]> {
  const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 10 : 30, progress };
  const tables = machine.simd === undefined ? [] : [...DISTRIBUTIONS.map(arrays), calls()];
  const groups: Group[] = [];
  for (const { cases, ...group } of tables) {
    const rows = await measure({ title: group.title, cases, ...effort });
    groups.push({ ...group, baseline: cases[0]!.id, rows });
  }
  return groups;
}

/** The samples of a run are what its figure is divided by: one call may be what is counted. */
function one(id: string, name: string, samples: number, run: () => unknown): Case {
  return { id, name, kind: 'native', samples, run };
}

function arrays(distribution: Distribution): Table {
  const job = jobOf(distribution, CACHED);
  const array = new Float64Array(CACHED);
  const fill = () => fillSync(array, { distribution, seed: SEED }, native);
  const title = `Arrays of 65,536 ${distribution} samples, native`;
  const cases = [
    one('sum', 'sumSync', CACHED, () => sumSync(job, native)),
    one('fill', 'fillSync, one array again and again', CACHED, fill),
    one('sample', 'sampleSync, a fresh array', CACHED, () => sampleSync(job, native)),
    one('sample-off-loop', 'sample, a fresh array, off the loop', CACHED, () => sample(job, native)),
  ];
  return { id: `arrays-${distribution}`, title, distribution, samples: CACHED, cases };
}

function calls(): Table {
  const many = (samples: number) => () => {
    for (let call = 0; call < CALLS; call++) {
      sumSync(jobOf('uniform', samples), native);
    }
  };
  const job = jobOf('uniform', 1000);
  const cases = [
    one('sum-nothing', 'sumSync of nothing', CALLS, many(0)),
    one('sum-1000', 'sumSync of 1,000 uniform samples', CALLS, many(1000)),
    one('sum-1000-off-loop', 'sum of 1,000 uniform samples, off the loop', 1, () => sum(job, native)),
  ];
  const figures = { title: 'One call, native', unit: 'ns a call' } as const;
  return { id: 'calls', ...figures, distribution: 'uniform', samples: 1000, cases };
}
