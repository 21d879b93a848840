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

/** How often a total is given to another worker when one has ended over it. */
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

/** A process that computes, and what it has to: by their streams, since no two connections have the same. */
interface Worker {
  readonly process: ChildProcess;
  readonly wants: Map<number, Want>;
}

/**
 * Processes that compute a server's totals, while the server's own has the clients. A total is a pure question, to which
 * each of them has the same answer: when one ends, others compute what it had to, and it is replaced.
 */
export class ComputeWorkers {
  /** How many totals are computed at once: no more than the machine has cores, whatever the number of workers. */
  readonly #lanes: number;
  readonly #plan: ServePlan;
  readonly #log: (entry: Entry) => void;
  readonly #processes = new Set<ChildProcess>();
  /** Those that can be given something to compute. */
  readonly #ready = new Set<Worker>();
  /** What there was no worker for. */
  readonly #waiting = new Set<Want>();
  #lost = 0;
  #closed = false;

  private constructor(count: number, plan: ServePlan, log: (entry: Entry) => void) {
    this.#lanes = Math.min(availableParallelism(), count * plan.lanes);
    this.#plan = plan;
    this.#log = log;
  }

  /** Starts so many, and resolves when all are there. Rejects when one cannot be started. */
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

  /** How many are there now. */
  get size(): number {
    return this.#ready.size;
  }

  /** How many have ended before they were told to. */
  get lost(): number {
    return this.#lost;
  }

  /** What of a server's plan is otherwise with workers. */
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

  /** Hands a total to whoever has least to do. */
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

  /** Starts one more, and resolves when it is there. */
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

  /** A worker has ended: others compute what it had to, and a new one takes its place. */
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
    job: { ...job, seed: String(job.seed) },
    run: { engine: engine.name, mode, allotment, concurrency },
  };
  return fork(file, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** What does not reach a worker, since it has ended, is given to another when its end is heard of. */
function send({ process: child }: Worker, order: Order): void {
  child.send(order, () => {});
}
