import { availableParallelism } from 'node:os';

/** Runs a slot's work, or leaves the queue when the signal aborts first. */
type Turn = () => void;

/**
 * The slots of libuv's thread pool that this process gives to chunks: at most `size` are in flight at
 * once, whoever asked, so that file reads, name look-ups and the rest of Node keep a thread of their own.
 * First come, first served: a job's next chunk queues behind the other jobs' chunks.
 */
class Pool {
  readonly size: number;
  #busy = 0;
  readonly #waiting = new Set<Turn>();

  constructor(size: number) {
    this.size = size;
  }

  /** Slots in use. */
  get busy(): number {
    return this.#busy;
  }

  /** Waits for a slot, works in it and gives it back. Rejects with the signal's reason if it aborts while waiting. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#busy < this.size) {
      this.#busy++;
    } else {
      await this.#turn(signal);
    }
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.delete(turn);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(turn);
    });
  }

  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#busy--;
      return;
    }
    // The slot passes on, so it stays busy.
    this.#waiting.delete(next);
    next();
  }
}

/** libuv's own rule: 4 threads, or UV_THREADPOOL_SIZE from 1 to 1,024. */
function poolThreads(): number {
  const asked = Number.parseInt(process.env.UV_THREADPOOL_SIZE ?? '', 10);
  return Number.isNaN(asked) ? 4 : Math.min(Math.max(asked, 1), 1024);
}

/** The process's slots: `min(cores, pool size - 1)`, and at least one. */
export const pool = new Pool(Math.max(1, Math.min(availableParallelism(), poolThreads() - 1)));
