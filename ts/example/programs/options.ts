import type { EngineName } from '../../engine/engine.ts';
import { BLOCK_SAMPLES, type Job, type JobOptions, toJob } from '../../job.ts';
import { type Mode, type Plan, type RunOptions, toPlan } from '../../run/options.ts';
import { type RequestOptions, toRequest } from '../../service/client.ts';
import type { Total } from '../../total.ts';

/** What a program asks of whom, and what it computes itself. */
export interface ProgramOptions
  extends Pick<RequestOptions, 'host' | 'port' | 'timeout'>,
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
   * The most blocks in a chunk: the example cuts its sum in 40 chunks and a remainder.
   * @default a fortieth of the job
   */
  chunkBlocks?: RunOptions['chunkBlocks'];
  /** Is told what happens to the request, as it happens. */
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

/** A checked program. */
export interface Setup {
  readonly job: Job;
  readonly run: RunOptions;
  readonly plan: Plan;
  readonly request: RequestOptions;
  readonly print: (line: string) => void;
}

/** As in the example; a chunk that would outlast the allotment is cut finer. */
const CHUNKS = 40;

/** Checks what a program is given before anything starts. */
export function toSetup(options: ProgramOptions): Setup {
  const {
    host,
    port,
    timeout,
    samples = 120_000_000,
    seed,
    stream,
    onRequest,
    print = () => {},
    ...given
  } = options;
  const job = toJob({ distribution: 'uniform', samples, seed, stream });
  const request = { host, port, timeout, signal: given.signal, onEvent: onRequest };
  toRequest(request);
  const run = {
    ...given,
    concurrency: given.concurrency ?? 1,
    chunkBlocks: given.chunkBlocks ?? Math.max(1, Math.floor(samples / BLOCK_SAMPLES / CHUNKS)),
  };
  return { job, run, plan: toPlan(run), request, print };
}
