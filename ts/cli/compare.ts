import { Command, Option } from 'commander';
import { compare } from '../example/compare/compare.ts';
import { comparisonHtml } from '../example/compare/page.ts';
import {
  comparisonJson,
  comparisonTrace,
  programsText,
  verdictText,
  waysText,
} from '../example/compare/report.ts';
import { condensePauses } from '../example/programs/condense.ts';
import { DEFAULT_PROGRAM_SAMPLES } from '../example/programs/options.ts';
import { printable } from '../library/checks/printable.ts';
import { loadNative } from '../library/engines/choose.ts';
import type { EngineName } from '../library/engines/engine.ts';
import { toJob } from '../library/jobs/job.ts';
import type { Mode } from '../library/jobs/options.ts';
import { formatCount, inLines, toAscii } from '../text/format.ts';
import { renderText } from '../timeline/text.ts';
import { EXIT, untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { print } from './output.ts';
import { type OutputFile, outputFile, requireDifferent } from './output-file.ts';
import { progressBar } from './progress-bar.ts';
import { drawnOn } from './terminal.ts';

interface Options {
  samples: number;
  serverSamples: number;
  seed?: string;
  engine?: EngineName;
  mode?: Mode;
  allotment: number;
  repeats: number;
  html?: OutputFile;
  trace?: OutputFile;
  ascii?: boolean;
  verbose?: boolean;
  all?: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** `offloop compare`: the example's programs and every other way to do their work, side by side. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('runs the example: both programs, and every other way to do their work')
    .addOption(option.samples('how many uniform samples to sum').default(DEFAULT_PROGRAM_SAMPLES))
    .addOption(option.serverSamples())
    .addOption(
      option.seed('the key of both random streams; the server uses the next one (default: a random one)'),
    )
    .addOption(option.engine())
    .addOption(option.mode())
    .addOption(option.allotment())
    .addOption(option.repeats())
    .addOption(
      new Option('--html <file>', 'write timelines and figures as a self-contained page').argParser(
        outputFile,
      ),
    )
    .addOption(option.trace('the timelines'))
    .addOption(option.ascii())
    .addOption(new Option('--verbose', "print all of the programs' output as it appears, and every timeline"))
    .addOption(new Option('--all', 'show every figure, of every engine'))
    .addOption(option.json())
    .addOption(option.quiet())
    .addHelpText(
      'after',
      '\nWithout --engine every engine runs, and their totals are compared to the last\nbit. --mode sets how the async program sums; the comparison runs every mode.' +
        '\n\nExample:\n  $ offloop compare --samples 1.2e9 --seed 42 --html compare.html',
    )
    .action((options: Options) => untilInterrupted((signal) => run(options, signal)));
}

async function run(options: Options, signal: AbortSignal): Promise<void> {
  requireDifferent({ '--html': options.html, '--trace': options.trace });
  const { samples, serverSamples, mode, allotment, repeats, json = false, quiet = json } = options;
  const job = toJob({ distribution: 'uniform', samples, seed: options.seed });
  const { verbose = false, all = false } = options;
  const drawn = drawnOn(process.stdout, options.ascii);
  const bar = progressBar(quiet, { ascii: options.ascii });
  const always = (lines: string): void => {
    bar.clear();
    print(options.ascii ? toAscii(lines) : lines);
  };
  const show = json ? () => {} : always;
  const showText = (text: string): void => show(inLines(text));
  showText(
    `${formatCount(samples)} uniform samples here, ${formatCount(serverSamples)} Gaussian ones at a server, seed ${job.seed}`,
  );

  const comparison = await compare({
    job,
    engines: enginesToRun(options.engine, showText),
    serverSamples,
    mode,
    allotment,
    repeats,
    signal,
    print: verbose ? show : () => {},
    onPrograms: (runs) => verbose && show(programsText(runs, drawn)),
    onProgress: bar.update,
  }).finally(bar.clear);

  show(verdictText(comparison, { all }));
  if (!verbose) {
    const { serial, async } = comparison.programs[0]!;
    show(['', ...serial.lines, ...condensePauses(async.lines)].join('\n'));
    show(`\n${renderText([async.timeline], drawn)}`);
  }
  show(waysText(comparison, { all }));
  if (options.html !== undefined) {
    options.html.write(comparisonHtml(comparison));
    show(`\nWrote ${printable(options.html.path)}: open it in a browser.`);
  }
  if (options.trace !== undefined) {
    options.trace.write(comparisonTrace(comparison));
    show(`\nWrote ${printable(options.trace.path)}: open it at ui.perfetto.dev.`);
  }
  if (json) {
    always(printable(JSON.stringify(comparisonJson(comparison))));
  }
  if (!comparison.equal) {
    process.exitCode = EXIT.failure;
  }
}

function enginesToRun(asked: EngineName | undefined, show: (line: string) => void): readonly EngineName[] {
  if (asked !== undefined) {
    return [asked];
  }
  const { reason } = loadNative();
  if (reason !== undefined) {
    show(`${printable(reason.message)}. Only the TypeScript engine runs.`);
    return ['typescript'];
  }
  return ['native', 'typescript'];
}
