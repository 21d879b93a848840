// `npm run bench:peers`: native sums against NumPy and MKL, in turns; and against Rust's crates, by cargo bench.

import { Command } from 'commander';
import { shuffled } from '../../ts/example/compare/statistics.ts';
import { formatCount } from '../../ts/format.ts';
import { DISTRIBUTIONS, type Distribution } from '../../ts/job.ts';
import { offloop } from './built.ts';
import { runCommand, wholeNumber } from './command.ts';
import { CRATES_FIRST, criterionGroups } from './criterion.ts';
import { SEED } from './jobs.ts';
import { describeMachine, machineLine } from './machine.ts';
import { peersMarkdown } from './markdown.ts';
import { newProgress, type Progress } from './progress.ts';
import { type PythonWorker, preparePython, startPython } from './python-worker.ts';
import { type Group, type PeersRecord, type Row, writeRecord, writeText } from './record.ts';
import { summarize } from './statistics.ts';
import { renderTable } from './table.ts';

interface Options {
  samples: number;
  rounds: number;
  json?: string;
  markdown?: string;
  quiet?: boolean;
}

const OURS = 'offloop, native, one blocking call';

await runCommand(
  new Command('npm run bench:peers --')
    .description(
      'native sums against NumPy, MKL and the crates of Rust, in nanoseconds a sample, on one core',
    )
    .option('--samples <count>', 'the samples of one measurement', wholeNumber(65_536, 1e10), 2e7)
    .option('--rounds <count>', 'how often each generator is measured', wholeNumber(3, 1000), 9)
    .option('--json <file>', 'write the record')
    .option('--markdown <file>', 'write it as Markdown')
    .option('--quiet', 'show no progress')
    .addHelpText(
      'after',
      '\nIt makes a Python environment in .venv/bench. Run cargo bench first to have the crates of Rust too:\n' +
        `${CRATES_FIRST}.`,
    )
    .action(peers),
);

async function peers({ samples, rounds, json, markdown, quiet = false }: Options): Promise<void> {
  const machine = await describeMachine([]);
  console.log(`${machineLine(machine)}\n`);
  if (machine.simd === undefined) {
    throw new Error('there is nothing to compare: the native engine does not load');
  }
  const leftOut: string[] = [];
  const groups: Group[] = [];
  let versions = {};
  const worker = await startWorker(leftOut, quiet);
  if (worker !== undefined) {
    versions = worker.versions;
    const progress = newProgress(quiet, DISTRIBUTIONS.length);
    try {
      for (const distribution of DISTRIBUTIONS) {
        groups.push(await measureGroup(worker, distribution, samples, rounds, progress));
      }
    } finally {
      progress.end();
      worker.stop();
    }
  }
  const crates = criterionGroups();
  if (!crates.some(({ rows }) => rows.some(({ name }) => name.startsWith('simd_rand')))) {
    leftOut.push(`${crates.length === 0 ? 'the crates of Rust' : 'simd_rand'}: first run ${CRATES_FIRST}`);
  }
  const record: PeersRecord = {
    format: 1,
    machine: { ...machine, packages: versions },
    groups: [...groups, ...crates],
    leftOut,
  };
  print(record);
  if (json !== undefined) {
    writeRecord(json, record);
  }
  if (markdown !== undefined) {
    writeText(markdown, `${peersMarkdown(record)}\n`);
  }
}

async function startWorker(leftOut: string[], quiet: boolean): Promise<PythonWorker | undefined> {
  const say = (line: string): void => {
    if (!quiet) {
      process.stderr.write(`${line}\n`);
    }
  };
  try {
    leftOut.push(...(await preparePython(['numpy', 'mkl'], say)));
    const worker = await startPython();
    leftOut.push(
      ...worker.leftOut.filter((line) => !leftOut.some((known) => known.startsWith(line.split(':')[0]!))),
    );
    return worker;
  } catch {
    leftOut.push('NumPy and MKL: python3 with its venv module could not be run');
    return undefined;
  }
}

async function measureGroup(
  worker: PythonWorker,
  distribution: Distribution,
  samples: number,
  rounds: number,
  progress: Progress,
): Promise<Group> {
  const { sumSync } = await offloop();
  const ours = async (): Promise<number> => {
    const began = performance.now();
    sumSync({ distribution, samples, seed: SEED }, { engine: 'native' });
    return ((performance.now() - began) * 1e6) / samples;
  };
  const theirs = worker.offered.filter((peer) => peer.distribution === distribution);
  const entries = [
    { name: OURS, kind: 'native' as const, figures: [] as number[], run: ours },
    ...theirs.map(({ name }) => ({
      name,
      kind: 'peer' as const,
      figures: [] as number[],
      run: () => worker.measure(name, distribution, samples),
    })),
  ];
  const title = `${formatCount(samples)} ${distribution} samples, one core`;
  progress.part(title, entries.length * (rounds + 1));
  // Round -1 warms up.
  for (let round = -1; round < rounds; round++) {
    for (const { figures, run } of shuffled(entries)) {
      const ns = await run();
      if (round >= 0) {
        figures.push(ns);
      }
      progress.advance();
    }
  }
  const rows: Row[] = entries.map(({ name, kind, figures }) => ({ name, kind, ...summarize(figures) }));
  const note =
    'NumPy and MKL fill an array of 512 KiB again and again and sum it with NumPy, in the same process.';
  return { title, distribution, samples, baseline: OURS, rows, note };
}

function print({ groups, leftOut }: PeersRecord): void {
  for (const group of groups) {
    console.log(`${renderTable(group)}\n`);
  }
  for (const line of leftOut) {
    console.log(`Left out: ${line}.`);
  }
}
