import { setTimeout as delay } from 'node:timers/promises';
import { type Queue, Job as QueueJob } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Names } from './names.ts';

/** Why a part or a job ends when nobody waits for it any more. */
export const CANCELLED = 'cancelled';

/** How long the cancellation is stored, and how often a part checks it, in milliseconds. */
const TOLD = 600_000;
const LOOKS_EVERY = 1000;

/** Cancels a job: its parts end, and it leaves the queue. */
export async function cancel(redis: Redis, queue: Queue, names: Names, id: string): Promise<void> {
  await redis.set(names.cancelled(id), '1', 'PX', TOLD);
  for (;;) {
    const job = await QueueJob.fromId(queue, id);
    if (job === undefined) {
      await redis.del(names.cancelled(id), names.answer(id));
      return;
    }
    await job.removeUnprocessedChildren();
    // It cannot be removed while a part is being computed; the worker ends that within a second.
    await job.remove({ removeChildren: true }).catch(() => {});
    await delay(100);
  }
}

/** Whether a job is cancelled. */
export async function isCancelled(redis: Redis, names: Names, id: string): Promise<boolean> {
  return (await redis.exists(names.cancelled(id))) > 0;
}

/** A signal that aborts when a job is cancelled, and a function that stops checking. */
export async function watchCancelled(
  redis: Redis,
  names: Names,
  id: string,
): Promise<{ signal: AbortSignal; end: () => void }> {
  const controller = new AbortController();
  const look = async (): Promise<void> => {
    if (await isCancelled(redis, names, id)) {
      controller.abort();
    }
  };
  await look();
  const timer = setInterval(() => look().catch(() => {}), LOOKS_EVERY);
  return { signal: controller.signal, end: () => clearInterval(timer) };
}
