import { createHash } from 'node:crypto';
import { describeValue } from '../arguments.ts';
import { STREAM_VERSION } from '../stream/stream.ts';
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
  readonly crew: string;
  /** A job's answer or failure, stored for some time. */
  readonly answer: (id: string) => string;
  /** Who waits for a job. */
  readonly waiters: (id: string) => string;
  /** Exists while a job is being cancelled. */
  readonly cancelled: (id: string) => string;
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
    crew: `${prefix}:crew-v${STREAM_VERSION}`,
    answer: (id) => `${prefix}:answer:${id}`,
    waiters: (id) => `${prefix}:waiters:${id}`,
    cancelled: (id) => `${prefix}:cancelled:${id}`,
  };
}

/** A job's name in the queue: the same for the same request, whoever makes it and however it is cut. */
export function idOf(task: TaskJSON): string {
  const question = JSON.stringify(Object.entries(task).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `job-${createHash('sha256').update(question).digest('hex').slice(0, 40)}`;
}

/** The name of a part, which is computed again in a later round if its answer was wrong. */
export function partIdOf(id: string, round: number, start: number): string {
  return `${id}-${round}-${start}`;
}

/** The first sample of a part, from its key in Redis. */
export function startOfPart(key: string): number {
  return Number(/-(\d+)$/.exec(key)?.[1] ?? Number.NaN);
}
