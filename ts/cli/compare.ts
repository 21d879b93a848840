import { Command, Option } from 'commander';
import { ENGINES } from '../engine/choose.ts';
import type { EngineName } from '../engine/engine.ts';
import { loadNative } from '../engine/native.ts';
import { compare } from '../example/compare/compare.ts';
import { comparisonHtml } from '../example/compare/page.ts';
import { comparisonJson, comparisonText, comparisonTrace, programsText } from '../example/compare/report.ts';
import { DEFAULT_PROGRAM_SAMPLES } from '../example/programs/options.ts';
import { formatCount } from '../format.ts';
import { toJob } from '../job.ts';
import type { Mode } from '../run/options.ts';
import { EXIT, untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { type OutputFile, outputFile, requireDifferent } from './output-file.ts';
import { progressBar } from './progress-bar.ts';

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
  json?: boolean;
  quiet?: boolean;
}

/** `offloop compare`: the example's programs and every other way to do their work, side by side. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('the main job: both programs, then every way to do their work side by side, and the verdict')
    .addOption(option.samples('how many uniform samples to sum').default(DEFAULT_PROGRAM_SAMPLES))
    .addOption(option.serverSamples())
    .addOption(
      option.seed('the key of both random streams; the server takes the next one (default: a random one)'),
    )
    .addOption(option.engine())
    .addOption(option.mode())
    .addOption(option.allotment())
    .addOption(option.repeats())
    .addOption(
      new Option('--html <file>', 'write timelines and figures as a page that needs no network').argParser(
        outputFile,
      ),
    )
    .addOption(
      new Option(
        '--trace <file>',
        'write the timelines as a Chrome trace, which ui.perfetto.dev opens',
      ).argParser(outputFile),
    )
    .addOption(new Option('--ascii', 'draw with characters that every terminal has'))
    .addOption(option.json())
    .addOption(option.quiet())
    .addHelpText(
      'after',
      '\nWithout --engine every engine has its turn, and their totals are compared to the last bit.' +
        '\n--mode is how the async program sums when it is shown by itself; side by side every mode runs.' +
        '\n\nExample:\n  $ offloop compare --samples 1.2e9 --server-samples 1e8 --seed 42 --html compare.html',
    )
    .action((options: Options) => untilInterrupted((signal) => run(options, signal)));
}

async function run(options: Options, signal: AbortSignal): Promise<void> {
  requireDifferent({ '--html': options.html, '--trace': options.trace });
  const { samples, serverSamples, mode, allotment, repeats, json = false, quiet = json } = options;
  const job = toJob({ distribution: 'uniform', samples, seed: options.seed });
  const drawn = { ascii: options.ascii ?? false, ...terminal() };
  const bar = progressBar(quiet);
  const print = (line: string): void => {
    if (!json) {
      bar.clear();
      console.log(line);
    }
  };
  print(`Seed ${job.seed}: ${formatCount(samples)} uniform samples here, while a server process sums`);
  print(`${formatCount(serverSamples)} Gaussian samples for each answer.`);

  const comparison = await compare({
    job,
    engines: enginesToRun(options.engine, print),
    serverSamples,
    mode,
    allotment,
    repeats,
    signal,
    print,
    onPrograms: (runs) => print(programsText(runs, drawn)),
    onProgress: bar.update,
  }).finally(bar.clear);

  print(comparisonText(comparison));
  if (options.html !== undefined) {
    options.html.write(comparisonHtml(comparison));
    print(`\nWrote ${options.html.path}: open it in a browser.`);
  }
  if (options.trace !== undefined) {
    options.trace.write(comparisonTrace(comparison));
    print(`\nWrote ${options.trace.path}: open it at ui.perfetto.dev.`);
  }
  if (json) {
    console.log(JSON.stringify(comparisonJson(comparison)));
  }
  if (!comparison.equal) {
    process.exitCode = EXIT.failure;
  }
}

function enginesToRun(asked: EngineName | undefined, print: (line: string) => void): readonly EngineName[] {
  if (asked !== undefined) {
    return [asked];
  }
  const { reason } = loadNative();
  if (reason !== undefined) {
    print(`${reason.message}. Only the TypeScript engine runs.`);
    return ['typescript'];
  }
  return ENGINES;
}

/** What standard output can show. `hasColors` respects NO_COLOR. */
function terminal(): { width: number; colour: boolean } {
  const { isTTY, columns = 100 } = process.stdout;
  return { width: columns, colour: isTTY === true && process.stdout.hasColors() };
}
