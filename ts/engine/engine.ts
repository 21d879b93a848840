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

/** Chunks computed on libuv's thread pool. */
export interface OffLoop {
  sumBlocks(job: Job, firstBlock: number, blockCount: number, cancel: Cancel): Promise<OffLoopChunk<bigint>>;
  fillBlocks(
    job: Job,
    firstBlock: number,
    length: number,
    cancel: Cancel,
  ): Promise<OffLoopChunk<Float64Array>>;
  /** A new flag that running and queued chunks look at before every block. */
  newCancel(): Cancel;
}

/** A chunk's answer, and how long it waited for a thread and ran there. */
export interface OffLoopChunk<T> {
  readonly value: T;
  /** Milliseconds from the call until a thread took it up. */
  readonly waited: number;
  /** Milliseconds of computing. */
  readonly ran: number;
}

/** Ends the chunks that were given it, within a block: they reject. */
export interface Cancel {
  cancel(): void;
}
