import { optionalFunction, optionalSignal, plainObject, wholeNumber } from '../library/checks/arguments.ts';
import type { PartRecord } from './events.ts';
import { type Names, toNames } from './names.ts';
import { MAX_PARTS } from './parts.ts';
import { type RedisPlace, toRedisPlace } from './redis.ts';
import { LEAST_TTL } from './task.ts';

/** Where a job is computed, and who is told about it. No option changes the answer. */
export interface SubmitOptions {
  /** The URL of Redis: `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  redis: string;
  /**
   * The prefix of the keys in Redis; jobs and workers of different namespaces never meet.
   * @default 'offloop'
   */
  namespace?: string | undefined;
  /**
   * The most parts the job is cut into, 1 to 20,000.
   * @default parts of a second on the slowest worker, at most 2,000
   */
  parts?: number | undefined;
  /**
   * How many milliseconds the answer is kept in Redis for later calls with the same job: at least 10,000, so that
   * everyone who is waiting gets it.
   * @default 86_400_000, a day
   */
  ttl?: number | undefined;
  /** Cancels the job, unless others are waiting for it: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called from time to time, and at the end. */
  onProgress?: ((progress: SubmitProgress) => void) | undefined;
  /**
   * Called before the promise resolves, with who computed which part and when; with an empty list for a job of more
   * than 2,000 parts. For a stored answer it gets the parts that were computed then.
   */
  onParts?: ((parts: readonly PartRecord[]) => void) | undefined;
  /** Called when Redis is badly configured, and when the connection is lost. The default is a process warning. */
  onWarning?: ((why: string) => void) | undefined;
}

/** A job's progress. */
export interface SubmitProgress {
  /** Samples in finished parts. */
  readonly samplesDone: number;
  /** Samples of the whole job. */
  readonly samples: number;
  /** Milliseconds since it was submitted here. */
  readonly elapsed: number;
  readonly partsDone: number;
  /** The number of workers. */
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

/** @internal Checked options, with every default filled in. */
export interface SubmitPlan
  extends Readonly<Pick<SubmitOptions, 'parts' | 'signal' | 'onProgress' | 'onParts'>> {
  readonly place: RedisPlace;
  readonly names: Names;
  readonly ttl: number;
  readonly onWarning: (why: string) => void;
}

/** @internal Checks the options and fills in the defaults. */
export function toSubmitPlan(options: SubmitOptions): SubmitPlan {
  return planOf(plainObject('options', options, SUBMIT_KEYS));
}

/** @internal The same of options whose keys are checked. */
export function planOf(given: SubmitOptions): SubmitPlan {
  const { redis, namespace, parts, ttl = 86_400_000, signal } = given;
  const { onProgress, onParts, onWarning } = given;
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
