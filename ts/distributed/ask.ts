import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Queue, Job as QueueJob } from 'bullmq';
import type { Redis } from 'ioredis';
import { readAnswer, readRecords } from './answers.ts';
import { distributedError } from './errors.ts';
import { tell } from './events.ts';
import { idOf } from './names.ts';
import { JOB_OPTIONS, openQueue } from './queues.ts';
import { connect, refusalOf, requireKeys, warningsOf } from './redis.ts';
import { leave, look } from './runs.ts';
import type { SubmitPlan } from './submit-options.ts';
import { type MergeData, type Task, taskJSON } from './task.ts';
import { untilAborted, within } from './waits.ts';
import { workersOf } from './workers.ts';

/** The time between two looks at Redis, in milliseconds: short at first, so that small jobs do not wait. */
const LOOKS = { first: 20, most: 500 } as const;

/** How often a job that disappears without an answer is submitted again. */
const MOST_LOST = 5;

/** How long leaving may take, in milliseconds. What is left of a cancelled run then, the workers remove. */
const LEAVING = 3000;

/** What is asked, and how to recognize its answer. */
export interface Question<T> {
  readonly task: Task;
  /** Samples per file. */
  readonly partSamples?: number;
  /** Whether a stored answer may be used. */
  readonly cached: boolean;
  /** The answer in what Redis has, or undefined if it is not one. */
  readonly read: (answer: Partial<Record<'total' | 'files', unknown>>) => T | undefined;
}

/**
 * Submits a job, or joins those who have, and resolves with its answer. What is asked is made once Redis is there, since
 * making it may leave something behind.
 */
export async function ask<T>(
  makeQuestion: () => Question<T> | Promise<Question<T>>,
  plan: SubmitPlan,
): Promise<T> {
  const { names, place, signal, onWarning } = plan;
  signal?.throwIfAborted();
  const redis = await connect(place, {
    lost: (why) => tell(onWarning, `Redis at ${place.shown} is lost (${why}): waiting for it`),
  });
  const queue = openQueue(names.jobs, redis, names);
  let waiter: Waiter<T> | undefined;
  const aborted = untilAborted(signal);
  try {
    signal?.throwIfAborted();
    await Promise.race([requireKeys(redis, place, names), aborted.promise]);
    waiter = new Waiter(await makeQuestion(), plan, redis, queue);
    signal?.throwIfAborted();
    return await Promise.race([waiter.answer(), aborted.promise]);
  } catch (error) {
    throw refusalOf(place, error);
  } finally {
    aborted.ignore();
    await within(LEAVING, waiter?.leave() ?? queue.close());
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
  readonly #leaving = new AbortController();
  #answering: Promise<T> | undefined;
  /** The run that it has joined. */
  #run: string | undefined;
  #workers: number | undefined;
  #countedAt = 0;

  constructor(question: Question<T>, plan: SubmitPlan, redis: Redis, queue: Queue) {
    this.#question = question;
    this.#plan = plan;
    this.#redis = redis;
    this.#queue = queue;
    this.#id = idOf(taskJSON(question.task), question.partSamples);
  }

  /** Waits for the answer. To be called once. */
  answer(): Promise<T> {
    this.#answering = this.#answer();
    return this.#answering;
  }

  async #answer(): Promise<T> {
    const { names, onParts, onWarning } = this.#plan;
    const { cached, read, task } = this.#question;
    for (const why of await warningsOf(this.#redis)) {
      tell(onWarning, why);
    }
    let lost = 0;
    let useless: string | undefined;
    for (let wait: number = LOOKS.first; ; wait = Math.min(wait * 1.5, LOOKS.most)) {
      this.#leaving.signal.throwIfAborted();
      // In this order: a job leaves the queue only after its answer is stored.
      const job = this.#run === undefined ? undefined : await QueueJob.fromId(this.#queue, this.#run);
      const { run, said } = await look(this.#redis, names, this.#id, {
        waiter: this.#name,
        joined: this.#run,
        useless,
      });
      const joins = run !== this.#run;
      this.#run = run;
      if (said !== null) {
        const found = readAnswer(said);
        const answer = joins && !cached ? undefined : found && read(found);
        if (answer !== undefined) {
          this.#tell(task.job.samples, 0);
          tell(onParts, readRecords(found?.parts));
          return answer;
        }
        if (!joins && typeof found?.failure === 'string') {
          throw distributedError('OFFLOOP_PART_FAILED', `The job failed: ${found.failure}`);
        }
        // An earlier call's failure, or files that may have been damaged since, or nothing that a worker wrote.
        useless = run;
        this.#run = undefined;
      }
      if (joins) {
        continue;
      }
      if (job !== undefined) {
        await this.#progress(job);
      } else if (++lost > MOST_LOST) {
        throw distributedError(
          'OFFLOOP_JOB_LOST',
          `The job was lost ${MOST_LOST} times: it left the queue without an answer`,
        );
      } else if (said === null) {
        await this.#add(run);
      }
      await delay(wait, undefined, { signal: this.#leaving.signal });
    }
  }

  async #add(run: string): Promise<void> {
    const { parts, ttl } = this.#plan;
    const { task, partSamples } = this.#question;
    const data: MergeData = {
      task: taskJSON(task),
      ttl,
      ...(parts !== undefined && { parts }),
      ...(partSamples !== undefined && { partSamples }),
    };
    await this.#queue.add('job', data, { ...JOB_OPTIONS, jobId: run });
  }

  async #progress(job: QueueJob): Promise<void> {
    if (this.#plan.onProgress === undefined) {
      return;
    }
    const { processed = 0 } = await job.getDependenciesCount({ processed: true });
    const now = performance.now();
    const { task } = this.#question;
    if (this.#workers === undefined || now - this.#countedAt > 2000) {
      const workers = await workersOf(this.#redis, this.#plan.names);
      // Workers without a folder take no parts of samples.
      this.#workers = workers.filter(({ files }) => task.files === undefined || files === true).length;
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

  /** Stops waiting. When the last waiter aborts, the run is cancelled; after an error it goes on, for the next call. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    // What it is just adding to the queue is there before it is removed.
    await this.#answering?.catch(() => {});
    const { names, signal } = this.#plan;
    if (
      this.#run !== undefined &&
      (await leave(this.#redis, names, this.#run, this.#name, signal?.aborted === true))
    ) {
      await removeRun(this.#queue, this.#run);
    }
    await this.#queue.close();
  }
}

/** Removes a cancelled run from the queue, with its parts. Nobody can join it, so this may take its time. */
async function removeRun(queue: Queue, run: string): Promise<void> {
  for (;;) {
    const job = await QueueJob.fromId(queue, run);
    if (job === undefined) {
      return;
    }
    await job.removeUnprocessedChildren();
    // It cannot be removed while a part is being computed; the worker ends that within a second.
    await job.remove({ removeChildren: true }).catch(() => {});
    await delay(100);
  }
}
