import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type Total, toTotal } from '../library/jobs/total.ts';
import type { Compute, ServePlan } from '../service/serve-options.ts';
import { ComputeProcess, PING_EVERY } from './compute-process.ts';
import type { Report } from './compute-worker.ts';
import type { Entry } from './log.ts';

/** The most processes that compute for one server. */
export const MAX_WORKERS = 1024;

/** How many workers may be lost while computing one total before it fails. */
const MAX_TRIES = 3;

/** How long to wait, in milliseconds, after a worker that could not be started. */
const PAUSE = 1000;

/** A total that somebody waits for. */
interface WantedTotal {
  readonly stream: number;
  readonly resolve: (total: Total) => void;
  readonly reject: (error: Error) => void;
  tries: number;
}

/** A process that computes, and its totals by their streams, since no two connections have the same stream. */
interface Worker {
  readonly process: ComputeProcess;
  readonly wants: Map<number, WantedTotal>;
}

/**
 * Processes that compute a server's totals, while the server's own process has the clients. A total is a pure question,
 * so each gives the same answer: when one ends or gives no sign of life, others compute its totals, and it is replaced.
 */
export class ComputeWorkers {
  /** How many totals are computed at once: no more than the machine has cores, whatever the number of workers. */
  readonly #lanes: number;
  readonly #plan: ServePlan;
  readonly #log: (entry: Entry) => void;
  /** All workers, including those that are starting. */
  readonly #workers = new Set<Worker>();
  /** Workers that can take totals. */
  readonly #ready = new Set<Worker>();
  /** Totals for which there was no worker. */
  readonly #waiting = new Set<WantedTotal>();
  readonly #pinging: NodeJS.Timeout;
  #lost = 0;
  #closed = false;

  private constructor(count: number, plan: ServePlan, log: (entry: Entry) => void) {
    this.#lanes = Math.min(availableParallelism(), count * plan.lanes);
    this.#plan = plan;
    this.#log = log;
    this.#pinging = setInterval(() => {
      for (const { process } of this.#workers) {
        process.ping();
      }
    }, PING_EVERY);
    // However the server's process ends, if it still can do something: a stopped worker would outlive it.
    process.once('exit', () => this.kill());
  }

  /**
   * Starts so many workers, no more at a time than there are cores, and resolves when all are ready. Rejects if one
   * cannot be started.
   */
  static async start(count: number, plan: ServePlan, log: (entry: Entry) => void): Promise<ComputeWorkers> {
    const workers = new ComputeWorkers(count, plan, log);
    try {
      const places = Array(count).keys();
      await Promise.all(
        Array.from({ length: availableParallelism() }, async () => {
          for (const _ of places) {
            if (!workers.#closed) {
              await workers.#add();
            }
          }
        }),
      );
    } catch (error) {
      workers.close();
      throw error;
    }
    return workers;
  }

  /** How many workers there are now. */
  get size(): number {
    return this.#ready.size;
  }

  /** How many workers have been lost. */
  get lost(): number {
    return this.#lost;
  }

  /** The parts of a server's plan that differ with workers. */
  get overrides(): Pick<ServePlan, 'lanes' | 'compute'> {
    return { lanes: this.#lanes, compute: this.#compute };
  }

  readonly #compute: Compute = (stream, signal) =>
    new Promise((resolve, reject) => {
      const want: WantedTotal = { stream, resolve, reject, tries: 0 };
      signal.addEventListener('abort', () => {
        this.#forget(want);
        reject(signal.reason);
      });
      this.#give(want);
    });

  /** Ends them all: one that does not end within a moment is killed. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#pinging);
    for (const { process } of this.#workers) {
      process.end();
    }
  }

  /** Kills them all, now. */
  kill(): void {
    for (const { process } of this.#workers) {
      process.kill();
    }
  }

  /** Gives a total to the worker with the fewest. */
  #give(want: WantedTotal): void {
    const [worker] = [...this.#ready].sort((a, b) => a.wants.size - b.wants.size);
    if (worker === undefined) {
      this.#waiting.add(want);
    } else if (!worker.wants.has(want.stream)) {
      worker.wants.set(want.stream, want);
      worker.process.order({ stream: want.stream });
    }
  }

  /** Gives a worker's totals to others, unless that has been done: the first answer counts. */
  #giveToOthers({ wants }: Worker): void {
    const others = [...this.#workers].filter((other) => other.wants !== wants);
    for (const want of wants.values()) {
      if (!this.#waiting.has(want) && !others.some((other) => other.wants.has(want.stream))) {
        this.#give(want);
      }
    }
  }

  #forget(want: WantedTotal): void {
    this.#waiting.delete(want);
    for (const worker of this.#workers) {
      if (worker.wants.delete(want.stream)) {
        worker.process.order({ stream: want.stream, cancel: true });
      }
    }
  }

  /** Starts one more worker, and resolves when it is ready. */
  #add(): Promise<void> {
    return new Promise((resolve, reject) => {
      let started = false;
      const process = new ComputeProcess(this.#plan, {
        ready: () => {
          started = true;
          this.#ready.add(worker);
          this.#giveWaiting();
          resolve();
        },
        silent: () => {
          this.#ready.delete(worker);
          const { pid } = process;
          const totals = worker.wants.size;
          const line = `worker ${pid} gives no sign of life: others compute its ${totals} totals, too`;
          this.#log({ level: 'info', line, fields: { event: 'worker silent', worker: pid, totals } });
          this.#giveToOthers(worker);
        },
        report: (report) => this.#hear(worker, report),
        lost: (how) => {
          this.#workers.delete(worker);
          this.#ready.delete(worker);
          reject(new Error(`a worker process ${how} before it could compute`));
          if (started && !this.#closed) {
            this.#replace(worker, how);
          }
        },
      });
      const worker: Worker = { process, wants: new Map() };
      this.#workers.add(worker);
    });
  }

  #giveWaiting(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const want of waiting) {
      this.#give(want);
    }
  }

  #hear({ wants }: Worker, { stream, units, error }: Exclude<Report, string>): void {
    const want = wants.get(stream);
    if (want === undefined) {
      return;
    }
    wants.delete(stream);
    this.#forget(want);
    if (units === undefined) {
      want.reject(new Error(error));
    } else {
      want.resolve(toTotal({ ...this.#plan.job, stream }, BigInt(units)));
    }
  }

  /** A worker is lost: others compute its totals, and a new one takes its place. */
  async #replace(worker: Worker, how: string): Promise<void> {
    this.#lost++;
    const { pid } = worker.process;
    const totals = worker.wants.size;
    const line = `worker ${pid} ${how}: ${totals} totals are computed again, and it is replaced`;
    this.#log({ level: 'warn', line, fields: { event: 'worker lost', worker: pid, totals } });
    for (const want of worker.wants.values()) {
      if (++want.tries === MAX_TRIES) {
        worker.wants.delete(want.stream);
        this.#forget(want);
        want.reject(new Error(`${MAX_TRIES} worker processes were lost while computing it`));
      }
    }
    this.#giveToOthers(worker);
    while (!this.#closed) {
      try {
        return await this.#add();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.#log({ level: 'error', line: message, fields: { event: 'worker not started', err: error } });
        await delay(PAUSE, undefined, { ref: false });
      }
    }
  }
}
