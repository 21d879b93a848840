import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Queue, Job as QueueJob } from 'bullmq';
import type { Redis } from 'ioredis';
import { onAbort } from '../run/on-abort.ts';
import { readAnswer, readRecords } from './answers.ts';
import { CANCELLED, cancel } from './cancel.ts';
import { crewOf } from './crew.ts';
import { distributedError } from './errors.ts';
import { tell } from './events.ts';
import { idOf } from './names.ts';
import { JOB_OPTIONS, openQueue } from './queues.ts';
import { connect, refusalOf, warningsOf } from './redis.ts';
import type { SubmitPlan } from './submit-options.ts';
import { type MergeData, type Task, taskJSON } from './task.ts';

/** The time between two looks at Redis, in milliseconds: short at first, so that small jobs do not wait. */
const LOOKS = { first: 20, most: 500 } as const;

/** A waiter that has not looked for this long, in milliseconds, no longer counts. */
const WAITS = 10_000;

/** How often a job that disappears without an answer is submitted again. */
const MOST_LOST = 5;

/** How long cancelling a job may take, in milliseconds. */
const GIVING_UP = 3000;

/** What is asked, and how to recognize its answer. */
export interface Question<T> {
  readonly task: Task;
  /** Samples per part, if already known. */
  readonly partSamples?: number;
  /** Whether a stored answer may be used. */
  readonly cached: boolean;
  /** The answer in what Redis has, or undefined if it is not one. */
  readonly read: (answer: Partial<Record<'total' | 'files', unknown>>) => T | undefined;
}

/** Submits a job, or joins those who have, and resolves with its answer. */
export async function ask<T>(question: Question<T>, plan: SubmitPlan): Promise<T> {
  const { names, place, signal, onWarning } = plan;
  signal?.throwIfAborted();
  const redis = await connect(place, {
    lost: (why) => tell(onWarning, `Redis at ${place.shown} is lost (${why}): waiting for it`),
  });
  const queue = openQueue(names.jobs, redis, names);
  const waiter = new Waiter(question, plan, redis, queue);
  let ignore = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    ignore = onAbort(signal, () => reject(signal?.reason));
  });
  aborted.catch(() => {});
  try {
    signal?.throwIfAborted();
    for (const why of await warningsOf(redis)) {
      tell(onWarning, why);
    }
    return await Promise.race([waiter.answer(), aborted]);
  } catch (error) {
    throw refusalOf(place, error);
  } finally {
    ignore();
    await Promise.race([waiter.leave(), delay(GIVING_UP)]).catch(() => {});
    await queue.close().catch(() => {});
    redis.disconnect();
  }
}

/** One who waits for a job's answer. */
class Waiter<T> {
  readonly #question: Question<T>;
  readonly #plan: SubmitPlan;
  readonly #redis: Redis;
  readonly #queue: Queue;
  readonly #name = randomUUID();
  readonly #id: string;
  readonly #began = performance.now();
  #left = false;
  #workers: number | undefined;
  #countedAt = 0;

  constructor(question: Question<T>, plan: SubmitPlan, redis: Redis, queue: Queue) {
    this.#question = question;
    this.#plan = plan;
    this.#redis = redis;
    this.#queue = queue;
    this.#id = idOf(taskJSON(question.task));
  }

  async answer(): Promise<T> {
    const { names, onParts } = this.#plan;
    await this.#enter();
    let lost = 0;
    for (let wait: number = LOOKS.first; ; wait = Math.min(wait * 1.5, LOOKS.most)) {
      // In this order: a job disappears only after its answer is stored.
      const job = await QueueJob.fromId(this.#queue, this.#id);
      const said = readAnswer(await this.#redis.get(names.answer(this.#id)));
      const answer = said && this.#question.read(said);
      if (answer !== undefined) {
        this.#tell(this.#question.task.job.samples, 0);
        tell(onParts, readRecords(said?.parts));
        return answer;
      }
      if (typeof said?.failure === 'string' && said.failure !== CANCELLED) {
        throw distributedError('OFFLOOP_PART_FAILED', `The job failed: ${said.failure}`);
      }
      if (this.#left) {
        throw new Error('nobody is waiting any more');
      }
      if (job !== undefined) {
        await this.#progress(job);
      } else if (lost++ < MOST_LOST) {
        await this.#add();
      } else {
        throw distributedError(
          'OFFLOOP_JOB_LOST',
          `The job was lost ${MOST_LOST} times: it left the queue without an answer`,
        );
      }
      await this.#redis.zadd(names.waiters(this.#id), Date.now(), this.#name);
      await this.#redis.pexpire(names.waiters(this.#id), 6 * WAITS);
      await delay(wait);
    }
  }

  /** Removes what earlier calls left: a failure, so that the job is tried again, and a cancellation. */
  async #enter(): Promise<void> {
    const { names } = this.#plan;
    await this.#redis.del(names.cancelled(this.#id));
    const said = readAnswer(await this.#redis.get(names.answer(this.#id)));
    if (said !== undefined && (!this.#question.cached || this.#question.read(said) === undefined)) {
      await this.#redis.del(names.answer(this.#id));
    }
  }

  async #add(): Promise<void> {
    const { parts, ttl } = this.#plan;
    const { task, partSamples } = this.#question;
    const data: MergeData = {
      task: taskJSON(task),
      ttl,
      ...(parts !== undefined && { parts }),
      ...(partSamples !== undefined && { partSamples }),
    };
    await this.#queue.add('job', data, { ...JOB_OPTIONS, jobId: this.#id });
  }

  async #progress(job: QueueJob): Promise<void> {
    if (this.#plan.onProgress === undefined) {
      return;
    }
    const { processed = 0 } = await job.getDependenciesCount({ processed: true });
    const now = performance.now();
    const { task } = this.#question;
    if (this.#workers === undefined || now - this.#countedAt > 2000) {
      const crew = await crewOf(this.#redis, this.#plan.names);
      // Workers without a folder take no parts of samples.
      this.#workers = crew.filter(({ files }) => task.files === undefined || files === true).length;
      this.#countedAt = now;
    }
    const done = processed * (Number(job.data?.partSamples) || 0);
    this.#tell(Math.min(done, task.job.samples), processed);
  }

  #tell(samplesDone: number, partsDone: number): void {
    const { samples } = this.#question.task.job;
    const elapsed = performance.now() - this.#began;
    const workers = this.#workers ?? 0;
    tell(this.#plan.onProgress, { samplesDone, samples, elapsed, partsDone, workers });
  }

  /** Stops waiting. When the last waiter aborts, the job is cancelled; after an error it goes on, for the next call. */
  async leave(): Promise<void> {
    const { names, signal } = this.#plan;
    this.#left = true;
    const waiters = names.waiters(this.#id);
    await this.#redis.zrem(waiters, this.#name);
    const others = await this.#redis.zcount(waiters, Date.now() - WAITS, '+inf');
    if (signal?.aborted && others === 0) {
      await cancel(this.#redis, this.#queue, names, this.#id);
    }
  }
}
