// `npm run bench:loop`: whether the event loop stays free, and what that costs. Every promise with its figure.
import { Command, Option } from 'commander';
import { runCommand, wholeNumber } from '../bench/command.ts';
import { describeMachine, type Machine, machineLine } from '../bench/machine.ts';
import { newProgress } from '../bench/progress.ts';
import { writeRecord } from '../bench/record.ts';
import { inTemporaryFolder } from '../release/temporary.ts';
import { type Bound, boundLines } from './bounds.ts';
import type { Finding, Measure } from './section.ts';

interface Options {
  quick?: boolean;
  only?: SectionName[];
  rounds?: number;
  json?: string;
  quiet?: boolean;
}

/** Everything that `npm run bench:loop` finds. */
interface LoopRecord {
  readonly format: 1;
  readonly machine: Machine;
  readonly quick: boolean;
  readonly sections: Partial<Record<SectionName, Finding['figures']>>;
  readonly bounds: readonly Bound[];
}

/** A section: how many parts of progress it has, and what measures it. It is loaded late, since it needs what is built. */
interface Section {
  readonly parts: number;
  load(): Promise<Measure>;
}

const SECTIONS = {
  loop: { parts: 2, load: async () => (await import('./under-load.ts')).measureUnderLoad },
  pool: { parts: 1, load: async () => (await import('./pool.ts')).measurePool },
  abort: { parts: 2, load: async () => (await import('./abort.ts')).measureAbort },
  overlap: { parts: 1, load: async () => (await import('./overlap.ts')).measureOverlap },
  recorder: { parts: 1, load: async () => (await import('./recorder.ts')).measureRecorder },
} satisfies Record<string, Section>;

type SectionName = keyof typeof SECTIONS;

const NAMES = Object.keys(SECTIONS) as SectionName[];

await runCommand(
  new Command('npm run bench:loop --')
    .description('whether the event loop stays free while offloop computes, and what that costs')
    .option('--quick', 'a rough answer in three quarters of a minute')
    .addOption(new Option('--only <sections...>', 'these sections, not all').choices(NAMES))
    .option(
      '--rounds <count>',
      'how often each case of a section is measured (default: loop 3, pool 9, overlap 3, recorder 15; fewer when quick)',
      wholeNumber(1, 1000),
    )
    .option('--json <file>', 'write the record')
    .option('--quiet', 'show no progress')
    .addHelpText(
      'after',
      `
Sections:
  loop      what timers, file reads and HTTP requests feel beside a long job, against an idle process:
            offloop's threads, TypeScript on the loop, Piscina, and the pool filled with whole jobs
  pool      the thread pool against one blocking call, two slots against one, and Piscina's threads
  abort     from abort() to the rejection, at random moments; memory over many runs with one signal
  overlap   how much of what overlapping waiting and computing can gain is gained
  recorder  what recording a run for its timeline costs

Turns are taken in an order of their own each round, after equal answers. At the end each bound is listed as held or
missed: a figure never makes the exit code, a wrong answer does. Close what else runs: others' work is felt, too.

Examples:
  $ npm run bench:loop -- --quick
  $ npm run bench:loop -- --only pool recorder --rounds 25 --json loop.json`,
    )
    .action(measureAll),
);

async function measureAll({
  quick = false,
  only = NAMES,
  rounds,
  json,
  quiet = false,
}: Options): Promise<void> {
  const machine = await describeMachine(['piscina']);
  console.log(`${machineLine(machine)}\n`);
  if (machine.simd === undefined) {
    throw new Error('there is nothing to measure: the native engine does not load');
  }
  const names = NAMES.filter((name) => only.includes(name));
  const parts = names.reduce((total, name) => total + SECTIONS[name].parts, 0);
  const progress = newProgress(quiet, parts);
  const sections: LoopRecord['sections'] = {};
  const bounds: Bound[] = [];
  await inTemporaryFolder('offloop-loop-', async (folder, atEnd) => {
    for (const name of names) {
      const measure: Measure = await SECTIONS[name].load();
      const finding = await measure({ machine, quick, rounds, progress, folder, atEnd });
      progress.end();
      console.log([...finding.lines, ''].join('\n'));
      sections[name] = finding.figures;
      bounds.push(...finding.bounds);
    }
  }).finally(progress.end);
  console.log(quick ? 'The bounds, roughly, since this was quick:' : 'The bounds:');
  for (const line of boundLines(bounds)) {
    console.log(`  ${line}`);
  }
  if (json !== undefined) {
    const record: LoopRecord = { format: 1, machine, quick, sections, bounds };
    writeRecord(json, record);
  }
}
