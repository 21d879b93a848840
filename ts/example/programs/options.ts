import { optionalFunction, plainObject } from '../../library/checks/arguments.ts';
import { chooseEngine } from '../../library/engines/choose.ts';
import type { EngineName } from '../../library/engines/engine.ts';
import { type JobOptions, type SumJob, toJob } from '../../library/jobs/job.ts';
import { type Mode, type Plan, RUN_KEYS, type RunOptions, toPlan } from '../../library/jobs/options.ts';
import type { Total } from '../../library/jobs/total.ts';
import { BLOCK_SAMPLES } from '../../library/stream/stream.ts';
import { type RequestOptions, type RequestPlan, toRequestPlan } from '../../service/request-options.ts';

/** Which server a program asks, and what it computes itself. */
export interface ProgramOptions
  extends Pick<RequestOptions, 'host' | 'port' | 'timeout' | 'strict'>,
    Pick<JobOptions, 'seed' | 'stream'>,
    Omit<RunOptions, 'concurrency' | 'chunkBlocks'> {
  /**
   * How many uniform samples to sum.
   * @default 120_000_000
   */
  samples?: number | undefined;
  /**
   * The most slots at once: the example's task is one worker.
   * @default 1
   */
  concurrency?: RunOptions['concurrency'];
  /**
   * The most blocks in a chunk: the example cuts its sum into 40 chunks and a remainder.
   * @default a fortieth of the job
   */
  chunkBlocks?: RunOptions['chunkBlocks'];
  /** Called for every event of the request, as it happens. */
  onRequest?: RequestOptions['onEvent'];
  /** Gets the program's lines as they come. */
  print?: ((line: string) => void) | undefined;
}

/** What a program found, and when. Times are milliseconds since it began. */
export interface ProgramResult {
  readonly program: 'serial' | 'async';
  readonly engine: EngineName;
  readonly simd: string;
  readonly mode: Mode;
  /** The server's answer, and when the program waited for it. */
  readonly request: Answer;
  /** The uniform total, and when it was computed. */
  readonly compute: Computed;
  /** The whole program's milliseconds. */
  readonly elapsed: number;
}

/** A server's answer, and when it was asked for and came. */
export interface Answer {
  readonly sum: number;
  readonly began: number;
  readonly ended: number;
}

/** A total, when its computing began and ended, and how often it handed control back in between. */
export interface Computed {
  readonly total: Total;
  readonly began: number;
  readonly ended: number;
  readonly pauses: number;
}

/** Checked options, with every default filled in. */
export interface ProgramPlan {
  readonly job: SumJob;
  readonly run: Plan;
  readonly request: RequestPlan;
  readonly print: (line: string) => void;
}

/** How many uniform samples the original example sums. */
export const DEFAULT_PROGRAM_SAMPLES = 120_000_000;

/** As in the example; a chunk that would exceed the allotment is cut smaller. */
const CHUNKS = 40;

const PROGRAM_KEYS: readonly (keyof ProgramOptions)[] = [
  'host',
  'port',
  'timeout',
  'strict',
  'samples',
  'seed',
  'stream',
  ...RUN_KEYS,
  'onRequest',
  'print',
];

/** Checks the options and fills in the defaults. Throws a TypeError, a RangeError or an OffloopError. */
export function toProgramPlan(options: ProgramOptions): ProgramPlan {
  const given = plainObject('options', options, PROGRAM_KEYS);
  const { host, port, timeout, strict, samples = DEFAULT_PROGRAM_SAMPLES, seed, stream, ...others } = given;
  const { onRequest, print = () => {}, ...run } = others;
  optionalFunction('onRequest', onRequest);
  optionalFunction('print', print);
  const job = toJob({ distribution: 'uniform', samples, seed, stream });
  // The example's thread pool is libuv's. Without it control is handed back, as in the original.
  const mode = run.mode ?? (chooseEngine(run.engine).name === 'native' ? 'threadpool' : 'cooperative');
  return {
    job,
    run: toPlan({
      ...run,
      mode,
      concurrency: run.concurrency ?? 1,
      chunkBlocks: run.chunkBlocks ?? Math.max(1, Math.floor(samples / BLOCK_SAMPLES / CHUNKS)),
    }),
    request: toRequestPlan({ host, port, timeout, strict, signal: run.signal, onEvent: onRequest }),
    print,
  };
}
