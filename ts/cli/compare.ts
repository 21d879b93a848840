import { Command, Option } from 'commander';
import { ENGINES } from '../engine/choose.ts';
import type { EngineName } from '../engine/engine.ts';
import { loadNative } from '../engine/native.ts';
import { verdictOf } from '../example/compare/comparison.ts';
import { Contest } from '../example/compare/contest.ts';
import {
  type Comparison,
  comparisonHtml,
  comparisonTrace,
  pairText,
  tables,
  toReport,
} from '../example/compare/report.ts';
import { formatCount } from '../format.ts';
import { toJob } from '../job.ts';
import type { Mode } from '../run/options.ts';
import { EXIT, untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { type OutputFile, outputFile } from './output-file.ts';

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
    .addOption(option.samples('how many uniform samples to sum').default(120_000_000))
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
    .action((options: Options) => untilInterrupted((signal) => compare(options, signal)));
}

async function compare(options: Options, signal: AbortSignal): Promise<void> {
  const { samples, serverSamples, repeats, json = false, quiet = json } = options;
  const print = json ? () => {} : (line: string) => console.log(line);
  const drawn = { ascii: options.ascii ?? false, ...terminal() };
  const job = toJob({ distribution: 'uniform', samples, seed: options.seed });
  print(`Seed ${job.seed}: ${formatCount(samples)} uniform samples here, while a server process sums`);
  print(`${formatCount(serverSamples)} Gaussian samples for each answer.`);

  const contest = new Contest(job, options, quiet, signal);
  try {
    for (const engine of enginesToRun(options.engine, print)) {
      await contest.add(engine);
    }
    const pairs = await contest.runPairs(print, (pair) => print(pairText(pair, drawn)));
    const compared = await contest.runWays(repeats);
    const comparison: Comparison = {
      job,
      serverSamples,
      repeats,
      allotment: options.allotment,
      equal: contest.totalsAreEqual(),
      pairs,
      ways: compared.flat(),
      verdict: compared.flatMap(verdictOf),
    };
    for (const line of tables(comparison)) {
      print(line);
    }
    if (options.html !== undefined) {
      options.html.write(comparisonHtml(comparison));
      print(`\nWrote ${options.html.path}: open it in a browser.`);
    }
    if (options.trace !== undefined) {
      options.trace.write(comparisonTrace(comparison));
      print(`\nWrote ${options.trace.path}: open it at ui.perfetto.dev.`);
    }
    if (json) {
      console.log(JSON.stringify(toReport(comparison)));
    }
    if (!comparison.equal) {
      process.exitCode = EXIT.failure;
    }
  } finally {
    await contest.end();
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
