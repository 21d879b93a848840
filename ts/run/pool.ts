import { availableParallelism } from 'node:os';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** How the process-wide pool is doing, and what its chunks took so far. Times are in milliseconds. */
export interface PoolStats {
  /** Slots of libuv's thread pool that the process gives to chunks. */
  readonly size: number;
  /** Slots in use. */
  readonly busy: number;
  /** Who waits for a slot: as many as chunks of different jobs. */
  readonly waiting: number;
  /** From asking for a slot, or from when the slot was free again, until a thread took the chunk up. */
  readonly waited: Durations;
  /** From then until it was computed. */
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

/** What `poolStats` gives: how many chunks there were, how long they waited and how long they ran. */
export function poolStats(): PoolStats {
  return pool.stats();
}

/** Gives a slot to whoever waits for it. */
type Turn = (slot: number) => void;

/**
 * The slots of libuv's thread pool that this process gives to chunks: at most `size` are computed at once,
 * whoever asked, so that file reads, name look-ups and the rest of Node keep a thread of their own.
 * First come, first served: who gives a slot back and wants one again queues behind those who wait.
 */
class Pool {
  readonly size: number;
  /** The numbers of the slots that nobody uses, the lowest last. */
  readonly #free: number[];
  readonly #waiting = new Set<Turn>();
  readonly #waited = new Distribution();
  readonly #ran = new Distribution();

  constructor(size: number) {
    this.size = size;
    this.#free = Array.from({ length: size }, (_, n) => size - 1 - n);
  }

  stats(): PoolStats {
    return {
      size: this.size,
      busy: this.size - this.#free.length,
      waiting: this.#waiting.size,
      waited: this.#waited.durations(),
      ran: this.#ran.durations(),
    };
  }

  /** Notes how long a chunk waited for its thread and how long it ran, in milliseconds. */
  note(waited: number, ran: number): void {
    this.#waited.record(waited);
    this.#ran.record(ran);
  }

  /** Whether somebody waits for a slot. */
  get contended(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes a slot, a number from 0, if one is free. Then nobody waits for one. */
  take(): number | undefined {
    return this.#free.pop();
  }

  /** Waits for a slot. Rejects with the signal's reason if it aborts first. */
  wait(signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      const turn = (slot: number): void => {
        signal.removeEventListener('abort', leave);
        resolve(slot);
      };
      const leave = (): void => {
        this.#waiting.delete(turn);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(turn);
    });
  }

  /** Gives a slot back. */
  release(slot: number): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free.push(slot);
      return;
    }
    // The slot passes on, so it stays busy.
    this.#waiting.delete(next);
    next(slot);
  }
}

const NS_PER_MS = 1e6;

/** The longest duration that is told apart: 1,000 seconds, in nanoseconds. */
const LONGEST = 1e12;

/** A histogram of durations, kept to two significant digits. It takes its memory when the first one comes. */
class Distribution {
  #histogram: RecordableHistogram | undefined;

  record(milliseconds: number): void {
    this.#histogram ??= createHistogram({ lowest: 1, highest: LONGEST, figures: 2 });
    this.#histogram.record(Math.min(Math.max(1, Math.round(milliseconds * NS_PER_MS)), LONGEST));
  }

  durations(): Durations {
    const histogram = this.#histogram;
    if (histogram === undefined) {
      return { count: 0, min: 0, mean: 0, p50: 0, p99: 0, max: 0 };
    }
    const { count, min, mean, max } = histogram;
    return {
      count,
      min: min / NS_PER_MS,
      mean: mean / NS_PER_MS,
      p50: histogram.percentile(50) / NS_PER_MS,
      p99: histogram.percentile(99) / NS_PER_MS,
      max: max / NS_PER_MS,
    };
  }
}

/** libuv's own rule: 4 threads, or UV_THREADPOOL_SIZE from 1 to 1,024. */
export function poolThreads(): number {
  const asked = Number.parseInt(process.env.UV_THREADPOOL_SIZE ?? '', 10);
  return Number.isNaN(asked) ? 4 : Math.min(Math.max(asked, 1), 1024);
}

/** The process's slots: `min(cores, pool size - 1)`, and at least one. */
export const pool = new Pool(Math.max(1, Math.min(availableParallelism(), poolThreads() - 1)));
