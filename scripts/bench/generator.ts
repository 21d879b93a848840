// `npm run bench -- generator`: what is done with numbers one by one, ours and others: a map by coordinates, weighted picks, rows
// of test data, shuffles, permutations, a generator of its own for each thing.
import { loadavg } from 'node:os';
import { newProgress } from '../kit/progress.ts';
import {
  GENERATOR_TABLES,
  type GeneratorRecord,
  generatorBounds,
  generatorText,
  LIBRARIES,
  TABLES,
} from './kit/generator-report.ts';
import { installPeers } from './kit/install.ts';
import { describeMachine } from './kit/machine.ts';
import { measure } from './kit/measure.ts';
import { startGeneratorJob } from './kit/other-processes.ts';
import { type Asked, type Group, writeFiles } from './kit/record.ts';

interface Options extends Asked {
  readonly only?: readonly string[];
}

const PACKAGES = ['seedrandom', 'random', 'random-js', 'chance', 'pure-rand', 'numpy-ts'];

export async function generator(options: Options): Promise<void> {
  const { quick = false, quiet = false, rounds, only = GENERATOR_TABLES, ...files } = options;
  await installPeers(quiet);
  const { packages, ...machine } = await describeMachine(PACKAGES);
  const engines = machine.simd === undefined ? ['typescript'] : ['native', 'typescript'];
  const before = loadavg()[0]!;
  const progress = newProgress(quiet);
  const libraries = [
    ...engines.flatMap((engine) => LIBRARIES.ours.map((how) => engine + how)),
    ...LIBRARIES.others,
  ];
  const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 20 : 50, enough: quick ? 3000 : 20_000 };
  const groups: Group[] = [];
  const leftOut = new Set<string>();
  const versions: Record<string, string> = {};
  for (const id of only) {
    const { title, unit } = TABLES[id]!;
    progress.show(title, 'what each gives is looked at');
    const jobs = await startGeneratorJob(id, libraries, quick ? 1e5 : 1e6, quiet).finally(progress.end);
    const { cases } = jobs;
    const rows = await measure({ title, cases, ...effort, progress }).finally(progress.end);
    jobs.stop();
    groups.push({ id, title, distribution: 'uniform', samples: 1, unit, baseline: cases[0]!.id, rows });
    Object.assign(versions, jobs.versions);
    for (const line of jobs.leftOut) {
      leftOut.add(line);
    }
  }
  const found: GeneratorRecord = {
    machine: { ...machine, packages: { ...packages, ...versions } },
    load: [before, loadavg()[0]!],
    groups,
    bounds: generatorBounds(groups),
    leftOut: [...leftOut],
  };
  console.log(generatorText(found));
  writeFiles(files, found);
}
