import { progressBar } from '../../cli/progress.ts';
import type { EngineName } from '../../engine/engine.ts';
import type { Job } from '../../job.ts';
import type { Mode } from '../../run/options.ts';
import { runAsync } from '../programs/async.ts';
import type { ProgramOptions } from '../programs/options.ts';
import { runSerial } from '../programs/serial.ts';
import { type ComparedWay, compareWays, type MeasuredWay } from './comparison.ts';
import { type MeasuredRun, measureRun } from './measure.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { shuffled } from './statistics.ts';
import { type Way, waysOf } from './ways.ts';

/** The example's two programs, run once by one engine. */
export interface Pair {
  readonly engine: EngineName;
  readonly serial: MeasuredRun;
  readonly async: MeasuredRun;
}

interface Options {
  readonly serverSamples: number;
  readonly mode?: Mode;
  readonly allotment: number;
}

/** An engine, and the server that computes with it, too. */
interface Contestant {
  readonly engine: EngineName;
  readonly server: ServerProcess;
}

/** Every engine against a server process of its own, and whether all of them found the same. */
export class Contest {
  readonly #job: Job;
  readonly #options: Options;
  readonly #quiet: boolean;
  readonly #signal: AbortSignal;
  readonly #contestants: Contestant[] = [];
  /** Every total computed here: they must all be one. */
  readonly #units = new Set<bigint>();
  /** The answers that connections of a stream had: the servers have one seed, so each stream must have one. */
  readonly #answers = new Map<number, Set<number>>();

  constructor(job: Job, options: Options, quiet: boolean, signal: AbortSignal) {
    this.#job = job;
    this.#options = options;
    this.#quiet = quiet;
    this.#signal = signal;
  }

  async add(engine: EngineName): Promise<void> {
    // Another seed, since the same words would give uniform and Gaussian samples that depend on each other.
    const seed = String(BigInt.asUintN(64, this.#job.seed + 1n));
    const args = ['--samples', String(this.#options.serverSamples), '--seed', seed, '--engine', engine];
    this.#contestants.push({ engine, server: await startServerProcess(args, this.#signal) });
  }

  /** Runs the example's two programs once by each engine, and prints what they print. */
  async runPairs(print: (line: string) => void, show: (pair: Pair) => void): Promise<Pair[]> {
    const { mode } = this.#options;
    const pairs: Pair[] = [];
    for (const contestant of this.#contestants) {
      const { engine } = contestant;
      const runOne = (name: string, program: typeof runSerial): Promise<MeasuredRun> => {
        print(`\n--- ${engine}: ${name} ---`);
        const run = (options: ProgramOptions) => program({ ...options, engine, mode });
        const bar = progressBar(this.#quiet);
        const options = {
          onProgress: bar.update,
          print(line: string) {
            bar.clear();
            print(line);
          },
        };
        return this.#measure(contestant, { name, engine, run }, options).finally(bar.clear);
      };
      const serial = await runOne('serial', runSerial);
      const async = await runOne('async', runAsync);
      pairs.push({ engine, serial, async });
      show({ engine, serial, async });
    }
    return pairs;
  }

  /**
   * Runs every way of every engine so often, or those that are asked for, in turns and each time in another order.
   * An engine's ways are an element.
   */
  async runWays(repeats: number, asked: (way: Way) => boolean = () => true): Promise<ComparedWay[][]> {
    const all = this.#contestants.flatMap((contestant) =>
      waysOf(contestant.engine)
        .filter(asked)
        .map((way) => ({ way, contestant, runs: [] as MeasuredRun[] })),
    );
    const { samples } = this.#job;
    const bar = progressBar(this.#quiet);
    const began = performance.now();
    let samplesDone = 0;
    const advance = (now: number): void =>
      bar.update({
        samplesDone: samplesDone + now,
        samples: samples * all.length * repeats,
        elapsed: performance.now() - began,
        worked: 0,
      });
    for (let round = 0; round < repeats; round++) {
      for (const { way, contestant, runs } of shuffled(all)) {
        runs.push(await this.#measure(contestant, way, { onProgress: (done) => advance(done.samplesDone) }));
        samplesDone += samples;
      }
    }
    bar.clear();
    return this.#contestants.map(({ engine }) => {
      const measured: MeasuredWay[] = all.filter(({ way }) => way.engine === engine);
      return compareWays(measured, this.#options.allotment);
    });
  }

  totalsAreEqual(): boolean {
    return this.#units.size === 1 && [...this.#answers.values()].every((answers) => answers.size === 1);
  }

  /** Stops the servers. */
  async end(): Promise<void> {
    await Promise.all(this.#contestants.map(({ server }) => server.stop()));
  }

  async #measure(
    { server }: Contestant,
    way: Pick<Way, 'name' | 'engine' | 'run'>,
    options: ProgramOptions,
  ): Promise<MeasuredRun> {
    const { samples, seed } = this.#job;
    const { allotment } = this.#options;
    const all = { ...options, port: server.port, samples, seed, allotment, signal: this.#signal };
    let stream = 0;
    const run = await measureRun(way, all, (listener) =>
      server.watch((moment) => {
        stream = moment.stream;
        listener(moment);
      }),
    );
    this.#units.add(run.result.compute.total.units);
    const answers = this.#answers.get(stream) ?? new Set();
    this.#answers.set(stream, answers.add(run.result.request.sum));
    return run;
  }
}
