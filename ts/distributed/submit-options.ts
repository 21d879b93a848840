import { optionalFunction, optionalSignal, requireObject, wholeNumber } from '../arguments.ts';
import type { PartRecord } from './events.ts';
import { type Names, toNames } from './names.ts';
import { MAX_PARTS } from './parts.ts';
import { type RedisPlace, toRedisPlace } from './redis.ts';
import { LEAST_TTL } from './task.ts';

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

/** Checked options, with every default filled in. */
export interface SubmitPlan
  extends Readonly<Pick<SubmitOptions, 'parts' | 'signal' | 'onProgress' | 'onParts'>> {
  readonly place: RedisPlace;
  readonly names: Names;
  readonly ttl: number;
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
