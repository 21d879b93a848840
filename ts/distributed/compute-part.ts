import { type Job as QueueJob, UnrecoverableError, WaitingError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Plan } from '../library/jobs/options.ts';
import { sumJob } from '../library/jobs/sum.ts';
import type { PartAnswer, PartReturn } from './answers.ts';
import { messageOf } from './errors.ts';
import type { PartName, Untimed } from './events.ts';
import { writePart } from './files.ts';
import type { Names } from './names.ts';
import { CANCELLED, watchRun } from './runs.ts';
import { type Task, toPartTask } from './task.ts';
import type { WorkerInfo } from './workers.ts';

/** What a worker needs to compute parts. */
export interface PartContext {
  readonly redis: Redis;
  readonly names: Names;
  readonly run: Plan;
  /** The worker's name, and its speed, which is measured again with every part. */
  readonly worker: string;
  readonly info: WorkerInfo;
  /** Aborts when the current part must be handed back. */
  readonly stop: AbortSignal;
  /** Milliseconds since 1970, by Redis's clock. */
  readonly now: () => number;
  readonly report: (event: Untimed) => void;
}

/** Computes a part from the queue: a total, or, with an output folder, the samples themselves. */
export async function computePart(
  job: QueueJob,
  token: string,
  lockLost: AbortSignal | undefined,
  output: string | undefined,
  { redis, names, run, worker, info, stop, now, report }: PartContext,
): Promise<PartReturn> {
  const part = checkPart(job.data, output !== undefined);
  const { distribution, start, samples } = part.job;
  const name: PartName = { part: job.id!, distribution, start, samples };
  const parent = job.parent?.id;
  const watch = parent === undefined ? undefined : await watchRun(redis, names, parent);
  const signals = [stop, watch?.signal, lockLost].filter((signal) => signal !== undefined);
  const at = now();
  const began = performance.now();
  report({ type: 'started', ...name });
  try {
    const answer = await compute(part, output, { ...run, signal: AbortSignal.any(signals) });
    const took = performance.now() - began;
    if (part.files === undefined && took >= 100) {
      info.perSecond[part.job.distribution] = (samples / took) * 1000;
    }
    report({ type: 'done', ...name, took });
    return { answer, by: { worker, engine: run.engine.name, began: at, took: Math.round(took) } };
  } catch (error) {
    if (watch?.signal.aborted) {
      throw new UnrecoverableError(CANCELLED);
    }
    if (stop.aborted) {
      await job.moveToWait(token);
      report({ type: 'returned', ...name });
      throw new WaitingError();
    }
    throw error;
  } finally {
    watch?.end();
  }
}

async function compute(part: Task, output: string | undefined, plan: Plan): Promise<PartAnswer> {
  return part.files === undefined ? (await sumJob(part.job, plan)).toJSON() : writePart(part, output!, plan);
}

/** An invalid part stays invalid, so it is not tried again. */
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
