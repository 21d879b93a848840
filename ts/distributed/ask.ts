import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Queue, Job as QueueJob } from 'bullmq';
import type { Redis } from 'ioredis';
import { optionalFunction, optionalSignal, requireObject, wholeNumber } from '../arguments.ts';
import { onAbort } from '../run/on-abort.ts';
import { readAnswer, readRecords } from './answers.ts';
import { crewOf } from './crew.ts';
import { distributedError } from './errors.ts';
import { type PartRecord, tell } from './events.ts';
import { CANCELLED } from './merge.ts';
import { idOf, type Names, toNames } from './names.ts';
import { MAX_PARTS } from './parts.ts';
import { JOB_OPTIONS, openQueue } from './queues.ts';
import { connect, type RedisPlace, toRedisPlace, warningsOf } from './redis.ts';
import { LEAST_TTL, type MergeData, type Task, taskJSON } from './task.ts';

/** Where a job is computed, and who hears of it. None of it changes the answer. */
export interface SubmitOptions {
  /** Where Redis is: `redis://user:password@host:6379/0`, or `rediss://…` for TLS. */
  redis: string;
  /**
   * What the keys in Redis begin with; jobs and workers of another namespace never meet.
   * @default 'offloop'
   */
  namespace?: string | undefined;
  /**
   * In how many parts the job is cut at most, 1 to 20,000.
   * @default parts of a second on the slowest worker, at most 2,000
   */
  parts?: number | undefined;
  /**
   * How many milliseconds the answer is kept in Redis for whoever asks for the same again: at least 10,000, so that all
   * who wait hear it.
   * @default 86_400_000, a day
   */
  ttl?: number | undefined;
  /** Gives the job up, unless others wait for it, too: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called every now and then, and at the end. */
  onProgress?: ((progress: SubmitProgress) => void) | undefined;
  /**
   * Is told, before the promise resolves, who computed which part and when; nothing of a job of more than 2,000 parts. Of an
   * answer that was there already it tells how that came about.
   */
  onParts?: ((parts: readonly PartRecord[]) => void) | undefined;
  /** Is told what is wrong with how Redis is set up, and when it is lost. By default it is a warning of the process. */
  onWarning?: ((why: string) => void) | undefined;
}

/** How far a job is. */
export interface SubmitProgress {
  /** Samples of the parts that are done. */
  readonly samplesDone: number;
  /** Samples of the whole job. */
  readonly samples: number;
  /** Milliseconds since it was submitted here. */
  readonly elapsed: number;
  readonly partsDone: number;
  /** How many workers there are. */
  readonly workers: number;
}

export const SUBMIT_KEYS: readonly (keyof SubmitOptions)[] = [
  'redis',
  'namespace',
  'parts',
  'ttl',
  'signal',
  'onProgress',
  'onParts',
  'onWarning',
];

/** Checked options, with every choice made. */
export interface SubmitPlan {
  readonly place: RedisPlace;
  readonly names: Names;
  readonly parts: number | undefined;
  readonly ttl: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: SubmitProgress) => void) | undefined;
  readonly onParts: ((parts: readonly PartRecord[]) => void) | undefined;
  readonly onWarning: (why: string) => void;
}

export function toSubmitPlan(options: SubmitOptions, keys: readonly string[] = SUBMIT_KEYS): SubmitPlan {
  requireObject('options', options, keys);
  const { redis, namespace, parts, ttl = 86_400_000, signal } = options;
  const { onProgress, onParts, onWarning } = options;
  optionalSignal('signal', signal);
  optionalFunction('onProgress', onProgress);
  optionalFunction('onParts', onParts);
  optionalFunction('onWarning', onWarning);
  return {
    place: toRedisPlace(redis),
    names: toNames(namespace),
    parts: parts === undefined ? undefined : wholeNumber('parts', parts, 1, MAX_PARTS),
    ttl: wholeNumber('ttl', ttl, LEAST_TTL, Number.MAX_SAFE_INTEGER),
    signal,
    onProgress,
    onParts,
    onWarning: onWarning ?? ((why) => process.emitWarning(why, 'OffloopWarning')),
  };
}

/** Between two looks at Redis, in milliseconds: short at first, so that small jobs do not wait. */
const LOOKS = { first: 20, most: 500 } as const;

/** Who has not looked for so long, in milliseconds, waits no more. */
const WAITS = 10_000;

/** How often a job that is gone without an answer is submitted again. */
const MOST_LOST = 5;

/** How long giving up a job may take, and how long workers are told so, in milliseconds. */
const GIVING_UP = 3000;
const CANCELLED_KEPT = 600_000;

/** What is asked, and how to tell its answer. */
export interface Question<T> {
  readonly task: Task;
  /** Samples of a part, where that is known already. */
  readonly partSamples?: number;
  /** Whether an answer that is there already will do. */
  readonly cached: boolean;
  /** The answer in what Redis has, or nothing if it is none. */
  readonly read: (answer: Partial<Record<'total' | 'files', unknown>>) => T | undefined;
}

/** Submits a job, or joins those who have, and resolves with its answer. */
export async function ask<T>(question: Question<T>, plan: SubmitPlan): Promise<T> {
  const { names, place, signal, onWarning } = plan;
  signal?.throwIfAborted();
  let connected = true;
  const redis = await connect(place, ({ message }) => {
    if (connected) {
      connected = false;
      redis.once('ready', () => {
        connected = true;
      });
      tell(onWarning, `Redis at ${place.shown} is lost (${message}): waiting for it`);
    }
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
  } finally {
    ignore();
    waiter.stop();
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
  #stopped = false;
  #answered = false;
  #workers: number | undefined;
  #countedAt = 0;

  constructor(question: Question<T>, plan: SubmitPlan, redis: Redis, queue: Queue) {
    this.#question = question;
    this.#plan = plan;
    this.#redis = redis;
    this.#queue = queue;
    this.#id = idOf(taskJSON(question.task));
  }

  stop(): void {
    this.#stopped = true;
  }

  async answer(): Promise<T> {
    const { names } = this.#plan;
    const { job: range } = this.#question.task;
    await this.#enter();
    let lost = 0;
    let wait: number = LOOKS.first;
    while (!this.#stopped) {
      // In this order: a job is gone only after its answer is there.
      const job = await QueueJob.fromId(this.#queue, this.#id);
      const said = readAnswer(await this.#redis.get(names.answer(this.#id)));
      const answer = said && this.#question.read(said);
      if (answer !== undefined) {
        this.#answered = true;
        this.#tell(range.samples, 0);
        tell(this.#plan.onParts, readRecords(said?.parts));
        return answer;
      }
      if (said?.failure !== undefined && said.failure !== CANCELLED) {
        this.#answered = true;
        throw distributedError('OFFLOOP_PART_FAILED', `The job failed: ${said.failure}`);
      }
      if (job === undefined) {
        if (lost++ === MOST_LOST) {
          throw distributedError(
            'OFFLOOP_JOB_LOST',
            `The job was lost ${MOST_LOST} times: it left the queue without an answer`,
          );
        }
        await this.#add();
      } else {
        await this.#progress(job);
      }
      await this.#redis.zadd(names.waiters(this.#id), Date.now(), this.#name);
      await this.#redis.pexpire(names.waiters(this.#id), 6 * WAITS);
      await delay(wait);
      wait = Math.min(wait * 1.5, LOOKS.most);
    }
    throw new Error('nobody waits any more');
  }

  /** What earlier calls left: a failure, which is tried again, and that they gave up. */
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
    if (this.#workers === undefined || now - this.#countedAt > 2000) {
      this.#workers = (await crewOf(this.#redis, this.#plan.names)).length;
      this.#countedAt = now;
    }
    const { samples } = this.#question.task.job;
    const { partSamples = 0 } = job.data as MergeData;
    this.#tell(Math.min(processed * partSamples, samples), processed);
  }

  #tell(samplesDone: number, partsDone: number): void {
    const { samples } = this.#question.task.job;
    const elapsed = performance.now() - this.#began;
    const workers = this.#workers ?? 0;
    tell(this.#plan.onProgress, { samplesDone, samples, elapsed, partsDone, workers });
  }

  /** Waits no more; the last who does so without an answer gives the job up. */
  async leave(): Promise<void> {
    const { names } = this.#plan;
    const waiters = names.waiters(this.#id);
    await this.#redis.zrem(waiters, this.#name);
    const others = await this.#redis.zcount(waiters, Date.now() - WAITS, '+inf');
    if (this.#answered || others > 0) {
      return;
    }
    await this.#redis.set(names.cancelled(this.#id), '1', 'PX', CANCELLED_KEPT);
    for (;;) {
      const job = await QueueJob.fromId(this.#queue, this.#id);
      if (job === undefined) {
        await this.#redis.del(names.cancelled(this.#id), names.answer(this.#id));
        return;
      }
      await job.removeUnprocessedChildren();
      // It cannot be removed while a part is being computed; the worker ends that within a second.
      await job.remove({ removeChildren: true }).catch(() => {});
      await delay(100);
    }
  }
}
