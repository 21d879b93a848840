import type { EngineName } from '../../library/engines/engine.ts';
import type { Progress } from '../../library/jobs/events.ts';
import type { SumJob } from '../../library/jobs/job.ts';
import type { Mode } from '../../library/jobs/options.ts';
import { shuffled } from '../../timeline/statistics.ts';
import { runAsync } from '../programs/async.ts';
import type { ProgramOptions } from '../programs/options.ts';
import { runSerial } from '../programs/serial.ts';
import { Agreement } from './agreement.ts';
import {
  type ComparedWay,
  type Comparison,
  compareWays,
  type ProgramRun,
  type ProgramRuns,
} from './comparison.ts';
import { type MeasuredRun, measureRun } from './measure.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { verdictOf } from './verdict.ts';
import { type RunnableWay, type Way, waysOf } from './ways.ts';

/** What is compared, and who is told meanwhile. */
export interface CompareOptions {
  /** The uniform samples to sum. */
  readonly job: SumJob;
  readonly engines: readonly EngineName[];
  /** How many Gaussian samples the server sums for each answer. */
  readonly serverSamples: number;
  /** How the async program sums when it is shown alone. */
  readonly mode: Mode | undefined;
  readonly allotment: number;
  /** How often every way runs. */
  readonly repeats: number;
  readonly signal: AbortSignal;
  /** Gets the programs' own lines as they come. */
  print(line: string): void;
  /** Gets what an engine's programs did, as soon as both have run. */
  onPrograms(runs: ProgramRuns): void;
  onProgress(progress: Progress): void;
}

/**
 * Runs the example's two programs once with each engine, with all they print, and then every way of every engine in
 * turns. Each engine has its own server process, which computes with the same engine.
 */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const { job, engines, serverSamples, allotment, repeats, signal } = options;
  const servers = new Map<EngineName, ServerProcess>();
  const agreement = new Agreement();

  const measure: Measure = async (way, listeners) => {
    const { port, watch } = servers.get(way.engine)!;
    const given = { ...listeners, port, samples: job.samples, seed: job.seed, allotment, signal };
    let stream = 0;
    const run = await measureRun(way, given, (listener) =>
      watch((moment) => {
        stream = moment.stream;
        listener(moment);
      }),
    );
    agreement.add(run.result, stream);
    return run;
  };

  try {
    for (const engine of engines) {
      servers.set(engine, await startServer(engine, options));
    }
    const programs: ProgramRuns[] = [];
    for (const engine of engines) {
      const runs = await runPrograms(engine, measure, options);
      options.onPrograms(runs);
      programs.push(runs);
    }
    const compared = await runWays(measure, options);
    return {
      job,
      serverSamples,
      repeats,
      allotment,
      equal: agreement.holds,
      programs,
      ways: compared.flat(),
      verdict: compared.flatMap(verdictOf),
    };
  } finally {
    await Promise.all(Array.from(servers.values(), (server) => server.stop()));
  }
}

/** Runs a way against its engine's server, measures it, and records what it found. */
type Measure = (
  way: RunnableWay,
  listeners: Pick<ProgramOptions, 'print' | 'onProgress'>,
) => Promise<MeasuredRun>;

function startServer(
  engine: EngineName,
  { job, serverSamples, signal }: CompareOptions,
): Promise<ServerProcess> {
  const args = ['--samples', String(serverSamples), '--seed', String(job.seed), '--engine', engine];
  return startServerProcess(args, signal);
}

/** Runs the example's two programs once, with what they print. */
async function runPrograms(
  engine: EngineName,
  measure: Measure,
  { mode, print, onProgress }: CompareOptions,
): Promise<ProgramRuns> {
  const runOne = async (label: string, program: Way['run']): Promise<ProgramRun> => {
    const lines = [`--- ${engine}: ${label} ---`];
    print(`\n${lines[0]}`);
    const run: Way['run'] = (options) => program({ ...options, engine, mode });
    const hear = (line: string): void => {
      lines.push(line);
      print(line);
    };
    return { ...(await measure({ id: label, label, engine, run }, { print: hear, onProgress })), lines };
  };
  return { engine, serial: await runOne('serial', runSerial), async: await runOne('async', runAsync) };
}

/** Runs every way `repeats` times, in turns, and in a different order each time. Each element has one engine's ways. */
async function runWays(
  measure: Measure,
  { job: { samples }, engines, repeats, allotment, onProgress }: CompareOptions,
): Promise<ComparedWay[][]> {
  const all = engines.flatMap(waysOf).map((way) => ({ way, runs: [] as MeasuredRun[] }));
  const began = performance.now();
  let samplesDone = 0;
  const advance = (now: number): void =>
    onProgress({
      samplesDone: samplesDone + now,
      samples: samples * all.length * repeats,
      elapsed: performance.now() - began,
      worked: 0,
    });
  for (let round = 0; round < repeats; round++) {
    for (const { way, runs } of shuffled(all)) {
      runs.push(await measure(way, { onProgress: (progress) => advance(progress.samplesDone) }));
      samplesDone += samples;
    }
  }
  return engines.map((engine) =>
    compareWays(
      all.filter(({ way }) => way.engine === engine),
      allotment,
    ),
  );
}
