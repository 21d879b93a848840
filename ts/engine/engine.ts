import type { Distribution, Range, Stream } from '../job.ts';
import type { Scale } from '../scale.ts';
import type { SampleArray } from './sample-array.ts';

/** Which engine computes: Rust, or pure TypeScript (the readable reference and the fallback). */
export type EngineName = 'native' | 'typescript';

/** The states of a block's lanes, by which its samples can be read on. Their order is the engine's own. */
export type Lanes = Int32Array;

/** How many words they are. */
export const LANES_WORDS = 64;

/** Samples of a row: of two steps, in either distribution. */
export const ROW_SAMPLES = 16;

/** What computes a stream's samples (docs/stream.md). */
export interface Engine {
  readonly name: EngineName;
  /** The instruction set in use, such as `avx512`; `none` in TypeScript. */
  readonly simd: string;
  /** The exact sum of some samples, the first of which is a block's first, in units of 2^-64, on this thread. */
  sum(stream: Stream, range: Range): bigint;
  /** Writes the samples from number `start` on into the array, as many as it has room for, on this thread. */
  fill(stream: Stream, start: number, array: SampleArray, scale?: Scale): void;
  /** Puts lanes where a stream's samples from number `start` on come from: the first of a row. */
  seekLanes(lanes: Lanes, stream: Stream, start: number): void;
  /**
   * Writes the lanes' next samples to the array's places from `from` on, and moves the lanes on: whole rows, none past
   * the end of the block.
   */
  readLanes(lanes: Lanes, distribution: Distribution, array: Float64Array, from: number): void;
  /**
   * Fills the array with the lanes' next raw words, each as its lower and its upper half, and moves the lanes on: whole
   * rows, none past the end of the block.
   */
  readWords(lanes: Lanes, array: Uint32Array): void;
  /** Sums and fills off the event loop, on libuv's thread pool, where the engine can. */
  readonly slots?: Slots;
}

/** Jobs computed off the event loop, each of which crosses to the slots once. */
interface Slots {
  readonly limits: SlotLimits;
  stats(): PoolStats;
  /** The exact sum of some samples. */
  sum(stream: Stream, range: Range, how: SlotOptions): SlotRun<bigint>;
  /** Writes the samples from number `start` on into an array that nobody else touches meanwhile. */
  fill(
    stream: Stream,
    start: number,
    array: SampleArray,
    scale: Scale | undefined,
    how: SlotOptions & { readonly fresh: boolean },
  ): SlotRun<boolean>;
  /** What not to do, for the example: see crates/addon/src/flood.rs. */
  flood(): Flood;
}

/** What the process has, read once. */
export interface SlotLimits {
  /** Cores that it may use. */
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
  /** The milliseconds that a slot works before others have a turn. */
  readonly allotment: number;
  /** The most blocks before a slot leaves the pool, to be sent again by the event loop. */
  readonly chunkBlocks: number;
  /** Whether there is news of pauses, not only of the end. */
  readonly pauses: boolean;
  /** Whether the news has the spans in which slots computed. */
  readonly spans: boolean;
  /** Whether slots leave when no more news is asked for. */
  readonly waits: boolean;
}

/** A job in the slots. It begins when its first news is asked for. */
export interface SlotRun<T> {
  /** The news of the next pause, or of the end. */
  next(): Promise<SlotNews<T>>;
  /** Ends it within a block; then the news rejects. */
  cancel(): void;
}

/** What is told of a job in the slots. */
export interface SlotNews<T> {
  readonly samplesDone: number;
  readonly spans: readonly SlotSpan[];
  /** The end's alone. */
  readonly answer?: T;
}

/** A stretch of time in which a slot computed, in milliseconds on the clock of `performance.now()`. */
export interface SlotSpan {
  /** The slot's number, from 0. */
  readonly slot: number;
  readonly samples: number;
  /** When the job asked for the slot. */
  readonly queued: number;
  /** When the slot's thread took it up. */
  readonly started: number;
  /** When it paused or left. */
  readonly ended: number;
}

/** How the process's slots are doing, and what they did so far: those of all its threads. Times are in milliseconds. */
export interface PoolStats {
  /** The most slots at once; 0 without the native engine. */
  readonly size: number;
  /** Slots in libuv's pool. */
  readonly busy: number;
  /** Jobs that wait for a slot. */
  readonly waiting: number;
  /** From when a job asked for a slot until a thread took it up. */
  readonly waited: Durations;
  /** From then until the slot paused, or left the job. */
  readonly ran: Durations;
}

/** The distribution of so many durations, in milliseconds; all 0 when there are none. */
export interface Durations {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Whole jobs that fill libuv's pool. */
interface Flood {
  sum(stream: Stream, range: Range): Promise<bigint>;
  cancel(): void;
}
