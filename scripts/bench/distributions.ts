// `npm run bench -- distributions`: what a number of each distribution costs: ours natively, at each SIMD level and in
// TypeScript, NumPy, MKL, rand_distr and JavaScript's libraries, on the same parameters.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Distribution } from '../../ts/index.ts';
import { root } from '../kit/places.mjs';
import { newProgress } from '../kit/progress.ts';
import { type DistributionCase, distributionCases } from './kit/distribution-cases.ts';
import {
  arrayBounds,
  type DistributionsRecord,
  DRAWS,
  distributionsText,
  drawBounds,
} from './kit/distribution-report.ts';
import type { Extent } from './kit/finding.ts';
import { installPeers } from './kit/install.ts';
import { describeMachine } from './kit/machine.ts';
import { measure } from './kit/measure.ts';
import { startDistributions, startDrawers } from './kit/other-processes.ts';
import { type Asked, type Group, writeFiles } from './kit/record.ts';

interface Options extends Asked {
  readonly record?: boolean;
  readonly only?: readonly Distribution[];
}

const PACKAGES = ['@stdlib/random-base', 'd3-random', 'numpy-ts', 'ranjs'];

export async function distributions(options: Options): Promise<void> {
  const { quick = false, quiet = false, rounds, record: isRecorded = false, only, ...files } = options;
  await installPeers(quiet);
  const { packages, ...machine } = await describeMachine(PACKAGES);
  const engines = machine.simd === undefined ? ['typescript'] : ['native', 'typescript'];
  const cases = distributionCases(only);
  const peers = await startDistributions(cases, engines, quiet);
  const before = loadavg()[0]!;
  const progress = newProgress(quiet);
  const extent = {
    machine: { ...machine, packages: { ...packages, ...peers.versions } },
    quick,
    rounds,
    progress,
  };
  try {
    const groups: Group[] = [];
    for (const one of cases) {
      groups.push(await measureCase(one, peers.casesOf(one), extent));
    }
    peers.stop();
    const draws = only === undefined ? await measureDraws(extent, engines) : [];
    progress.end();
    const bounds = [...arrayBounds(groups), ...drawBounds(draws)];
    const found: DistributionsRecord = {
      machine: extent.machine,
      load: [before, loadavg()[0]!],
      groups,
      draws,
      bounds,
      leftOut: peers.leftOut,
    };
    console.log(distributionsText(found));
    const json = files.json ?? (isRecorded ? join(root, 'benchmarks', 'distributions.json') : undefined);
    writeFiles(json === undefined ? {} : { json }, found);
  } finally {
    progress.end();
    peers.stop();
  }
}

async function measureCase(
  { id, distribution, numbers }: DistributionCase,
  cases: Parameters<typeof measure>[0]['cases'],
  { rounds, quick, progress }: Extent,
): Promise<Group> {
  const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 20 : 50, enough: 3000, progress };
  const rows = await measure({ title: id, cases, ...effort });
  return { id, title: id, distribution, samples: numbers, baseline: cases[0]!.id, rows };
}

async function measureDraws(
  { rounds, quick, progress }: Extent,
  engines: readonly string[],
): Promise<Group[]> {
  const drawers = await startDrawers(engines);
  const samples = quick ? 2e5 : 1e6;
  const groups: Group[] = [];
  for (const { id, draw, distribution } of DRAWS) {
    const cases = [
      ...drawers.casesOf(id, samples),
      ...drawers.casesOf(`${id}-changing`, samples).map((one) => ({
        ...one,
        id: `${one.id}-changing`,
        name: `${one.name}, parameters change`,
      })),
    ];
    const title = `A generator's ${draw}, one by one`;
    const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 20 : 100, progress };
    const rows = await measure({ title, cases, ...effort });
    groups.push({ id, title, distribution, samples, unit: 'ns a call', baseline: cases[0]!.id, rows });
  }
  drawers.stop();
  return groups;
}
