import {
  milliseconds,
  oneOf,
  optionalFunction,
  optionalSignal,
  plainObject,
  wholeNumber,
} from '../checks/arguments.ts';
import { chooseEngine } from '../engines/choose.ts';
import type { ChunkEvent, Engine, EngineName, Slots } from '../engines/engine.ts';
import type { PauseEvent, Progress } from './events.ts';

/**
 * How a job's chunks are run:
 * - `blocking`: on the main thread, without handing control back;
 * - `cooperative`: on the main thread, handing control back to the event loop whenever the allotment is spent;
 * - `threadpool`: off the event loop: with the native engine as tasks on libuv's thread pool, with the others in worker
 *   threads.
 */
export type Mode = 'blocking' | 'cooperative' | 'threadpool';

/** Every mode. */
export const MODES: readonly Mode[] = ['blocking', 'cooperative', 'threadpool'];

/** How to run a job. No option changes the answer. */
export interface RunOptions {
  /**
   * The engine that computes. The environment variable `OFFLOOP_ENGINE` sets the default.
   * @default the first that loads of 'native', 'wasm' and 'typescript'
   */
  engine?: EngineName | undefined;
  /**
   * How the chunks are run. On edge runtimes, which have no threads, `threadpool` means `cooperative`.
   * @default 'threadpool'
   */
  mode?: Mode | undefined;
  /**
   * The target time of a chunk, in milliseconds, and how long a chunk loop works before it hands control back.
   * @default 10
   */
  allotment?: number | undefined;
  /**
   * The most slots that this job uses at once, 1 to 1,024, and never more than there are: with the native engine
   * `min(cores, pool size - 1)`, else as many as cores. An array whose memory is not shared is computed by one of those.
   * @default all that the process has
   */
  concurrency?: number | undefined;
  /**
   * The most blocks of 65,536 samples in a chunk, at least 1. In the thread pool a slot leaves after this many, and the
   * event loop sends it again.
   * @default as many as fit in the allotment; in the thread pool no limit
   */
  chunkBlocks?: number | undefined;
  /** Stops the job: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called at every pause and at the end. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Called for every finished chunk, at the next pause or at the end. A timeline is drawn from this. */
  onChunk?: ((chunk: ChunkEvent) => void) | undefined;
  /** Called when the chunk loop resumes after a pause. */
  onPause?: ((pause: PauseEvent) => void) | undefined;
}

/** How a blocking call computes. */
export interface SyncOptions {
  /**
   * The engine that computes. The environment variable `OFFLOOP_ENGINE` sets the default.
   * @default the first that loads of 'native', 'wasm' and 'typescript'
   */
  engine?: EngineName | undefined;
}

/** Checked options, with every default filled in. */
export interface Plan {
  readonly engine: Engine;
  readonly mode: Mode;
  /** The engine's slots, in mode `threadpool` alone. */
  readonly slots: Slots | undefined;
  readonly allotment: number;
  readonly concurrency: number;
  readonly chunkBlocks: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly onChunk: ((chunk: ChunkEvent) => void) | undefined;
  readonly onPause: ((pause: PauseEvent) => void) | undefined;
}

/** The default allotment in milliseconds. */
export const DEFAULT_ALLOTMENT = 10;

/** The most slots that a job may ask for. */
export const MAX_CONCURRENCY = 1024;

/** The allowed options of a blocking call. */
export const SYNC_KEYS = ['engine'] as const;

/** The allowed options of a run. */
export const RUN_KEYS: readonly (keyof RunOptions)[] = [
  'engine',
  'mode',
  'allotment',
  'concurrency',
  'chunkBlocks',
  'signal',
  'onProgress',
  'onChunk',
  'onPause',
];

/** Checks a run's options and fills in the defaults. Throws a TypeError or a RangeError. */
export function toPlan(options: RunOptions = {}): Plan {
  const given = plainObject('options', options, RUN_KEYS);
  const { allotment = DEFAULT_ALLOTMENT, concurrency, chunkBlocks, signal } = given;
  const { onProgress, onChunk, onPause } = given;
  const mode = given.mode === undefined ? undefined : oneOf('mode', given.mode, MODES);
  milliseconds('allotment', allotment);
  optionalSignal('signal', signal);
  optionalFunction('onProgress', onProgress);
  optionalFunction('onChunk', onChunk);
  optionalFunction('onPause', onPause);
  if (concurrency !== undefined) {
    wholeNumber('concurrency', concurrency, 1, MAX_CONCURRENCY);
  }
  if (chunkBlocks !== undefined) {
    wholeNumber('chunkBlocks', chunkBlocks, 1, Number.MAX_SAFE_INTEGER);
  }
  const engine = chooseEngine(given.engine);
  const slots = mode === undefined || mode === 'threadpool' ? engine.slots : undefined;
  const most = slots?.limits.slots ?? 1;
  return {
    engine,
    mode: slots !== undefined ? 'threadpool' : mode === 'blocking' ? 'blocking' : 'cooperative',
    slots,
    allotment,
    concurrency: Math.min(concurrency ?? most, most),
    chunkBlocks: chunkBlocks ?? Number.MAX_SAFE_INTEGER,
    signal,
    onProgress,
    onChunk,
    onPause,
  };
}
