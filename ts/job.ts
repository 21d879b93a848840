import { describeValue, oneOf, requireObject, wholeNumber } from './arguments.ts';

/** What samples are drawn from: uniform in [0, 1), or standard normal (mean 0, standard deviation 1). */
export type Distribution = 'uniform' | 'gaussian';

/** Every distribution, in the order in which the documentation names them. */
export const DISTRIBUTIONS: readonly Distribution[] = ['uniform', 'gaussian'];

/** The version of the sample stream that both engines compute (docs/stream.md). */
export const STREAM_VERSION = 1;

/** Samples of a block, the unit of work that can be computed alone. */
export const BLOCK_SAMPLES = 65_536;

/** The most samples a job may have: 2^53 - 1. */
export const MAX_SAMPLES = Number.MAX_SAFE_INTEGER;

/** The largest stream number: 2^32 - 1. */
export const MAX_STREAM = 0xffff_ffff;

/** The largest seed: 2^64 - 1. */
export const MAX_SEED = (1n << 64n) - 1n;

/** A pure question with one exact answer: which samples to draw. */
export interface JobOptions {
  /** What the samples are drawn from. */
  distribution: Distribution;
  /** How many samples: a whole number, 0 to 2^53 - 1. */
  samples: number;
  /**
   * The key of the random stream: 0 to 2^64 - 1, as a bigint, a safe integer or a decimal string.
   * @default a random one; the answer says which
   */
  seed?: bigint | number | string | undefined;
  /**
   * An independent stream under the same seed: 0 to 2^32 - 1.
   * @default 0
   */
  stream?: number | undefined;
}

/** A checked job, with every choice made. */
export interface Job {
  readonly distribution: Distribution;
  readonly samples: number;
  readonly seed: bigint;
  readonly stream: number;
}

const JOB_KEYS: readonly (keyof JobOptions)[] = ['distribution', 'samples', 'seed', 'stream'];

/** Checks what a caller asked for and fills in what it left out. Throws a TypeError or a RangeError. */
export function toJob(options: JobOptions): Job {
  requireObject('job', options, JOB_KEYS);
  const { distribution, seed, stream } = streamOf(options);
  return { distribution, samples: wholeNumber('samples', options.samples, 0, MAX_SAMPLES), seed, stream };
}

/** A job for an array: as many samples as it has room for. */
export type FillJob = Omit<JobOptions, 'samples'>;

const FILL_KEYS = JOB_KEYS.filter((key) => key !== 'samples');

/** The same of a job whose samples are given by the array that they are for. */
export function toFillJob(options: FillJob): Omit<Job, 'samples'> {
  requireObject('job', options, FILL_KEYS);
  return streamOf(options);
}

function streamOf({ distribution, seed, stream }: FillJob): Omit<Job, 'samples'> {
  return {
    distribution: oneOf('distribution', distribution, DISTRIBUTIONS),
    seed: seed === undefined ? randomSeed() : toSeed(seed),
    stream: stream === undefined ? 0 : wholeNumber('stream', stream, 0, MAX_STREAM),
  };
}

/** Consecutive blocks of a job, `end` not included. */
export interface BlockRange {
  readonly start: number;
  readonly end: number;
}

/** How many blocks a job has; the last may be a partial one. */
export function blocksOf(job: Job): number {
  return Math.ceil(job.samples / BLOCK_SAMPLES);
}

/** How many samples come before a block: its position in the job. */
export function samplesBefore(job: Job, block: number): number {
  return Math.min(block * BLOCK_SAMPLES, job.samples);
}

/** Checks a seed as callers give it. Throws a TypeError or a RangeError. */
export function toSeed(seed: unknown): bigint {
  if (typeof seed !== 'bigint' && typeof seed !== 'number' && typeof seed !== 'string') {
    throw new TypeError(
      `seed must be a bigint, a whole number or a decimal string, not ${describeValue(seed)}`,
    );
  }
  const decimal = typeof seed === 'string' && /^\d+$/.test(seed);
  const safe = typeof seed === 'number' && Number.isSafeInteger(seed);
  const value = typeof seed === 'bigint' || decimal || safe ? BigInt(seed) : -1n;
  if (value < 0n || value > MAX_SEED) {
    const hint =
      typeof seed === 'number' && seed > MAX_SAMPLES
        ? ' (give one above 2^53 - 1 as a bigint or a string)'
        : '';
    throw new RangeError(`seed must be a whole number from 0 to 2^64 - 1, not ${describeValue(seed)}${hint}`);
  }
  return value;
}

/**
 * A seed that nobody can guess: 64 bits of the system's randomness. Name it in a job or a generator where you may want
 * the same numbers again.
 *
 * @example
 * const seed = randomSeed();
 * await sum({ distribution: 'uniform', samples: 1e6, seed });
 */
export function randomSeed(): bigint {
  return crypto.getRandomValues(new BigUint64Array(1))[0]!;
}
