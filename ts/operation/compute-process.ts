import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServePlan } from '../service/serve-options.ts';
import type { ComputeTask, Order, Report } from './compute-worker.ts';

/** How often a process is asked for a sign of life, in milliseconds. */
export const PING_EVERY = 1000;

/**
 * How many pings in a row may be unanswered before a process is suspected, and before it is given up; and while it starts.
 * These are pings, not seconds, because they stop when the server or the whole machine does, and between two of them the
 * server reads all that came.
 */
const MOST = { suspected: 3, silent: 10, starting: 60 };

/** How long a process may take to end by itself, in milliseconds. */
const END_WITHIN = 1000;

/** Gets the news of a process. */
export interface ProcessListener {
  /** It can compute, for the first time or again. */
  ready(): void;
  /** It gives no sign of life. It may only be slow: nothing that it was asked is cancelled. */
  silent(): void;
  report(report: Exclude<Report, string>): void;
  /** It ended, or gives no sign of life and is killed: nothing more is heard of it. Called once. */
  lost(how: string): void;
}

/**
 * A process that computes totals for a server. Its event loop is free while it computes, so it answers within a moment,
 * however long a total takes, unless it is stopped or stuck.
 */
export class ComputeProcess {
  readonly #child: ChildProcess;
  readonly #listener: ProcessListener;
  #started = false;
  #lost = false;
  /** Pings since it was last heard of. */
  #unanswered = 0;

  constructor(plan: ServePlan, listener: ProcessListener) {
    this.#listener = listener;
    this.#child = start(plan);
    this.#child.on('message', (report: Report) => this.#hear(report));
    this.#child.on('error', (error) => {
      // Afterwards it only means that something could not be sent, or that it could not be killed.
      if (this.pid === undefined) {
        this.#lose(`could not be started (${error.message})`);
      }
    });
    this.#child.once('exit', (code, signal) =>
      this.#lose(signal === null ? `ended with exit code ${code}` : `ended by ${signal}`),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** An order that does not reach it because it has ended is given to another when that is noticed. */
  order(order: Order): void {
    this.#child.send(order, () => {});
  }

  /** Asks for a sign of life, or gives it up if it has given none for too long. To be called every `PING_EVERY`. */
  ping(): void {
    const most = this.#started ? MOST.silent : MOST.starting;
    if (this.#unanswered === most) {
      this.kill();
      this.#lose(`gave no sign of life for ${(most * PING_EVERY) / 1000} seconds`);
      return;
    }
    this.#unanswered++;
    if (this.#started) {
      this.order('ping');
      if (this.#unanswered === MOST.suspected) {
        this.#listener.silent();
      }
    }
  }

  /** Lets it end, or kills it if it does not. */
  end(): void {
    if (this.#child.connected) {
      this.#child.disconnect();
    }
    const timer = setTimeout(() => this.kill(), END_WITHIN);
    this.#child.once('exit', () => clearTimeout(timer));
  }

  /** Ends it now, even if it is stopped. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #hear(report: Report): void {
    if (this.#lost) {
      return;
    }
    const wasSilent = this.#unanswered >= MOST.suspected;
    this.#unanswered = 0;
    if (report === 'ready') {
      this.#started = true;
      this.#listener.ready();
      return;
    }
    if (report !== 'alive') {
      this.#listener.report(report);
    }
    if (wasSilent) {
      this.#listener.ready();
    }
  }

  #lose(how: string): void {
    if (!this.#lost) {
      this.#lost = true;
      this.#listener.lost(how);
    }
  }
}

function start({ job, run }: ServePlan): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = fileURLToPath(new URL(`./compute-worker.${extension}`, import.meta.url));
  const { engine, mode, allotment, concurrency } = run;
  const task: ComputeTask = {
    job: { distribution: job.distribution, samples: job.samples, start: job.start, seed: String(job.seed) },
    run: { engine: engine.name, mode, allotment, concurrency },
  };
  return fork(file, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}
