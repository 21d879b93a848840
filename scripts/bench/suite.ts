import { DISTRIBUTIONS, type Distribution, type JobOptions } from '../../ts/job.ts';
import { arrayTables, callTable } from './arrays.ts';
import { offloop } from './built.ts';
import { runCli } from './cli-runs.ts';
import { assertEqual, BASELINE, type Way, waysToSum } from './engines.ts';
import { growthSizes, measureGrowth } from './growth.ts';
import { PEERS } from './javascript-peers.ts';
import { describe, jobOf } from './jobs.ts';
import type { Machine } from './machine.ts';
import { newProgress, type Progress } from './progress.ts';
import type { BenchRecord, CliRun, Group, Row } from './record.ts';
import { type Case, type Effort, type Measured, measure, steps } from './rounds.ts';

/** How much is measured. */
export interface Extent {
  /** The jobs summed in every way, and how much effort each is worth. */
  readonly jobs: readonly { readonly job: JobOptions; readonly effort: Effort }[];
  readonly peerSamples: Readonly<Record<Distribution, number>>;
  readonly peers: Effort;
  readonly small: Effort;
  /** The largest size of a growth series, and the milliseconds that one run of it may take. */
  readonly growth: { readonly most: number; readonly limit: number };
  readonly startUps: number;
  readonly cli: readonly { readonly distribution: Distribution; readonly samples: number }[];
}

/** A rough answer in half a minute. */
export function quickExtent(rounds: number): Extent {
  return {
    jobs: exampleJobs({ rounds, time: 0, warm: true }),
    peerSamples: { uniform: 2e6, gaussian: 5e5 },
    peers: { rounds, time: 30 },
    small: { rounds, time: 10 },
    growth: { most: 1e7, limit: 100 },
    startUps: 3,
    cli: DISTRIBUTIONS.map((distribution) => ({ distribution, samples: 1e8 })),
  };
}

/** What is recorded: four minutes or so. */
export function fullExtent(rounds: number, max: number): Extent {
  // A billion Gaussian samples take TypeScript over ten seconds: one round of that is enough.
  const billion = { rounds, time: 0, enough: 10_000, warm: true };
  return {
    jobs: [
      ...exampleJobs({ rounds, time: 50, warm: true }),
      ...DISTRIBUTIONS.map((distribution) => ({ job: jobOf(distribution, 1e9), effort: billion })),
    ],
    peerSamples: { uniform: 1e7, gaussian: 2e6 },
    peers: { rounds, time: 100 },
    small: { rounds, time: 30 },
    growth: { most: 1e9, limit: 500 },
    startUps: 7,
    cli: [...new Set([1e6, max])].flatMap((samples) =>
      DISTRIBUTIONS.map((distribution) => ({ distribution, samples })),
    ),
  };
}

/** The sums of the original example. */
function exampleJobs(effort: Effort): Extent['jobs'] {
  return [
    { job: jobOf('uniform', 1.2e8), effort },
    { job: jobOf('gaussian', 1e7), effort },
  ];
}

/** Checks that all answers are equal, and then measures everything. */
export async function measureAll(machine: Machine, extent: Extent, quiet: boolean): Promise<BenchRecord> {
  const native = machine.simd !== undefined;
  const tables = native ? [...arrayTables(), callTable()] : [];
  const progress = newProgress(quiet, extent.jobs.length + DISTRIBUTIONS.length + 4);
  const jobs = extent.jobs.map(({ job, effort }) => ({ job, effort, ways: waysToSum(job, machine) }));

  // Equal answers first: nothing is timed before every way to sum has given the same one.
  const equal: BenchRecord['equal'][number][] = [];
  progress.part('Checking that all answers are equal', sumOf(jobs.map(({ ways }) => ways.length)));
  for (const { job, ways } of jobs) {
    const units = await assertEqual(job, ways, progress.advance);
    equal.push({ job: describe(job), units, ways: ways.length });
  }

  const groups: Group[] = [];
  for (const { job, effort, ways } of jobs) {
    groups.push(await measureWays(job, ways, effort, progress));
  }
  for (const distribution of DISTRIBUTIONS) {
    groups.push(await measurePeers(distribution, extent, progress));
  }
  progress.part('Arrays and single calls', sumOf(tables.map(({ cases }) => steps(cases, extent.small))));
  for (const { cases, ...table } of tables) {
    const rows = toRows(await measure(cases, extent.small, progress), () => 'native');
    groups.push({ ...table, baseline: rows[0]!.name, rows });
  }

  const sizes = growthSizes(extent.growth.most);
  progress.part('Cost as work grows', sizes.length);
  const growth = await measureGrowth(machine, sizes, extent.growth.limit, progress);
  progress.part('The command line as a whole', extent.startUps + extent.cli.length);
  const cli = await measureCli(extent, progress);
  progress.end();
  return { format: 1, machine, equal, groups, growth, cli };
}

async function measureWays(
  job: JobOptions,
  ways: readonly Way[],
  effort: Effort,
  progress: Progress,
): Promise<Group> {
  const title = describe(job);
  progress.part(title, steps(ways, effort));
  const kinds = new Map(ways.map(({ name, kind }) => [name, kind]));
  const rows = toRows(await measure(ways, effort, progress), (name) => kinds.get(name)!);
  return { title, distribution: job.distribution, samples: job.samples, baseline: BASELINE, rows };
}

async function measurePeers(
  distribution: Distribution,
  { peerSamples, peers }: Extent,
  progress: Progress,
): Promise<Group> {
  const { sumSync } = await offloop();
  const samples = peerSamples[distribution];
  const job = jobOf(distribution, samples);
  const ours = 'offloop, pure TypeScript';
  const cases: Case[] = [
    { name: ours, samples, run: () => sumSync(job, { engine: 'typescript' }) },
    ...PEERS.filter((peer) => peer.distribution === distribution).map(({ name, sum }) => ({
      name,
      samples,
      run: () => sum(samples),
    })),
  ];
  const title = `${describe(job)} in JavaScript`;
  progress.part(title, steps(cases, peers));
  const rows = toRows(await measure(cases, peers, progress), (name) =>
    name === ours ? 'typescript' : 'peer',
  );
  return { title, distribution, samples, baseline: ours, rows };
}

async function measureCli({ startUps, cli }: Extent, progress: Progress): Promise<CliRun[]> {
  const empty: CliRun[] = [];
  for (let i = 0; i < startUps; i++) {
    empty.push(await runCli('uniform', 0));
    progress.advance();
  }
  empty.sort((a, b) => a.wall - b.wall);
  const runs = [empty[Math.floor(startUps / 2)]!];
  for (const { distribution, samples } of cli) {
    runs.push(await runCli(distribution, samples));
    progress.advance();
  }
  return runs;
}

function toRows(measured: readonly Measured[], kindOf: (name: string) => Row['kind']): Row[] {
  return measured.map((row) => ({ ...row, kind: kindOf(row.name) }));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
