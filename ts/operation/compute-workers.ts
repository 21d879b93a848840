import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Compute, ServePlan } from '../service/serve-options.ts';
import { type Total, toTotal } from '../total.ts';
import type { Order, Report, Task } from './compute-worker.ts';
import type { Entry } from './log.ts';

/** The most processes that compute for one server. */
export const MAX_WORKERS = 1024;

/** How many workers may end while computing one total before it fails. */
const MAX_TRIES = 3;

/** How long to wait, in milliseconds, after a worker that could not be started. */
const PAUSE = 1000;

/** A total that somebody waits for. */
interface Want {
  readonly stream: number;
  readonly resolve: (total: Total) => void;
  readonly reject: (error: Error) => void;
  tries: number;
}

/** A process that computes, and its totals by their streams, since no two connections have the same stream. */
interface Worker {
  readonly process: ChildProcess;
  readonly wants: Map<number, Want>;
}

/**
 * Processes that compute a server's totals, while the server's own process has the clients. A total is a pure question,
 * so each gives the same answer: when one ends, others compute its totals, and it is replaced.
 */
export class ComputeWorkers {
  /** How many totals are computed at once: no more than the machine has cores, whatever the number of workers. */
  readonly #lanes: number;
  readonly #plan: ServePlan;
  readonly #log: (entry: Entry) => void;
  readonly #processes = new Set<ChildProcess>();
  /** Workers that can take totals. */
  readonly #ready = new Set<Worker>();
  /** Totals for which there was no worker. */
  readonly #waiting = new Set<Want>();
  #lost = 0;
  #closed = false;

  private constructor(count: number, plan: ServePlan, log: (entry: Entry) => void) {
    this.#lanes = Math.min(availableParallelism(), count * plan.lanes);
    this.#plan = plan;
    this.#log = log;
  }

  /** Starts so many workers, and resolves when all are ready. Rejects if one cannot be started. */
  static async start(count: number, plan: ServePlan, log: (entry: Entry) => void): Promise<ComputeWorkers> {
    const workers = new ComputeWorkers(count, plan, log);
    try {
      await Promise.all(Array.from({ length: count }, () => workers.#add()));
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

  /** How many workers have ended by themselves. */
  get lost(): number {
    return this.#lost;
  }

  /** The parts of a server's plan that differ with workers. */
  get instead(): Pick<ServePlan, 'lanes' | 'compute'> {
    return { lanes: this.#lanes, compute: this.#compute };
  }

  readonly #compute: Compute = (stream, signal) =>
    new Promise((resolve, reject) => {
      const want: Want = { stream, resolve, reject, tries: 0 };
      signal.addEventListener('abort', () => {
        this.#forget(want);
        reject(signal.reason);
      });
      this.#give(want);
    });

  /** Ends them all, now. */
  close(): void {
    this.#closed = true;
    for (const child of this.#processes) {
      if (child.connected) {
        child.disconnect();
      }
    }
  }

  /** Gives a total to the worker with the fewest. */
  #give(want: Want): void {
    const [worker] = [...this.#ready].sort((a, b) => a.wants.size - b.wants.size);
    if (worker === undefined) {
      this.#waiting.add(want);
    } else {
      worker.wants.set(want.stream, want);
      send(worker, { stream: want.stream });
    }
  }

  #forget(want: Want): void {
    this.#waiting.delete(want);
    for (const worker of this.#ready) {
      if (worker.wants.delete(want.stream)) {
        send(worker, { stream: want.stream, cancel: true });
      }
    }
  }

  /** Starts one more worker, and resolves when it is ready. */
  async #add(): Promise<void> {
    const child = start(this.#plan);
    this.#processes.add(child);
    const worker: Worker = { process: child, wants: new Map() };
    await new Promise<void>((resolve, reject) => {
      child.on('message', (report: Report) => {
        if (report === 'ready') {
          this.#ready.add(worker);
          resolve();
        } else {
          this.#hear(worker, report);
        }
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        this.#processes.delete(child);
        const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
        reject(new Error(`a worker process ended ${how} before it could compute`));
        if (this.#ready.delete(worker) && !this.#closed) {
          this.#replace(worker, how);
        }
      });
    });
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const want of waiting) {
      this.#give(want);
    }
  }

  #hear({ wants }: Worker, { stream, units, error }: Exclude<Report, 'ready'>): void {
    const want = wants.get(stream);
    wants.delete(stream);
    if (units === undefined) {
      want?.reject(new Error(error));
    } else {
      want?.resolve(toTotal({ ...this.#plan.job, stream }, BigInt(units)));
    }
  }

  /** A worker has ended: others compute its totals, and a new one takes its place. */
  async #replace({ process: { pid }, wants }: Worker, how: string): Promise<void> {
    this.#lost++;
    const line = `worker ${pid} ended ${how}: ${wants.size} totals are computed again, and it is replaced`;
    this.#log({ level: 'warn', line, fields: { event: 'worker lost', worker: pid, totals: wants.size } });
    for (const want of wants.values()) {
      if (++want.tries < MAX_TRIES) {
        this.#give(want);
      } else {
        want.reject(new Error(`${MAX_TRIES} worker processes ended while computing it`));
      }
    }
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

function start({ job, run }: ServePlan): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = fileURLToPath(new URL(`./compute-worker.${extension}`, import.meta.url));
  const { engine, mode, allotment, concurrency } = run;
  const task: Task = {
    job: { distribution: job.distribution, samples: job.samples, start: job.start, seed: String(job.seed) },
    run: { engine: engine.name, mode, allotment, concurrency },
  };
  return fork(file, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** Orders that do not reach a worker because it has ended go to another when its end is noticed. */
function send({ process: child }: Worker, order: Order): void {
  child.send(order, () => {});
}
