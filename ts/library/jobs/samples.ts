import { plainObject, trueOrFalse, wholeNumber } from '../checks/arguments.ts';
import { rowSize } from '../distributions/registry.ts';
import { chooseEngine } from '../engines/choose.ts';
import type { Engine, Run, SlotOptions, Slots } from '../engines/engine.ts';
import { now } from '../platform/loop.ts';
import { MAX_BYTES } from '../platform/node.ts';
import { onAbort } from '../platform/on-abort.ts';
import type { SampleArray } from '../stream/arrays.ts';
import { BLOCK_SAMPLES, MAX_SAMPLES, type Range } from '../stream/stream.ts';
import { kindOf, lengthOf, partOf, requireSampleArray } from '../stream/views.ts';
import { ChunkSizer } from './chunk-size.ts';
import { execute, executeSync } from './execute.ts';
import { type FillJob, type Job, type SampleJob, toFillJob, toSampleJob } from './job.ts';
import { newArray, takeOver } from './memory.ts';
import { type Plan, RUN_KEYS, type RunOptions, SYNC_KEYS, type SyncOptions, toPlan } from './options.ts';
import type { Work } from './work.ts';

/** The most samples that fit in one array. */
const MAX_ARRAY = Math.floor(MAX_BYTES / Float64Array.BYTES_PER_ELEMENT);

/**
 * A job's samples, computed off the event loop, straight into the array's memory.
 *
 * @throws {TypeError | RangeError} for a bad argument, or more samples than an array can hold
 * @throws {OffloopError} `OFFLOOP_OUT_OF_MEMORY` when there is no memory for them
 * @throws the signal's reason when it aborts
 *
 * @example
 * const samples = await sample({ distribution: 'uniform', samples: 3, seed: 42n });
 * samples; // Float64Array(3) [ 0.3840214176341199, 0.7629835316803731, 0.9166312544681321 ]
 */
export async function sample(job: SampleJob, options?: RunOptions): Promise<Float64Array<ArrayBuffer>> {
  const checked = toSampleJob(job);
  const plan = toPlan(options);
  requireRoom(checked);
  return execute(new Fill<Float64Array<ArrayBuffer>>(checked, plan.engine, checked), plan);
}

/** The same, blocking the calling thread. */
export function sampleSync(job: SampleJob, options?: SyncOptions): Float64Array<ArrayBuffer> {
  const checked = toSampleJob(job);
  requireRoom(checked);
  return fillNow(newArray(checked.samples * rowSize(checked)), checked, options);
}

/**
 * Fills an array with a job's samples, off the event loop. It takes over the array's memory, like a stream's BYOB
 * reader, so that nobody sees it half filled: your array is detached, and you get a new one over the same memory. An
 * array over a SharedArrayBuffer is filled in place; leave it alone until the promise resolves. If the fill fails or is
 * aborted, an array that was taken over is lost.
 *
 * A Float32Array gets the floats nearest to the samples, within their range (of uniform samples from 0 to 1, multiples of
 * 2^-24). Arrays of whole numbers, such as a Uint8Array, take distributions whose samples are whole.
 *
 * @throws {TypeError} when the array is neither a Float64Array nor a Float32Array, or its memory cannot be transferred
 * @throws the signal's reason when it aborts
 *
 * @example
 * let array = new Float64Array(1e6);
 * array = await fill(array, { distribution: 'normal', seed: 42n });
 */
export async function fill<T extends SampleArray>(array: T, job: FillJob, options?: RunOptions): Promise<T> {
  requireSampleArray(array);
  const plan = toPlan(options);
  const checked = toFillJob(job, kindOf(array), () => lengthOf(array));
  plan.signal?.throwIfAborted();
  return fillJob(takeOver(array), checked, plan);
}

/**
 * Fills an array with a job's samples, blocking the calling thread: the array's length says how many. Reusing an array
 * saves the cost of a new one.
 *
 * @throws {TypeError} when the array is neither a Float64Array nor a Float32Array
 *
 * @example
 * fillSync(new Float64Array(1000), { distribution: 'normal', seed: 42n });
 */
export function fillSync<T extends SampleArray>(array: T, job: FillJob, options?: SyncOptions): T {
  requireSampleArray(array);
  return fillNow(
    array,
    toFillJob(job, kindOf(array), () => lengthOf(array)),
    options,
  );
}

/** How to run a job whose samples come in chunks. */
export interface SampleChunkOptions extends RunOptions {
  /**
   * Samples per array: a multiple of 65,536, or any number of rows.
   * @default 1_048_576, or as many rows as are 8 MiB
   */
  chunkSamples?: number | undefined;
  /**
   * Whether an array's memory is reused when you ask for the next array: yours is detached then. A long stream then
   * touches fresh memory only once.
   * @default false
   */
  reuse?: boolean | undefined;
}

const CHUNK_KEYS = [...RUN_KEYS, 'chunkSamples', 'reuse'] as const;

/**
 * A job's samples in order, one array at a time, so memory use does not grow with their number. Off the event loop, the
 * next array is computed while you use the last. `break` ends it.
 *
 * @throws {TypeError | RangeError} for a bad argument, before anything starts
 *
 * @example
 * for await (const samples of sampleInChunks({ distribution: 'normal', samples: 1e8 })) {
 *   // a Float64Array
 * }
 */
export function sampleInChunks(
  job: SampleJob,
  options: SampleChunkOptions = {},
): AsyncGenerator<Float64Array<ArrayBuffer>, void, void> {
  const given = plainObject('options', options, CHUNK_KEYS);
  const { chunkSamples, reuse = false, ...run } = given;
  if (chunkSamples !== undefined) {
    wholeNumber('chunkSamples', chunkSamples, 1, MAX_SAMPLES);
  }
  trueOrFalse('reuse', reuse);
  const checked = toSampleJob(job);
  const size = rowSize(checked);
  if (chunkSamples !== undefined && size === 1 && chunkSamples % BLOCK_SAMPLES !== 0) {
    throw new RangeError(`chunkSamples must be a multiple of ${BLOCK_SAMPLES}, not ${chunkSamples}`);
  }
  return chunksOf(checked, toPlan(run), chunkSamples ?? Math.ceil((16 * BLOCK_SAMPLES) / size), reuse);
}

async function* chunksOf(
  job: Job,
  plan: Plan,
  chunkSamples: number,
  reuse: boolean,
): AsyncGenerator<Float64Array<ArrayBuffer>, void, void> {
  plan.signal?.throwIfAborted();
  const began = now();
  const sizer = new ChunkSizer(plan);
  const size = rowSize(job);
  /** Ends the chunk that is being computed. */
  let stop = (): void => {};
  const next = (position: number, memory?: Float64Array<ArrayBuffer>): Promise<Float64Array<ArrayBuffer>> => {
    const controller = new AbortController();
    const { signal } = controller;
    stop = () => controller.abort();
    // Only as long as it is computed: whoever asks for no more would leave the listener on a signal that lives on.
    const ignore = onAbort(plan.signal, () => controller.abort(plan.signal?.reason));
    const samples = Math.min(chunkSamples, job.samples - position);
    const range = { start: job.start + position, samples };
    const array = memory?.length === samples * size ? memory : undefined;
    const work = new Fill(job, plan.engine, range, array);
    const chunk = execute(work, { ...plan, signal }, { began, samplesBefore: position, sizer });
    // Whoever asks for this chunk gets its failure.
    chunk.then(ignore, ignore);
    return chunk;
  };
  const ahead = plan.slots !== undefined;
  let position = 0;
  let coming = job.samples > 0 ? next(0) : undefined;
  let spare: Float64Array<ArrayBuffer> | undefined;
  try {
    while (coming !== undefined) {
      const samples: Float64Array<ArrayBuffer> = await coming;
      plan.signal?.throwIfAborted();
      position += samples.length / size;
      const more = position < job.samples;
      coming = more && ahead ? next(position, spare) : undefined;
      yield samples;
      spare = reuse ? takeOver(samples) : undefined;
      if (more && !ahead) {
        coming = next(position, spare);
      }
    }
  } finally {
    stop();
    await coming?.catch(() => {});
  }
}

/** `fill` with a checked job and plan, for an array whose memory nobody else has. */
export function fillJob<T extends SampleArray>(array: T, job: Job, plan: Plan): Promise<T> {
  return execute(new Fill(job, plan.engine, job, array), plan);
}

function fillNow<T extends SampleArray>(array: T, job: Job, options: SyncOptions = {}): T {
  const { engine } = plainObject('options', options, SYNC_KEYS);
  return executeSync(new Fill(job, chooseEngine(engine), job, array));
}

/** A range of a job's samples, in a given array or in a new one. */
class Fill<T extends SampleArray> implements Work<T, SampleArray> {
  readonly job: Job;
  readonly range: Range;
  readonly #engine: Engine;
  #array: T | undefined;

  constructor(job: Job, engine: Engine, range: Range, array?: T) {
    this.job = job;
    this.range = range;
    this.#engine = engine;
    this.#array = array;
  }

  compute({ start, samples }: Range): void {
    const size = rowSize(this.job);
    const room = partOf(this.result(), (start - this.range.start) * size, samples * size);
    this.#engine.fill(this.job, start, room);
  }

  begin(slots: Slots, options: SlotOptions): Run<SampleArray> {
    const fresh = this.#array === undefined;
    return slots.fill(this.job, this.range.start, this.result(), { ...options, fresh });
  }

  result(filled?: SampleArray): T {
    this.#array ??= newArray(this.range.samples * rowSize(this.job)) as SampleArray as T;
    return (filled ?? this.#array) as T;
  }
}

function requireRoom(job: Job): void {
  const most = Math.floor(MAX_ARRAY / rowSize(job));
  if (job.samples > most) {
    throw new RangeError(
      `samples must be at most ${most} for one array, not ${job.samples}; sampleInChunks has no such limit`,
    );
  }
}
