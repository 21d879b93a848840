import { mustBe, oneOf, plainObject, wholeNumber } from './arguments.ts';
import {
  type GaussianParameters,
  gaussianScale,
  PARAMETERS,
  type Parameters,
  type Scale,
  type UniformParameters,
  uniformScale,
} from './scale.ts';

/** The distribution of the samples: uniform in [0, 1), or standard normal (mean 0, standard deviation 1). */
export type Distribution = 'uniform' | 'gaussian';

/** Every distribution, in the order in which the documentation names them. */
export const DISTRIBUTIONS: readonly Distribution[] = ['uniform', 'gaussian'];

/** The version of the sample stream that both engines compute (docs/stream.md). */
export const STREAM_VERSION = 1;

/** Samples per block: what has random states of its own, and what exact totals are made of. */
export const BLOCK_SAMPLES = 65_536;

/** The number of samples in a stream: 2^53 - 1. */
export const MAX_SAMPLES = Number.MAX_SAFE_INTEGER;

/** The largest stream number: 2^32 - 1. */
export const MAX_STREAM = 0xffff_ffff;

/** The largest seed: 2^64 - 1. */
export const MAX_SEED = (1n << 64n) - 1n;

/** The longest string that is read as a seed, in characters: zeros may come first. */
const LONGEST_SEED = 100;

/** Which samples of which stream: a question with one exact answer. */
export interface JobOptions {
  /** The distribution of the samples. */
  distribution: Distribution;
  /** How many samples: a whole number, 0 to 2^53 - 1. */
  samples: number;
  /**
   * The key of the random stream: 0 to 2^64 - 1, as a bigint, a safe integer or a decimal string.
   * @default random; the total has it, and `randomSeed()` draws one to keep
   */
  seed?: bigint | number | string | undefined;
  /**
   * An independent stream under the same seed: 0 to 2^32 - 1. Uniform and Gaussian samples of one stream are made from
   * the same words: independent results need different streams or seeds.
   * @default 0
   */
  stream?: number | undefined;
  /**
   * The number of the first sample in its stream; `start + samples` is at most 2^53 - 1. For a sum it is a multiple of
   * 65,536, so that neighbouring totals merge exactly.
   * @default 0
   */
  start?: number | undefined;
}

/** A distribution and its parameters. */
export type Parametrised =
  | ({ distribution: 'uniform' } & UniformParameters)
  | ({ distribution: 'gaussian' } & GaussianParameters);

/** A job whose samples may have parameters. */
export type SampleJob = JobOptions & Parametrised;

/** A job for an array: as many samples as fit in it. */
export type FillJob = Omit<JobOptions, 'samples'> & Parametrised;

/** Endless samples, numbered from 0. */
export interface Stream {
  readonly distribution: Distribution;
  readonly seed: bigint;
  readonly stream: number;
}

/** Some of a stream's samples. */
export interface Range {
  readonly start: number;
  readonly samples: number;
}

/** A checked job, with every default filled in. */
export interface Job extends Stream, Range {
  /** None for standard samples. */
  readonly scale?: Scale | undefined;
}

const SUM_KEYS: readonly (keyof JobOptions)[] = ['distribution', 'samples', 'seed', 'stream', 'start'];
const SCALE_KEYS: readonly (keyof Parameters)[] = [...PARAMETERS.uniform, ...PARAMETERS.gaussian];
const SAMPLE_KEYS = [...SUM_KEYS, ...SCALE_KEYS];
const FILL_KEYS = SAMPLE_KEYS.filter((key) => key !== 'samples');

/** Checks a sum's job and fills in the defaults. Throws a TypeError or a RangeError, as the two below do. */
export function toJob(options: JobOptions): Job {
  const given = plainObject('job', options, SUM_KEYS, whyNotOfSum);
  const job = jobOf(given, given.samples, undefined);
  if (job.start % BLOCK_SAMPLES !== 0) {
    const below = Math.floor(job.start / BLOCK_SAMPLES) * BLOCK_SAMPLES;
    throw new RangeError(
      `start of a sum must be a multiple of ${BLOCK_SAMPLES}, so that totals merge exactly: ` +
        `${below} or ${below + BLOCK_SAMPLES}, not ${job.start}`,
    );
  }
  return job;
}

/** The same for samples. */
export function toSampleJob(options: SampleJob): Job {
  const given = plainObject('job', options, SAMPLE_KEYS, whyNotOfJob);
  return jobOf(given, given.samples, given);
}

/** The same for samples in an array. Its length is read last, because a getter of the job may change it. */
export function toFillJob(options: FillJob, lengthOf: () => number): Job {
  const given = plainObject('job', options, FILL_KEYS, whyNotOfFill);
  const job = jobOf(given, 0, given);
  const samples = lengthOf();
  requireWithin(job.start, samples);
  return { ...job, samples };
}

function jobOf(options: Omit<JobOptions, 'samples'>, count: number, scale: Parameters | undefined): Job {
  const distribution = oneOf('distribution', options.distribution, DISTRIBUTIONS);
  const samples = wholeNumber('samples', count, 0, MAX_SAMPLES);
  const start = options.start === undefined ? 0 : wholeNumber('start', options.start, 0, MAX_SAMPLES);
  requireWithin(start, samples);
  return {
    distribution,
    seed: options.seed === undefined ? randomSeed() : toSeed(options.seed),
    stream: options.stream === undefined ? 0 : wholeNumber('stream', options.stream, 0, MAX_STREAM),
    start,
    samples,
    scale: scale && toScale(distribution, scale),
  };
}

/** Samples of the standard distribution are not scaled at all. */
function toScale(distribution: Distribution, options: Parameters): Scale | undefined {
  const { mean, deviation, low, high } = options;
  if (mean === undefined && deviation === undefined && low === undefined && high === undefined) {
    return undefined;
  }
  const others = distribution === 'uniform' ? PARAMETERS.gaussian : PARAMETERS.uniform;
  for (const key of others) {
    if (options[key] !== undefined) {
      const own = PARAMETERS[distribution].join(' and ');
      throw new TypeError(`'${distribution}' samples have no ${key}: their parameters are ${own}`);
    }
  }
  return distribution === 'uniform' ? uniformScale(options) : gaussianScale(options);
}

function requireWithin(start: number, samples: number): void {
  if (start > MAX_SAMPLES - samples) {
    throw new RangeError(
      `start + samples must be at most 2^53 - 1; start is ${start}, samples is ${samples}`,
    );
  }
}

function whyNotOfJob(key: string): string | undefined {
  return /^(engine|mode|allot|concur|chunk|reuse|signal|on[A-Z])/.test(key)
    ? `job has no '${key}': it is an option, and options follow the job`
    : undefined;
}

function whyNotOfFill(key: string): string | undefined {
  return key === 'samples' ? "job has no 'samples': a fill has as many as its array" : whyNotOfJob(key);
}

function whyNotOfSum(key: string): string | undefined {
  if (!(SCALE_KEYS as readonly string[]).includes(key)) {
    return whyNotOfJob(key);
  }
  const [offset, factor] = key === 'low' || key === 'high' ? ['low', '(high - low)'] : ['mean', 'deviation'];
  return `a sum is of standard samples and has no ${key}: that of scaled ones is samples * ${offset} + ${factor} * sum`;
}

/** Checks a seed as callers give it. */
export function toSeed(seed: unknown): bigint {
  if (typeof seed !== 'bigint' && typeof seed !== 'number' && typeof seed !== 'string') {
    throw new TypeError(mustBe('seed', 'a bigint, a whole number or a decimal string', seed));
  }
  // A longer string would take seconds to match and to parse.
  const decimal = typeof seed === 'string' && seed.length <= LONGEST_SEED && /^0*\d{1,20}$/.test(seed);
  const safe = typeof seed === 'number' && Number.isSafeInteger(seed);
  const value = typeof seed === 'bigint' || decimal || safe ? BigInt(seed) : -1n;
  if (value < 0n || value > MAX_SEED) {
    const hint =
      typeof seed === 'number' && seed > MAX_SAMPLES
        ? ' (give one above 2^53 - 1 as a bigint or a string)'
        : '';
    throw new RangeError(mustBe('seed', 'a whole number from 0 to 2^64 - 1', seed) + hint);
  }
  return value;
}

/**
 * A seed from the system's randomness, 0 to 2^64 - 1. Keep it if you may want the same numbers again.
 *
 * @example
 * const seed = randomSeed();
 */
export function randomSeed(): bigint {
  return crypto.getRandomValues(new BigUint64Array(1))[0]!;
}
