import { type Queue, type Job as QueueJob, UnrecoverableError, WaitingChildrenError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Range } from '../library/stream/stream.ts';
import { type CheckedReturn, checkReturn, mergeAnswers } from './answers.ts';
import { messageOf } from './errors.ts';
import { type Names, partIdOf, startOfPart } from './names.ts';
import { fileSamplesOf, partSamplesOf, partsOf } from './parts.ts';
import { ATTEMPTS, PART_OPTIONS } from './queues.ts';
import { CANCELLED, finish, isWanted } from './runs.ts';
import { type MergeData, type Task, taskJSON, toMergeData } from './task.ts';
import { speedsOf, workersOf } from './workers.ts';

/** What a worker needs to hand out a job's parts. */
export interface MergeContext {
  readonly redis: Redis;
  readonly names: Names;
  readonly sums: Queue;
  readonly files: Queue;
}

/** How often parts with wrong or missing answers are handed out. */
const ROUNDS = 3;

/** How many parts are added at a time: Redis does nothing else meanwhile. */
const ADDED = 500;

/** How long a failure is stored, in milliseconds, for those who wait for the answer. */
const FAILURE_KEPT = 60_000;

/**
 * Runs a job from the queue, on whichever worker takes it, and as often as needed: hands out its parts, and when the
 * last one is done, takes it up again and merges the right answers. Parts that are missing then, for whatever reason,
 * are handed out again. Returns how many parts there were.
 */
export async function mergeJob(job: QueueJob, token: string, context: MergeContext): Promise<number> {
  const { redis, names } = context;
  try {
    return await handOutAndMerge(job, token, context);
  } catch (error) {
    if (isFinal(job, error)) {
      const failure = messageOf(error);
      if (failure !== CANCELLED) {
        await finish(redis, names, job.id!, JSON.stringify({ failure }), FAILURE_KEPT);
      }
      await job.removeUnprocessedChildren();
    }
    throw error;
  }
}

/** Whether the queue does not try a job again after this error. */
function isFinal({ attemptsMade, opts }: QueueJob, error: unknown): boolean {
  return (
    error instanceof UnrecoverableError ||
    (!(error instanceof WaitingChildrenError) && attemptsMade + 1 >= (opts.attempts ?? 1))
  );
}

async function handOutAndMerge(job: QueueJob, token: string, context: MergeContext): Promise<number> {
  const { redis, names } = context;
  const { checked: task, ...data } = checkData(job.data);
  const partSamples = data.partSamples ?? (await sizeParts(task, data, context));
  const parts = partsOf(task.job, partSamples);
  let { round = 0, added = false } = data;
  for (;;) {
    if (!(await isWanted(redis, names, job.id!))) {
      throw new UnrecoverableError(CANCELLED);
    }
    if (!added) {
      const { missing } = await gather(job, task, parts);
      await addParts(job, round, task, missing, context);
      added = true;
      await job.updateData({ ...data, partSamples, round, added } satisfies MergeData);
    }
    await failWithPart(job, round, partSamples);
    if (await job.moveToWaitingChildren(token)) {
      throw new WaitingChildrenError();
    }
    const { answers, missing, wrong } = await gather(job, task, parts);
    if (missing.length === 0) {
      const answer = JSON.stringify(mergeAnswers(task, answers));
      if (!(await finish(redis, names, job.id!, answer, data.ttl))) {
        throw new UnrecoverableError(CANCELLED);
      }
      return parts.length;
    }
    round++;
    added = false;
    if (round >= ROUNDS) {
      const why = wrong === undefined ? 'their answers are missing' : `an answer was refused: ${wrong}`;
      throw new UnrecoverableError(`${missing.length} of ${parts.length} parts have no answer: ${why}`);
    }
  }
}

function checkData(data: unknown): ReturnType<typeof toMergeData> {
  try {
    return toMergeData(data);
  } catch (error) {
    throw new UnrecoverableError(messageOf(error));
  }
}

async function sizeParts(
  { job, files }: Task,
  { parts }: MergeData,
  { redis, names }: MergeContext,
): Promise<number> {
  return files === undefined
    ? partSamplesOf(job.samples, speedsOf(await workersOf(redis, names), job.distribution), parts)
    : fileSamplesOf(job.samples, parts);
}

async function addParts(
  job: QueueJob,
  round: number,
  task: Task,
  missing: readonly Range[],
  { sums, files }: MergeContext,
): Promise<void> {
  const queue = task.files === undefined ? sums : files;
  const parent = { id: job.id!, queue: job.queueQualifiedName };
  for (let from = 0; from < missing.length; from += ADDED) {
    await queue.addBulk(
      missing.slice(from, from + ADDED).map((range) => ({
        name: 'part',
        data: taskJSON(task, range),
        opts: { ...PART_OPTIONS, jobId: partIdOf(job.id!, round, range.start), parent },
      })),
    );
  }
}

/** The right answers of all rounds, and the parts that have none. */
async function gather(
  job: QueueJob,
  task: Task,
  parts: readonly Range[],
): Promise<{ answers: CheckedReturn[]; missing: Range[]; wrong: string | undefined }> {
  const byStart = new Map(parts.map((part) => [part.start, part]));
  const answers = new Map<number, CheckedReturn>();
  let wrong: string | undefined;
  let cursor = 0;
  do {
    const found = await job.getDependencies({ processed: { cursor, count: ADDED } });
    for (const [key, value] of Object.entries(found.processed ?? {})) {
      const part = byStart.get(startOfPart(key));
      if (part !== undefined) {
        try {
          answers.set(part.start, checkReturn(task, part, value));
        } catch (error) {
          wrong = messageOf(error);
        }
      }
    }
    cursor = Number(found.nextProcessedCursor ?? 0);
  } while (cursor !== 0);
  const missing = parts.filter(({ start }) => !answers.has(start));
  return { answers: [...answers.values()], missing, wrong };
}

/**
 * Fails a job when one of its parts has failed for good. Parts that ended because nobody seemed to want them are handed
 * out again if the job goes on.
 */
async function failWithPart(job: QueueJob, round: number, partSamples: number): Promise<void> {
  const failures = Object.entries(await job.getIgnoredChildrenFailures());
  for (const [key, why] of failures) {
    const start = startOfPart(key);
    if (why !== CANCELLED && key.endsWith(partIdOf(job.id!, round, start))) {
      throw new UnrecoverableError(
        `the part of ${partSamples} samples from ${start} on failed (${ATTEMPTS} attempts at most): ${why}`,
      );
    }
  }
}
