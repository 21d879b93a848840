import { Command } from 'commander';
import { ENGINES } from '../engine/choose.ts';
import type { EngineName } from '../engine/engine.ts';
import { loadNative } from '../engine/native.ts';
import { formatCount, formatDuration } from '../format.ts';
import { type Job, toJob } from '../job.ts';
import type { Mode } from '../run/options.ts';
import { runAsync } from '../scenario/async.ts';
import type { ScenarioOptions, ScenarioResult } from '../scenario/options.ts';
import { runSerial } from '../scenario/serial.ts';
import { renderText } from '../timeline/text.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { EXIT, untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { progressBar } from './progress.ts';
import { toJson } from './scenario.ts';
import { startServerProcess } from './server-process.ts';
import { type Verdict, verdict } from './verdict.ts';

interface Options {
  samples: number;
  serverSamples: number;
  seed?: string;
  engine?: EngineName;
  mode?: Mode;
  allotment: number;
  json?: boolean;
  quiet?: boolean;
}

/** `offloop compare`: both programs against a server of their own, and what the overlap gained. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('the main job: both programs against a server process of their own, and the verdict')
    .addOption(option.samples('how many uniform samples to sum').default(120_000_000))
    .addOption(option.serverSamples())
    .addOption(
      option.seed('the key of both random streams; the server takes the next one (default: a random one)'),
    )
    .addOption(option.engine())
    .addOption(option.mode())
    .addOption(option.allotment())
    .addOption(option.json())
    .addOption(option.quiet())
    .addHelpText(
      'after',
      '\nWithout --engine every engine has its turn, and their totals are compared to the last bit.' +
        '\n\nExample:\n  $ offloop compare --samples 1.2e9 --server-samples 1e8 --seed 42',
    )
    .action((options: Options) => untilInterrupted((signal) => compare(options, signal)));
}

/** What one engine's pair of programs found. */
interface Pair {
  readonly serial: ScenarioResult;
  readonly async: ScenarioResult;
  readonly verdict: Verdict;
}

async function compare(options: Options, signal: AbortSignal): Promise<void> {
  const { samples, json = false } = options;
  const print = json ? () => {} : (line: string) => console.log(line);
  const job = toJob({ distribution: 'uniform', samples, seed: options.seed });
  print(`Seed ${job.seed}: ${formatCount(samples)} uniform samples here, while a server process sums`);
  print(`${formatCount(options.serverSamples)} Gaussian samples for each answer.`);

  const pairs: Pair[] = [];
  for (const engine of enginesToRun(options.engine, print)) {
    const pair = await runPair(engine, job, options, signal, print);
    pairs.push(pair);
    print('');
    print(renderText([toTimeline(pair.serial), toTimeline(pair.async)]));
    for (const line of pair.verdict.lines) {
      print(line);
    }
  }
  const equal = totalsAreEqual(pairs);
  if (pairs.length > 1) {
    print('');
    print(
      equal
        ? 'Every engine and mode gave the same totals, to the last bit.'
        : 'The totals DIFFER between engines: this is a bug.',
    );
  }
  if (json) {
    const runs = pairs.map(({ serial, async, verdict: { lines, ...figures } }) => ({
      serial: toJson(serial),
      async: toJson(async),
      verdict: figures,
    }));
    console.log(
      JSON.stringify({ seed: String(job.seed), samples, serverSamples: options.serverSamples, equal, runs }),
    );
  }
  if (!equal) {
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

async function runPair(
  engine: EngineName,
  job: Job,
  { serverSamples, mode, allotment, quiet = false, json = quiet }: Options,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<Pair> {
  // Another seed, since the same words would give uniform and Gaussian samples that depend on each other.
  const serverSeed = BigInt.asUintN(64, job.seed + 1n);
  const args = ['--samples', String(serverSamples), '--seed', String(serverSeed), '--engine', engine];
  const server = await startServerProcess(args, signal);
  const bar = progressBar(quiet || json);
  const common: ScenarioOptions = {
    port: server.port,
    samples: job.samples,
    seed: job.seed,
    engine,
    mode,
    allotment,
    signal,
    onProgress: bar.update,
    print(line) {
      bar.clear();
      print(line);
    },
  };
  try {
    print(`\n--- ${engine}: serial ---`);
    const serial = await runSerial(common);
    print(`\n--- ${engine}: async ---`);
    const async = await runAsync(common);
    return { serial, async, verdict: verdict(serial, async) };
  } finally {
    bar.clear();
    await server.stop();
  }
}

/** Each server counts its connections from 0, so the same request has the same answer from every engine. */
function totalsAreEqual(pairs: readonly Pair[]): boolean {
  const totals = pairs.map(({ serial, async }) => ({
    answers: [serial.request.sum, async.request.sum].join(),
    sums: new Set([serial.compute.total.units, async.compute.total.units]),
  }));
  const units = new Set(totals.flatMap(({ sums }) => [...sums]));
  const answers = new Set(totals.map((total) => total.answers));
  return units.size === 1 && answers.size === 1;
}

function toTimeline({ scenario, engine, mode, elapsed, request, compute }: ScenarioResult): Timeline {
  return {
    title: `${scenario} (${engine}, ${mode}): ${formatDuration(elapsed)}`,
    spans: [
      { lane: 'server_request', kind: 'waiting', start: request.began, end: request.ended },
      { lane: 'uniform_sum', kind: 'computing', start: compute.began, end: compute.ended },
    ],
  };
}
