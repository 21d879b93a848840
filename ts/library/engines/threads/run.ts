import { OffloopError, type OffloopErrorCode } from '../../checks/errors.ts';
import { rowSize, type Stream } from '../../distributions/registry.ts';
import type { SampleArray } from '../../stream/arrays.ts';
import { BLOCK_SAMPLES, type Range } from '../../stream/stream.ts';
import { bufferOf, isShared, partOf, viewMaker } from '../../stream/views.ts';
import type { ChunkEvent, EngineName, News, Run, SlotOptions } from '../engine.ts';
import type { Failure, Part } from './messages.ts';

/** A share of a job that is given to a thread is at least so many blocks, unless no more is left. */
const LEAST_BLOCKS = 8;

/** How often what a thread that ended was computing is given to another. */
const MOST_RETRIES = 2;

/** What a run asks of the pool. */
export interface Pool {
  /** Gives it slots, as soon as there are some. */
  enter(run: ThreadRun<unknown>): void;
  /** Has its parts given back, and then settles it. */
  stop(run: ThreadRun<unknown>): void;
}

/** What is asked of threads: a sum, or an array's samples. */
export interface Request {
  readonly engine: EngineName;
  readonly stream: Stream;
  readonly range: Range;
  readonly array: SampleArray | undefined;
  readonly how: SlotOptions;
}

/** A job that threads compute: what is left of it, what is done, and who waits for news. */
export class ThreadRun<T> implements Run<T> {
  readonly #pool: Pool;
  readonly #request: Request;
  readonly #toAnswer: (units: bigint, array: SampleArray | undefined) => T;
  readonly #memory: Memory | undefined;
  /** Ranges of samples that no thread has. */
  #left: Range[];
  #out = 0;
  #done = 0;
  #units = 0n;
  #chunks: ChunkEvent[] = [];
  #retries = 0;
  #entered = false;
  #cancelled = false;
  /** The failure of the earliest samples. */
  #failure: { readonly start: number; readonly error: unknown } | undefined;
  /** Whether there is news that nobody has asked for. */
  #paused = false;
  #listener: { resolve(news: News<T>): void; reject(error: unknown): void } | undefined;
  /** When it began to wait for a slot. */
  queued = 0;

  constructor(pool: Pool, request: Request, toAnswer: (units: bigint, array: SampleArray | undefined) => T) {
    this.#pool = pool;
    this.#request = request;
    this.#toAnswer = toAnswer;
    this.#memory = request.array && new Memory(request.array, rowSize(request.stream));
    this.#left = request.range.samples > 0 ? [request.range] : [];
  }

  next(): Promise<News<T>> {
    return new Promise((resolve, reject) => {
      this.#listener = { resolve, reject };
      if (this.isOver || this.#paused) {
        this.settle();
        return;
      }
      if (!this.#entered || this.#request.how.waits) {
        this.#entered = true;
        this.#pool.enter(this);
      }
    });
  }

  cancel(): void {
    if (!this.isOver) {
      this.#cancelled = true;
      this.#left = [];
      this.#pool.stop(this);
    }
  }

  /** How many more threads it can use. */
  get wants(): number {
    const { concurrency, waits } = this.#request.how;
    if (this.#left.length === 0 || (waits && this.#listener === undefined)) {
      return 0;
    }
    // Memory that is not shared is one thread's.
    return Math.max(0, (this.#memory?.isWhole ? 1 : concurrency) - this.#out);
  }

  /** A part for a thread: of a long range a share, so that each thread has something to do until the end. */
  take(slots: number): Part {
    const [range, ...others] = this.#left as [Range, ...Range[]];
    const { engine, stream, how } = this.#request;
    const share = Math.ceil(range.samples / (2 * Math.min(slots, how.concurrency)));
    const blocks = Math.max(LEAST_BLOCKS, Math.ceil(share / BLOCK_SAMPLES));
    const whole = this.#memory?.isWhole === true || how.concurrency === 1;
    const samples = whole ? range.samples : Math.min(range.samples, blocks * BLOCK_SAMPLES);
    this.#left = samples === range.samples ? others : [behind(range, samples), ...others];
    this.#out += 1;
    const { start } = range;
    const array = this.#memory?.part(start - this.#request.range.start, samples);
    const { allotment, chunkBlocks, waits, pauses } = how;
    return { engine, stream, start, samples, array, allotment, blocks: chunkBlocks, once: waits, pauses };
  }

  /** Whether an array's memory is handed over to the thread that has it. */
  get handsOver(): boolean {
    return this.#memory?.isWhole === true;
  }

  /** A thread computed some samples of a part, and goes on. */
  pause(chunk: ChunkEvent): void {
    this.#note(chunk);
    this.#paused = true;
    this.settle();
  }

  /** A thread has given a part back, of which so many samples were done. */
  back(part: Part, done: number, chunk: ChunkEvent, units: bigint, array: SampleArray | undefined): void {
    this.#out -= 1;
    this.#units += units;
    this.#memory?.returned(array);
    this.#note(chunk);
    if (done < part.samples) {
      this.#putBack(behind(part, done));
    }
    this.#paused = this.#request.how.pauses;
  }

  /** A thread could not compute a part. */
  failed(part: Part, failure: Failure, array: SampleArray | undefined): void {
    this.#out -= 1;
    this.#memory?.returned(array);
    this.#fail(part.start, errorOf(failure));
  }

  /** A thread ended while it had a part, of which so many samples were told of. Another computes all of it again. */
  lost(part: Part, told: number, cause: unknown): void {
    this.#out -= 1;
    this.#done -= told;
    this.#retries += 1;
    if (this.handsOver || this.#retries > MOST_RETRIES) {
      const message = 'A worker thread that was computing this ended';
      this.#fail(0, new OffloopError<OffloopErrorCode>('OFFLOOP_WORKER_ENDED', message, { cause }));
    } else {
      this.#putBack(part);
    }
  }

  #fail(start: number, error: unknown): void {
    if (this.#failure === undefined || start < this.#failure.start) {
      this.#failure = { start, error };
    }
    // Only what is before it might fail earlier.
    this.#left = this.#left.filter((range) => range.start < start);
    this.#pool.stop(this);
  }

  #putBack({ start, samples }: Range): void {
    if (!this.#cancelled && (this.#failure === undefined || start < this.#failure.start)) {
      this.#left.unshift({ start, samples });
    }
  }

  #note(chunk: ChunkEvent): void {
    this.#done += chunk.samples;
    if (this.#request.how.chunks && chunk.samples > 0) {
      this.#chunks.push(chunk);
    }
  }

  /** Whether nothing of it is left. */
  get isOver(): boolean {
    const isEnded =
      this.#cancelled || this.#failure !== undefined || this.#done === this.#request.range.samples;
    return isEnded && this.#left.length === 0 && this.#out === 0;
  }

  /** Tells whoever listens, if there is news. */
  settle(): void {
    const listener = this.#listener;
    if (listener === undefined || !(this.isOver || this.#paused)) {
      return;
    }
    this.#listener = undefined;
    this.#paused = false;
    const chunks = this.#chunks;
    this.#chunks = [];
    if (!this.isOver) {
      // All of its samples are told of only at the end.
      const samplesDone = Math.min(this.#done, this.#request.range.samples - 1);
      listener.resolve({ samplesDone, chunks, answer: undefined });
    } else if (this.#failure !== undefined) {
      listener.reject(this.#failure.error);
    } else if (this.#cancelled) {
      listener.reject(new Error('it was cancelled'));
    } else {
      const answer = this.#toAnswer(this.#units, this.#memory?.array);
      listener.resolve({ samplesDone: this.#done, chunks, answer });
    }
  }
}

/** What is left of a range behind its first samples. */
function behind({ start, samples }: Range, done: number): Range {
  return { start: start + done, samples: samples - done };
}

function errorOf({ name, message, code }: Failure): Error {
  if (code !== undefined) {
    return new OffloopError(code, message);
  }
  return name === 'RangeError' ? new RangeError(message) : new Error(message);
}

/** An array that threads fill: in place if its memory is shared, else it moves to one and back. */
class Memory {
  readonly isWhole: boolean;
  readonly #size: number;
  readonly #viewOf: (memory: ArrayBuffer) => SampleArray;
  array: SampleArray;

  constructor(array: SampleArray, size: number) {
    this.array = array;
    this.#size = size;
    this.isWhole = !isShared(bufferOf.call(array) as ArrayBufferLike);
    this.#viewOf = viewMaker(array);
  }

  /** The place of some samples. */
  part(from: number, samples: number): SampleArray {
    return partOf(this.array, from * this.#size, samples * this.#size);
  }

  /** Memory that moved is back, in a part of the array. */
  returned(part: SampleArray | undefined): void {
    if (this.isWhole && part !== undefined) {
      this.array = this.#viewOf(bufferOf.call(part) as ArrayBuffer);
    }
  }
}
