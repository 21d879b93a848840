import type { Job } from '../job.ts';

/** Which engine computes: Rust, or pure TypeScript (the readable reference and the fallback). */
export type EngineName = 'native' | 'typescript';

/**
 * What computes chunks: consecutive blocks of a job. Blocks past the job's end are empty, so that a
 * range may be given generously.
 */
export interface Engine {
  readonly name: EngineName;
  /** The instruction set in use, such as `avx512`; `none` in TypeScript. */
  readonly simd: string;
  /** The exact sum of `blockCount` blocks from `firstBlock` on, in units of 2^-64, on this thread. */
  sumBlocks(job: Job, firstBlock: number, blockCount: number): bigint;
  /** Writes the samples from `firstBlock` on into the array, as many as it has room for, on this thread. */
  fillBlocks(job: Job, firstBlock: number, array: Float64Array): void;
  /** The same off the event loop, on libuv's thread pool, where the engine can. */
  readonly offLoop?: OffLoop;
}

/**
 * Chunks computed on libuv's thread pool, each in a slot: a number from 0. The chunks of a slot follow each other,
 * without a pause where the next one is given before the last has ended; slots compute side by side.
 */
export interface OffLoop {
  sumBlocks(
    job: Job,
    firstBlock: number,
    blockCount: number,
    slot: number,
    cancel: Cancel,
  ): Promise<OffLoopChunk<bigint>>;
  fillBlocks(
    job: Job,
    firstBlock: number,
    length: number,
    slot: number,
    cancel: Cancel,
  ): Promise<OffLoopChunk<Float64Array>>;
  /** A new flag that running and queued chunks look at before every block. */
  newCancel(): Cancel;
}

/** A chunk's answer and its times, in milliseconds on the clock of `performance.now()`. */
export interface OffLoopChunk<T> {
  readonly value: T;
  /** When it was given to its slot, or when that was done with the chunk before it. */
  readonly queued: number;
  /** When a thread took it up. */
  readonly started: number;
  /** When it was done. */
  readonly ended: number;
}

/** Ends the chunks that were given it, within a block: they reject. */
export interface Cancel {
  cancel(): void;
}
