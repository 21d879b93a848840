import { type JobsOptions, Queue, type QueueOptions, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Names } from './names.ts';

/** What all queues and workers have. */
function shared(
  redis: Redis,
  { prefix }: Names,
): Pick<QueueOptions, 'connection' | 'prefix' | 'skipVersionCheck'> {
  // BullMQ's own check prints to the console; redis.ts warns of the same.
  return { connection: redis, prefix, skipVersionCheck: true };
}

export function openQueue(name: string, redis: Redis, names: Names): Queue {
  // Nobody reads the events but who looks for a fault.
  const queue = new Queue(name, { ...shared(redis, names), streams: { events: { maxLen: 1000 } } });
  // Whoever opened the connection hears of it. An error that nobody listens to is printed.
  queue.on('error', () => {});
  return queue;
}

/**
 * A worker that is killed is noticed when its lock has expired and somebody looks: within 15 s, and a little. A worker
 * that computes renews its lock, since it computes off the event loop, or in turns with it.
 */
export function workerOptions(redis: Redis, names: Names, concurrency: number): WorkerOptions {
  return {
    ...shared(redis, names),
    concurrency,
    lockDuration: 10_000,
    stalledInterval: 5000,
    // Machines come and go: a part may be begun often before it is said to be what kills them.
    maxStalledCount: 10,
  };
}

/** A job leaves nothing in its queue: its answer is kept under a key of its own. */
export const JOB_OPTIONS: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  removeOnFail: true,
};

/** How often a part is tried, before its job fails. */
export const ATTEMPTS = 3;

/** A part that fails for good wakes its job, which says so. */
export const PART_OPTIONS: JobsOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: 500 },
  continueParentOnFailure: true,
  removeOnComplete: true,
  removeOnFail: true,
};
