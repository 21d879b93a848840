import { type JobsOptions, Queue, type QueueOptions, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Names } from './names.ts';

/** The options of all queues and workers. */
function shared(
  redis: Redis,
  { prefix }: Names,
): Pick<QueueOptions, 'connection' | 'prefix' | 'skipVersionCheck'> {
  // BullMQ's own check prints to the console; redis.ts warns of the same.
  return { connection: redis, prefix, skipVersionCheck: true };
}

export function openQueue(name: string, redis: Redis, names: Names): Queue {
  // Only someone debugging reads the events.
  const queue = new Queue(name, { ...shared(redis, names), streams: { events: { maxLen: 1000 } } });
  // Whoever opened the connection is told. An error without a listener is printed.
  queue.on('error', () => {});
  return queue;
}

/**
 * A killed worker is noticed when its lock has expired and another worker looks: within little more than 15 s. A
 * working one renews its lock, since it computes off the event loop, or takes turns with it.
 */
export function workerOptions(redis: Redis, names: Names, concurrency: number): WorkerOptions {
  return {
    ...shared(redis, names),
    concurrency,
    lockDuration: 10_000,
    stalledInterval: 5000,
    // Machines come and go: a part may be started often before it is blamed for killing them.
    maxStalledCount: 10,
  };
}

/** A job leaves nothing in its queue: its answer is stored under a separate key. */
export const JOB_OPTIONS: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  removeOnFail: true,
};

/** How often a part is tried before its job fails. */
export const ATTEMPTS = 3;

/** A part that fails for good wakes its job, which reports it. */
export const PART_OPTIONS: JobsOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: 500 },
  continueParentOnFailure: true,
  removeOnComplete: true,
  removeOnFail: true,
};
