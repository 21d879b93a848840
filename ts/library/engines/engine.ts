import type { Stream } from '../distributions/registry.ts';
import type { SampleArray } from '../stream/arrays.ts';
import type { Key, Range, Source } from '../stream/stream.ts';

/**
 * Which engine computes: Rust, the same Rust as WebAssembly, or pure TypeScript (the readable reference, and the last
 * fallback).
 */
export type EngineName = 'native' | 'wasm' | 'typescript';

/** A distribution's standard samples, which have exact totals. */
export type SummedStream = Key & Pick<Stream, 'distribution'>;

/** The states of a block's lanes, 64 words for each word of a sample. Their order is the engine's own. */
export type Lanes = Int32Array;

/** What computes a stream's samples (docs/stream.md). */
export interface Engine {
  readonly name: EngineName;
  /** The instruction set in use, such as `avx512` or `simd128`; `none` in TypeScript. */
  readonly simd: string;
  /** The exact sum, in units of 2^-64, of standard samples that begin with a block's first, on this thread. */
  sum(stream: SummedStream, range: Range): bigint;
  /**
   * Fills the array with the samples from number `start` on, on this thread.
   *
   * @throws {RangeError} when a whole sample does not fit in an array of whole numbers
   */
  fill(stream: Stream, start: number, array: SampleArray): void;
  /** Sets the lanes of one word to sample number `start`, which must be the first of a row. */
  seekLanes(lanes: Lanes, source: Source, word: number, start: number): void;
  /**
   * Writes the samples from number `start` on to the array from index `from` on, with the next words of the lanes of all
   * of a sample's words, and advances them: whole rows, none past the end of the block.
   */
  readLanes(lanes: Lanes, stream: Stream, start: number, array: Float64Array, from: number): void;
  /**
   * Fills the array with the next raw words of one word's lanes, each as its lower and its upper half, and advances the
   * lanes: whole rows, none past the end of the block.
   */
  readWords(lanes: Lanes, array: Uint32Array): void;
  /** Sums and fills off the event loop, if the engine can: on libuv's thread pool, or in worker threads. */
  readonly slots?: Slots;
}

/** Jobs computed off the event loop. Each crosses to the slots once. */
export interface Slots {
  readonly limits: SlotLimits;
  /** Roughly what it costs to hand a job over and to get its answer back, in milliseconds. */
  readonly handover: number;
  stats(): Omit<PoolStats, 'cores'>;
  /** The exact sum of a range of samples. */
  sum(stream: SummedStream, range: Range, how: SlotOptions): Run<bigint>;
  /**
   * Fills an array, which nobody else may touch meanwhile, with the samples from number `start` on. Its memory may have
   * moved to another one at the end, which is the answer.
   */
  fill(
    stream: Stream,
    start: number,
    array: SampleArray,
    how: SlotOptions & { readonly fresh: boolean },
  ): Run<SampleArray>;
}

/** The process's limits, read once. */
export interface SlotLimits {
  /** Cores that the process may use. */
  readonly cores: number;
  /** Threads of libuv's pool. */
  readonly threads: number;
  /** The most slots at once. */
  readonly slots: number;
}

/** How a job is computed in slots. */
export interface SlotOptions {
  /** The most slots at once. */
  readonly concurrency: number;
  /** How many milliseconds a slot works before others get a turn. */
  readonly allotment: number;
  /** After at most this many blocks a slot leaves the pool, and the event loop sends it again. */
  readonly chunkBlocks: number;
  /** Whether pauses are reported, not only the end. */
  readonly pauses: boolean;
  /** Whether the news includes the chunks that slots computed. */
  readonly chunks: boolean;
  /** Whether slots leave when nobody asks for more news. */
  readonly waits: boolean;
}

/** A job that is being computed. It begins when its first news is asked for. */
export interface Run<T> {
  /** The news of the next pause, or of the end. */
  next(): Promise<News<T>>;
  /** Ends it within a block; then the news rejects. */
  cancel(): void;
}

/** News of a job that is being computed. */
export interface News<T> {
  /** All of its samples only at the end. */
  readonly samplesDone: number;
  readonly chunks: readonly ChunkEvent[];
  /** What the slots answer, at the end. */
  readonly answer?: T | undefined;
}

/**
 * A stretch of time in which samples of a job were computed: a chunk on the event loop, or what a slot did until it
 * paused or left. Times are in milliseconds on the clock of `performance.now()`.
 */
export interface ChunkEvent {
  readonly samples: number;
  /** The number of the slot that computed, from 0; absent on the event loop. */
  readonly slot?: number;
  /** When the job asked for the slot; the same as `started` on the event loop. */
  readonly queued: number;
  /** When its thread started. */
  readonly started: number;
  /** When it was done. */
  readonly ended: number;
}

/** Statistics of the process's slots, now and so far, over all its threads. Times are in milliseconds. */
export interface PoolStats {
  /** The most slots at once; 0 without the native engine. */
  readonly size: number;
  /** Cores that the process may use. If there are more than slots, `UV_THREADPOOL_SIZE` was too small at the start. */
  readonly cores: number;
  /** Slots in libuv's pool. */
  readonly busy: number;
  /** Jobs waiting for a slot. */
  readonly waiting: number;
  /** How long jobs waited, from asking for a slot until a thread started it. */
  readonly waited: Durations;
  /** How long slots ran after that, until they paused or left the job. */
  readonly ran: Durations;
}

/** The distribution of `count` durations, in milliseconds; all 0 if there are none. */
export interface Durations {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}
