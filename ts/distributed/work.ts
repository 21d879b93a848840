import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Job as QueueJob, Worker as QueueWorker } from 'bullmq';
import type { Redis } from 'ioredis';
import { onAbort } from '../library/platform/on-abort.ts';
import { computePart, type PartContext } from './compute-part.ts';
import { messageOf } from './errors.ts';
import { count, tell, type Untimed, type WorkEvent, type WorkStats } from './events.ts';
import { type MergeContext, mergeJob } from './merge.ts';
import { openQueue, workerOptions } from './queues.ts';
import { connect, isLoss, refusalOf, requireKeys, warningsOf } from './redis.ts';
import { untilAborted, within } from './waits.ts';
import { toWorkPlan, type WorkOptions, type WorkPlan } from './work-options.ts';
import { ANNOUNCED_EVERY, announce, measureSpeed, type WorkerInfo } from './workers.ts';

/** How long, in milliseconds, a closing worker waits for Redis to take back its parts and forget it. */
const FORGET_WITHIN = 3000;

/** How many jobs are handed out and merged at a time: this takes only requests to Redis. */
const MERGES = 4;

/**
 * Computes parts of the jobs that others submit, until it is closed. Any number of workers, on any machines, with any
 * engine and speed, may come and go; if a worker dies, another computes its part.
 *
 * @throws {TypeError | RangeError} for a bad option
 * @throws {OffloopError} `OFFLOOP_REDIS_UNAVAILABLE` or `OFFLOOP_REDIS_REFUSED`; if Redis is lost later, the worker
 * waits for it
 *
 * @example
 * const worker = await work({ redis: 'redis://127.0.0.1:6379' });
 * process.once('SIGTERM', () => worker.close());
 */
export async function work(options: WorkOptions): Promise<Worker> {
  const plan = await toWorkPlan(options);
  plan.run.signal?.throwIfAborted();
  let worker: Worker | undefined;
  const redis = await connect(plan.place, {
    lost: (why) => worker?.lost(why),
    back: () => worker?.back(),
  });
  worker = new Worker(redis, plan);
  const aborted = untilAborted(plan.run.signal);
  try {
    plan.run.signal?.throwIfAborted();
    await Promise.race([worker.begin(), aborted.promise]);
    return worker;
  } catch (error) {
    redis.disconnect();
    throw refusalOf(plan.place, error);
  } finally {
    aborted.ignore();
  }
}

/** A running worker, as returned by `work()`. */
export class Worker {
  /** The worker's name. */
  readonly id = randomUUID();
  /** What it has done so far. */
  readonly stats: Readonly<WorkStats>;
  /** Resolves when it has ended. */
  readonly closed: Promise<void>;
  readonly #counts: WorkStats;
  readonly #redis: Redis;
  readonly #plan: WorkPlan;
  readonly #info: WorkerInfo;
  readonly #merging: MergeContext;
  readonly #computing: PartContext;
  readonly #workers: QueueWorker[] = [];
  /** Aborts the current parts, which are then handed back. */
  readonly #stop = new AbortController();
  #announcing: NodeJS.Timeout | undefined;
  /** How many milliseconds this machine's clock is ahead of Redis's. */
  #ahead = 0;
  #closing = false;
  #ended: () => void = () => {};
  /** Stops listening to the caller's signal. */
  #ignore: () => void = () => {};

  /** @internal */
  constructor(redis: Redis, plan: WorkPlan) {
    const { names, run, output } = plan;
    this.stats = this.#counts = { done: 0, samples: 0, failed: 0, returned: 0, stalled: 0, merged: 0 };
    this.closed = new Promise((resolve) => {
      this.#ended = resolve;
    });
    this.#redis = redis;
    this.#plan = plan;
    const { name: engine, simd } = run.engine;
    const files = output !== undefined;
    this.#info = { engine, simd, concurrency: run.concurrency, files, perSecond: measureSpeed(run) };
    this.#merging = {
      redis,
      names,
      sums: openQueue(names.sums, redis, names),
      files: openQueue(names.files, redis, names),
    };
    this.#computing = {
      redis,
      names,
      run,
      worker: this.id,
      info: this.#info,
      stop: this.#stop.signal,
      now: () => Math.round(Date.now() - this.#ahead),
      report: this.#report,
    };
  }

  /** @internal */
  async begin(): Promise<void> {
    const { names, run, place, output } = this.#plan;
    await requireKeys(this.#redis, place, names);
    for (const why of await warningsOf(this.#redis)) {
      this.#report({ type: 'warning', why });
    }
    await this.#announce();
    this.#announcing = setInterval(() => {
      // Without Redis they would pile up; it is announced when that is back.
      if (this.#redis.status === 'ready') {
        this.#announce().catch(this.#trouble);
      }
    }, ANNOUNCED_EVERY * 1000);
    this.#listen(names.jobs, MERGES, async (job, token) => {
      const parts = await mergeJob(job, token, this.#merging);
      this.#report({ type: 'merged', job: job.id!, parts });
    });
    this.#listen(names.sums, 1, (job, token, signal) =>
      computePart(job, token, signal, undefined, this.#computing),
    );
    if (output !== undefined) {
      this.#listen(names.files, 1, (job, token, signal) =>
        computePart(job, token, signal, output, this.#computing),
      );
    }
    const { signal, engine, concurrency } = run;
    this.#ignore = onAbort(signal, () => this.close());
    if (signal?.aborted) {
      this.close();
    }
    this.#report({
      type: 'ready',
      id: this.id,
      redis: place.shown,
      engine: engine.name,
      simd: engine.simd,
      concurrency,
    });
  }

  /**
   * Takes no more parts, and resolves when the current ones are done, or handed back because the grace period is over.
   */
  close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#drain();
    }
    return this.closed;
  }

  /** Hands back the current parts, and ends. Can also follow `close()`, to stop waiting. */
  destroy(): Promise<void> {
    this.#stop.abort();
    return this.close();
  }

  /** @internal */
  lost(why: string): void {
    if (!this.#closing) {
      this.#report({ type: 'disconnected', why });
    }
  }

  /** @internal */
  back(): void {
    if (!this.#closing) {
      this.#report({ type: 'reconnected' });
      this.#announce().catch(this.#trouble);
    }
  }

  async #drain(): Promise<void> {
    this.#report({ type: 'closing' });
    clearInterval(this.#announcing);
    this.#ignore();
    const grace = setTimeout(() => this.#stop.abort(), this.#plan.grace);
    const ended = Promise.all(this.#workers.map((worker) => worker.close())).catch(() => {});
    const { signal } = this.#stop;
    if (!signal.aborted) {
      await Promise.race([ended, once(signal, 'abort')]);
    }
    clearTimeout(grace);
    // Without Redis nothing can be handed back: the parts' locks will expire.
    await within(
      FORGET_WITHIN,
      ended.then(() => this.#forget()),
    );
    this.#redis.disconnect();
    // Whatever waits for Redis fails now.
    await within(FORGET_WITHIN, ended);
    this.#report({ type: 'closed' });
    this.#ended();
  }

  async #forget(): Promise<void> {
    await this.#redis.hdel(this.#plan.names.workers, this.id);
    await Promise.all([this.#merging.sums.close(), this.#merging.files.close()]);
  }

  #listen(
    queue: string,
    concurrency: number,
    process: (job: QueueJob, token: string, signal: AbortSignal | undefined) => Promise<unknown>,
  ): void {
    const worker = new QueueWorker(
      queue,
      // BullMQ passes a signal to functions with three parameters.
      (job, token, signal) => process(job, token!, signal),
      workerOptions(this.#redis, this.#plan.names, concurrency),
    );
    worker.on('error', this.#trouble);
    worker.on('stalled', (part) => this.#report({ type: 'stalled', part }));
    worker.on('failed', (job, { message }) =>
      this.#report({ type: 'failed', part: job?.id ?? 'unknown', why: message }),
    );
    this.#workers.push(worker);
  }

  /**
   * What a queue could not do while Redis is connected, for example because its memory is full. The connection reports
   * its own loss.
   */
  readonly #trouble = (error: Error): void => {
    if (!this.#closing && !isLoss(error)) {
      this.#report({ type: 'warning', why: messageOf(error) });
    }
  };

  async #announce(): Promise<void> {
    this.#ahead = await announce(this.#redis, this.#plan.names, this.id, this.#info);
  }

  readonly #report = (event: Untimed): void => {
    count(this.#counts, event);
    tell(this.#plan.onEvent, { ...event, at: performance.now() } as WorkEvent);
  };
}
