import { randomUUID } from 'node:crypto';
import { type Job as QueueJob, Worker as QueueWorker, UnrecoverableError, WaitingError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Plan } from '../run/options.ts';
import { sumJob } from '../run/sum.ts';
import type { PartAnswer, PartReturn } from './answers.ts';
import { ANNOUNCED_EVERY, announce, type Member, probe } from './crew.ts';
import { messageOf } from './errors.ts';
import { type PartName, tell, type Untimed, type WorkEvent, type WorkStats } from './events.ts';
import { writePart } from './files.ts';
import { CANCELLED, type Desk, mergeJob } from './merge.ts';
import { openQueue, workerOptions } from './queues.ts';
import { connect, warningsOf } from './redis.ts';
import { type Task, toPartTask } from './task.ts';
import { toWorkPlan, type WorkOptions, type WorkPlan } from './work-options.ts';

/** Jobs that are handed out and merged at a time: they only ask Redis. */
const MERGES = 4;

/** How often, in milliseconds, a part looks whether its job was cancelled. */
const LOOKS_EVERY = 1000;

/**
 * Computes parts of the jobs that others submit, until it is closed. Any number of workers, on any machines, with any engine and
 * speed, may come and go; a part whose worker dies is computed by another.
 *
 * @throws {TypeError | RangeError} for a bad option
 * @throws {OffloopError} `OFFLOOP_REDIS_UNAVAILABLE` or `OFFLOOP_REDIS_REFUSED`; a Redis that is lost later is waited for
 *
 * @example
 * const worker = await work({ redis: 'redis://127.0.0.1:6379' });
 * process.once('SIGTERM', () => worker.close());
 */
export async function work(options: WorkOptions): Promise<Worker> {
  const plan = await toWorkPlan(options);
  plan.run.signal?.throwIfAborted();
  let lost: (error: Error) => void = () => {};
  const redis = await connect(plan.place, (error) => lost(error));
  const worker = new Worker(redis, plan);
  lost = worker.disconnected;
  await worker.begin();
  return worker;
}

/** A worker that has begun, as `work()` gives it. */
export class Worker {
  /** Its name among the workers. */
  readonly id = randomUUID();
  /** What it did so far. */
  readonly stats: Readonly<WorkStats>;
  /** Resolves when it has ended. */
  readonly closed: Promise<void>;
  readonly #counts: WorkStats;
  readonly #redis: Redis;
  readonly #plan: WorkPlan;
  readonly #desk: Desk;
  readonly #member: Member;
  readonly #workers: QueueWorker[] = [];
  /** Aborts what is being computed, to be handed back. */
  readonly #stop = new AbortController();
  #announcing: NodeJS.Timeout | undefined;
  /** How many milliseconds this machine's clock is before that of Redis. */
  #ahead = 0;
  #closing = false;
  #connected = true;
  #ended: () => void = () => {};

  /** @internal */
  constructor(redis: Redis, plan: WorkPlan) {
    const { names, run } = plan;
    this.stats = this.#counts = { done: 0, samples: 0, failed: 0, returned: 0, stalled: 0, merged: 0 };
    this.closed = new Promise((resolve) => {
      this.#ended = resolve;
    });
    this.#redis = redis;
    this.#plan = plan;
    this.#desk = {
      redis,
      names,
      sums: openQueue(names.sums, redis, names),
      files: openQueue(names.files, redis, names),
    };
    const { name: engine, simd } = run.engine;
    this.#member = { engine, simd, concurrency: run.concurrency, perSecond: probe(run) };
  }

  /** @internal */
  async begin(): Promise<void> {
    const { names, run, place, output } = this.#plan;
    for (const why of await warningsOf(this.#redis)) {
      this.#report({ type: 'warning', why });
    }
    await this.#announce();
    this.#announcing = setInterval(
      () => this.#announce().catch((error) => this.disconnected(error)),
      ANNOUNCED_EVERY * 1000,
    );
    this.#listen(names.jobs, MERGES, async (job, token) => {
      const parts = await mergeJob(job, token, this.#desk);
      this.#counts.merged++;
      this.#report({ type: 'merged', job: job.id!, parts });
    });
    this.#listen(names.sums, 1, (job, token, signal) =>
      this.#computePart(job, token, signal, false, async ({ job: part }, plan) => {
        return (await sumJob(part, plan)).toJSON();
      }),
    );
    if (output !== undefined) {
      this.#listen(names.files, 1, (job, token, signal) =>
        this.#computePart(job, token, signal, true, (part, plan) => writePart(part, output, plan)),
      );
    }
    const { signal, engine, concurrency } = run;
    if (signal?.aborted) {
      this.close();
    }
    signal?.addEventListener('abort', () => this.close(), { once: true });
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
   * Takes no more parts, and resolves when those at hand are done, or handed back when the grace period is over.
   */
  close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#drain();
    }
    return this.closed;
  }

  /** Hands back what is being computed, and ends. Also after `close()`, to wait no longer. */
  destroy(): Promise<void> {
    this.#stop.abort();
    return this.close();
  }

  /** @internal */
  readonly disconnected = (error: Error): void => {
    if (this.#connected && !this.#closing) {
      this.#connected = false;
      this.#redis.once('ready', () => {
        this.#connected = true;
        this.#report({ type: 'reconnected' });
        this.#announce().catch(() => {});
      });
      this.#report({ type: 'disconnected', why: messageOf(error) });
    }
  };

  async #drain(): Promise<void> {
    this.#report({ type: 'closing' });
    clearInterval(this.#announcing);
    const grace = setTimeout(() => this.#stop.abort(), this.#plan.grace);
    // Where Redis is gone, nothing can be handed back: it is noticed there that this worker is gone, too.
    const late = AbortSignal.timeout(this.#plan.grace + 5000);
    const gaveUp = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
    await Promise.race([this.#leave(), gaveUp]).catch(() => {});
    clearTimeout(grace);
    this.#redis.disconnect();
    this.#report({ type: 'closed' });
    this.#ended();
  }

  async #leave(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
    await this.#redis.hdel(this.#plan.names.crew, this.id);
    await Promise.all([this.#desk.sums.close(), this.#desk.files.close()]);
  }

  #listen(
    queue: string,
    concurrency: number,
    process: (job: QueueJob, token: string, signal: AbortSignal | undefined) => Promise<unknown>,
  ): void {
    const worker = new QueueWorker(
      queue,
      // BullMQ gives a signal to what has three parameters.
      (job, token, signal) => process(job, token!, signal),
      workerOptions(this.#redis, this.#plan.names, concurrency),
    );
    worker.on('error', this.disconnected);
    worker.on('stalled', (part) => {
      this.#counts.stalled++;
      this.#report({ type: 'stalled', part });
    });
    worker.on('failed', (job, { message }) => {
      this.#counts.failed++;
      this.#report({ type: 'failed', part: job?.id ?? 'unknown', why: message });
    });
    this.#workers.push(worker);
  }

  async #computePart(
    job: QueueJob,
    token: string,
    lockLost: AbortSignal | undefined,
    files: boolean,
    compute: (part: Task, plan: Plan) => Promise<PartAnswer>,
  ): Promise<PartReturn> {
    const part = checkPart(job.data, files);
    const { distribution, start, samples } = part.job;
    const name: PartName = { part: job.id!, distribution, start, samples };
    const cancelled = await this.#watch(job);
    const at = Math.round(Date.now() - this.#ahead);
    const began = performance.now();
    this.#report({ type: 'started', ...name });
    try {
      const signals = [this.#stop.signal, cancelled.signal, ...(lockLost ? [lockLost] : [])];
      const answer = await compute(part, { ...this.#plan.run, signal: AbortSignal.any(signals) });
      const took = performance.now() - began;
      this.#counts.done++;
      this.#counts.samples += samples;
      if (!files && took >= 100) {
        this.#member.perSecond[distribution] = (samples / took) * 1000;
      }
      this.#report({ type: 'done', ...name, took });
      const { name: engine } = this.#plan.run.engine;
      return { answer, by: { worker: this.id, engine, began: at, took: Math.round(took) } };
    } catch (error) {
      if (cancelled.signal.aborted) {
        throw new UnrecoverableError(CANCELLED);
      }
      if (this.#stop.signal.aborted) {
        await job.moveToWait(token);
        this.#counts.returned++;
        this.#report({ type: 'returned', ...name });
        throw new WaitingError();
      }
      throw error;
    } finally {
      cancelled.end();
    }
  }

  /** A signal that aborts when the job of which this is a part is given up. */
  async #watch(part: QueueJob): Promise<{ signal: AbortSignal; end: () => void }> {
    const controller = new AbortController();
    const id = part.parent?.id;
    if (id === undefined) {
      return { signal: controller.signal, end() {} };
    }
    const look = async (): Promise<void> => {
      if (await this.#redis.exists(this.#plan.names.cancelled(id))) {
        controller.abort();
      }
    };
    await look();
    const timer = setInterval(() => look().catch(() => {}), LOOKS_EVERY);
    return { signal: controller.signal, end: () => clearInterval(timer) };
  }

  async #announce(): Promise<void> {
    this.#ahead = await announce(this.#redis, this.#plan.names, this.id, this.#member);
  }

  readonly #report = (event: Untimed): void => {
    tell(this.#plan.onEvent, { ...event, at: performance.now() } as WorkEvent);
  };
}

/** What is wrong with a part in the queue is wrong with it for ever: it is not tried again. */
function checkPart(data: unknown, files: boolean): Task {
  try {
    const part = toPartTask(data);
    if ((part.files !== undefined) !== files) {
      throw new TypeError(
        files ? 'a part of this queue must name a format and a folder' : 'a sum has no format',
      );
    }
    return part;
  } catch (error) {
    throw new UnrecoverableError(messageOf(error));
  }
}
