import { createHash } from 'node:crypto';
import { describeValue } from '../library/checks/printable.ts';
import { STREAM_VERSION } from '../library/stream/stream.ts';
import type { TaskJSON } from './task.ts';

/** The default prefix of the keys of a distributed run. */
const DEFAULT_NAMESPACE = 'offloop';

/**
 * The names of everything in Redis. All have the same hash tag, so that a Redis Cluster keeps them on one node, as the
 * queues' scripts require. Queue names contain the stream's version: workers of another version never see their jobs.
 */
export interface Names {
  readonly prefix: string;
  readonly jobs: string;
  readonly sums: string;
  readonly files: string;
  /** Who works, and how fast. */
  readonly workers: string;
  /** The run of a job that callers join. */
  readonly run: (id: string) => string;
  /** A run's answer or failure, stored for some time. */
  readonly answer: (run: string) => string;
  /** Who waits for a run. */
  readonly waiters: (run: string) => string;
}

/** Checks a namespace. */
export function toNames(namespace: unknown = DEFAULT_NAMESPACE): Names {
  if (typeof namespace !== 'string' || !/^[\w.-]{1,64}$/.test(namespace)) {
    throw new TypeError(
      `namespace must be 1 to 64 letters, digits, dots, hyphens or underscores, not ${describeValue(namespace)}`,
    );
  }
  const prefix = `{${namespace}}`;
  return {
    prefix,
    jobs: `jobs-v${STREAM_VERSION}`,
    sums: `sums-v${STREAM_VERSION}`,
    files: `files-v${STREAM_VERSION}`,
    workers: `${prefix}:workers-v${STREAM_VERSION}`,
    run: (id) => `${prefix}:run:${id}`,
    answer: (run) => `${prefix}:answer:${run}`,
    waiters: (run) => `${prefix}:waiters:${run}`,
  };
}

/**
 * A job's name: the same for the same request, whoever makes it. A sum may be cut in any way; files are cut in one, so
 * that is part of theirs.
 */
export function idOf(task: TaskJSON, partSamples?: number): string {
  const entries = Object.entries({ ...task, ...(partSamples !== undefined && { partSamples }) });
  const question = JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  return `job-${createHash('sha256').update(question).digest('hex').slice(0, 40)}`;
}

/** The job of a run, whose name begins with the job's. */
export function jobOf(run: string): string {
  return run.split('.', 1)[0]!;
}

/** The name of a part, which is computed again in a later round if its answer was wrong. */
export function partIdOf(run: string, round: number, start: number): string {
  return `${run}-${round}-${start}`;
}

/** The first sample of a part, from its key in Redis. */
export function startOfPart(key: string): number {
  return Number(/-(\d+)$/.exec(key)?.[1] ?? Number.NaN);
}
