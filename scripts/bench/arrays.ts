// What samples in an array cost, in fresh and in reused memory, compared with other libraries; and what a call costs,
// however few its samples are.
import { fstat } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fillSync, type Summed, sum, sumSync } from '../kit/library.ts';
import { collect } from './kit/collect.ts';
import { type Bound, bound, type Extent } from './kit/finding.ts';
import { describe, jobOf, SEED, SUMMED } from './kit/jobs.ts';
import { type Case, caseOf, type Effort, measure } from './kit/measure.ts';
import type { Others } from './kit/other-processes.ts';
import type { Group } from './kit/record.ts';
import { halfOf } from './kit/report.ts';

const native = { engine: 'native' } as const;

/** Our ways to get a job's samples, which peers/offloop.mjs knows by these ids. */
const WAYS = {
  sample: 'sample',
  'sample-sync': 'sampleSync, one thread',
  fill: 'fill',
  'fill-shared': 'fill, SharedArrayBuffer',
  'fill-sync': 'fillSync, one thread',
  'sum-sync': 'sumSync: no array',
};

type Way = keyof typeof WAYS;

/** A table: whether an array's memory is reused, its samples, and our ways to fill it. The first is the baseline. */
interface Table {
  readonly id: string;
  readonly memory: 'fresh' | 'again';
  readonly samples: number;
  readonly ways: readonly Way[];
}

/** 512 KiB: they fit the second-level cache of any machine that matters here. */
const CACHED = 65_536;

const TABLES: readonly Table[] = [
  { id: 'fresh', memory: 'fresh', samples: 1e7, ways: ['sample', 'sample-sync'] },
  { id: 'fresh-large', memory: 'fresh', samples: 5e7, ways: ['sample', 'sample-sync'] },
  { id: 'again', memory: 'again', samples: 1e7, ways: ['fill', 'fill-shared', 'fill-sync'] },
  {
    id: 'arrays',
    memory: 'again',
    samples: CACHED,
    ways: ['fill-sync', 'sum-sync', 'sample-sync', 'sample'],
  },
];

const MEMORY = { fresh: 'fresh arrays', again: 'an array used again' };

/** Draws nothing, but only touches fresh memory. */
const MEMSET = 'memset';

/** One or two of several similar peers are enough for large arrays. */
const ONLY_CACHED = ['MT2203', 'MCG59'];

/** The least that fresh samples could take: touching fresh memory, and then filling touched memory. */
const FLOOR = 'floor';

/** Nothing if the native engine does not load. */
export async function measureArrays(extent: Extent, others: Others): Promise<Group[]> {
  const { machine, quick, rounds, progress } = extent;
  if (machine.simd === undefined) {
    return [];
  }
  const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 10 : 30, enough: 1500, progress };
  const groups: Group[] = [];
  for (const table of TABLES.filter(({ samples }) => !quick || samples <= 1e7)) {
    for (const distribution of SUMMED) {
      const title = `${describe(jobOf(distribution, table.samples))}, ${MEMORY[table.memory]}`;
      const cases = [
        ...table.ways.map((way) => oursOf(way, table, distribution, others)),
        ...(await peersOf(table, distribution, others)),
        ...floorOf(table, distribution, others, machine.slots),
      ];
      const rows = await measure({ title, cases, ...effort });
      const { id, samples, ways } = table;
      groups.push({ id: `${id}-${distribution}`, title, distribution, samples, baseline: ways[0]!, rows });
    }
  }
  return [...groups, await measureCalls(effort)];
}

function oursOf(way: Way, { samples }: Table, distribution: Summed, { ours }: Others): Case {
  const { measure } = ours.caseOf({ id: `${distribution} ${way}`, name: WAYS[way], threads: 1 }, samples);
  return { id: way, name: WAYS[way], kind: 'native', measure };
}

/** Fresh arrays are freed before each run: V8 would otherwise do it during another run, on its own thread. */
const BEFORE = {
  fresh: async () => {
    collect();
    await delay(20);
  },
  again: undefined,
};

/** Other libraries that fill the same array, and a loop in JavaScript. */
async function peersOf({ memory, samples }: Table, distribution: Summed, others: Others): Promise<Case[]> {
  // Only now, when they are installed.
  const { PEERS } = await import('./peers/generators.mjs');
  const { id, name, fill } = PEERS[distribution].find(({ id }) => id === LOOPS[distribution])!;
  const array = memory === 'again' ? new Float64Array(samples) : undefined;
  const run = () => fill(array ?? new Float64Array(samples));
  const offered = others.offered.filter((one) => {
    const fits = samples === CACHED ? one.threads === 1 : !ONLY_CACHED.includes(one.generator);
    return fits && one.distribution === distribution && one.memory === memory && one.generator !== MEMSET;
  });
  return [
    ...offered.map((one) => others.caseOf(one, samples)),
    caseOf({ id, name, kind: 'peer', samples, run, before: BEFORE[memory] }),
  ];
}

/** The loop in JavaScript for each distribution, by its id. */
const LOOPS = { uniform: 'math-random', normal: 'polar' };

function floorOf(table: Table, distribution: Summed, others: Others, slots: number): Case[] {
  const memset = others.offered.find(
    ({ generator, threads }) => generator === MEMSET && threads === Math.min(2, slots),
  );
  if (table.memory === 'again' || memset === undefined) {
    return [];
  }
  const parts = [others.caseOf(memset, table.samples), oursOf('fill-shared', table, distribution, others)];
  const measure = async (time: number) => {
    let ns = 0;
    for (const part of parts) {
      ns += await part.measure(time);
    }
    return ns;
  };
  return [{ id: FLOOR, name: 'floor: memset, then fill', kind: 'peer', measure }];
}

/** How close `sample` comes to its least possible time. */
export function floorBounds(groups: readonly Group[]): Bound[] {
  return groups.flatMap(({ title, rows }) => {
    const ratio = rows.find(({ id }) => id === FLOOR)?.ratio;
    const note = ratio && halfOf({ ...ratio, low: 1 / ratio.high, high: 1 / ratio.low });
    return ratio === undefined
      ? []
      : [bound(`sample over its floor: ${title}`, 1 / ratio.median, 'at most', 1.3, 'times', note)];
  });
}

/** Calls that are timed together, since reading a clock takes a fraction of a microsecond. */
const CALLS = 100;

/** What a call costs, however few its samples are. */
async function measureCalls(effort: Omit<Effort, 'title' | 'cases'>): Promise<Group> {
  const many = (id: string, name: string, call: () => unknown) => {
    const run = () => {
      for (let n = 0; n < CALLS; n++) {
        call();
      }
    };
    return caseOf({ id, name, kind: 'native', samples: CALLS, run });
  };
  const summed = (samples: number) => () => sumSync(jobOf('uniform', samples), native);
  const filled = (samples: number) => {
    const array = new Float64Array(samples);
    return () => fillSync(array, { distribution: 'uniform', seed: SEED }, native);
  };
  const offLoop = (id: string, name: string, run: () => Promise<unknown>) =>
    caseOf({ id, name, kind: 'native', samples: 1, run });
  // The system has little to do, and the answer comes through the thread pool.
  const roundTrip = () => new Promise((resolve) => fstat(process.stderr.fd, resolve));
  const cases = [
    { ...offLoop('libuv', "fstat: libuv's round trip", roundTrip), kind: 'peer' as const },
    many('sum-nothing', 'sumSync of nothing', summed(0)),
    many('sum-1000', 'sumSync of 1,000', summed(1000)),
    many('fill-1000', 'fillSync of 1,000', filled(1000)),
    many('fill-4096', 'fillSync of 4,096', filled(4096)),
    offLoop('sum-1000-off-loop', 'sum of 1,000', () => sum(jobOf('uniform', 1000), native)),
    offLoop('sum-65536-off-loop', 'sum of 65,536', () => sum(jobOf('uniform', CACHED), native)),
  ];
  const title = 'One call, uniform samples, native';
  const rows = await measure({ title, cases, ...effort });
  const figures = { title, unit: 'ns a call', distribution: 'uniform' } as const;
  return { id: 'calls', ...figures, samples: 1000, baseline: 'libuv', rows };
}
