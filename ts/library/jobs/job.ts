/** What is asked: which samples of which stream. */
import { isPlain, mustBe, notPlain, ownValues, wholeNumber } from '../checks/arguments.ts';
import {
  type Definition,
  insteadOf,
  type ParameterValue,
  toParameters,
  valuesOf,
} from '../distributions/definition.ts';
import {
  type ALIASES,
  DISTRIBUTIONS,
  type Distribution,
  type DistributionName,
  definitionOf,
  type ParameterName,
  type Parametrised,
  rowSize,
  type Stream,
  SUMMED,
  type Summed,
  standardParameters,
  toDistribution,
} from '../distributions/registry.ts';
import { requireKind, requireRows } from '../distributions/write.ts';
import type { ArrayName } from '../stream/arrays.ts';
import { randomSeed, type Seed, toSeed } from '../stream/seeds.ts';
import { BLOCK_SAMPLES, type Key, MAX_SAMPLES, MAX_STREAM, type Range } from '../stream/stream.ts';

/** Which samples of which stream: a question with one exact answer. */
export interface JobOptions<D extends DistributionName = Summed | keyof typeof ALIASES> {
  /** The distribution of the samples. */
  distribution: D;
  /** How many samples: a whole number, 0 to 2^53 - 1. */
  samples: number;
  /**
   * The key of the random stream: 0 to 2^64 - 1 as a bigint, a safe integer or digits, or else any word, or bytes.
   * @default random; the total has it, and `randomSeed()` draws one to keep
   */
  seed?: Seed | undefined;
  /**
   * An independent stream under the same seed: 0 to 2^32 - 1. Jobs that differ in a parameter alone are made from the
   * same random words, sample by sample: independent ones need different streams or seeds.
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

/** A job whose samples may have parameters. */
export type SampleJob = Omit<JobOptions, 'distribution'> & Parametrised;

/** A job for an array: as many samples as fit in it. */
export type FillJob = Omit<JobOptions, 'distribution' | 'samples'> & Parametrised;

/** A checked job, with every default filled in. */
export interface Job extends Stream, Range {}

/** A checked job of a sum: of standard samples. */
export interface SumJob extends Job {
  readonly distribution: Summed;
}

const KEYS: readonly string[] = ['distribution', 'samples', 'seed', 'stream', 'start'];

/** The keys of jobs of samples, and of those for arrays, by distribution. */
const SAMPLE_KEYS = keysByDistribution(KEYS);
const FILL_KEYS = keysByDistribution(KEYS.filter((key) => key !== 'samples'));

function keysByDistribution(keys: readonly string[]): ReadonlyMap<Distribution, readonly string[]> {
  return new Map(DISTRIBUTIONS.map((name) => [name, [...keys, ...definitionOf(name).names]]));
}

/** Checks a sum's job and fills in the defaults. Throws a TypeError or a RangeError, as the two below do. */
export function toJob(options: JobOptions): SumJob {
  const distribution = distributionOf(options, SUMMED);
  const given = ownValues('job', options, KEYS, (key) => whyNotOfSum(distribution, key));
  const { seed, stream, start, samples } = partOf(given, given.samples);
  if (start % BLOCK_SAMPLES !== 0) {
    const below = Math.floor(start / BLOCK_SAMPLES) * BLOCK_SAMPLES;
    throw new RangeError(
      `start of a sum must be a multiple of ${BLOCK_SAMPLES}, so that totals merge exactly: ` +
        `${below} or ${below + BLOCK_SAMPLES}, not ${start}`,
    );
  }
  const parameters = standardParameters(distribution);
  return { distribution: distribution as Summed, parameters, seed, stream, start, samples };
}

/** Checks a job of samples. */
export function toSampleJob(options: SampleJob): Job {
  const { given, distribution, parameters } = streamOf(options, SAMPLE_KEYS);
  const size = rowSize({ distribution, parameters });
  const { seed, stream, start, samples } = partOf(given, (given as SampleJob).samples, size);
  return { distribution, parameters, seed, stream, start, samples };
}

/**
 * Checks a job of samples for an array of a kind. The array's length is read last, because a getter of the job may
 * change it.
 */
export function toFillJob(options: FillJob, kind: ArrayName, lengthOf: () => number): Job {
  const { given, distribution, parameters } = streamOf(options, FILL_KEYS, whyNotOfFill);
  requireKind({ distribution, parameters }, kind);
  const { seed, stream, start } = partOf(given, 0);
  const size = rowSize({ distribution, parameters });
  const length = lengthOf();
  requireRows(length, size);
  const samples = length / size;
  requireWithin(start, samples, size);
  return { distribution, parameters, seed, stream, start, samples };
}

function whyNotOfFill(key: string): string | undefined {
  return key === 'samples' ? "job has no 'samples': a fill has as many as its array" : undefined;
}

/** The distribution of a job, on which depends what else it has. */
function distributionOf(
  job: { readonly distribution: DistributionName },
  allowed?: readonly Distribution[],
): Distribution {
  if (typeof job !== 'object' || job === null) {
    throw new TypeError(mustBe('job', 'an object', job));
  }
  if (!isPlain(job)) {
    throw new TypeError(notPlain('job', 'a plain object', job));
  }
  return toDistribution(Object.hasOwn(job, 'distribution') ? job.distribution : undefined, allowed);
}

/** Checks a distribution and its parameters. Returns the job's own values, too. */
function streamOf<T extends SampleJob | FillJob>(
  options: T,
  keys: ReadonlyMap<Distribution, readonly string[]>,
  why?: (key: string) => string | undefined,
): { given: T; distribution: Distribution; parameters: Float64Array } {
  const distribution = distributionOf(options);
  const definition = definitionOf(distribution);
  const given = ownValues(
    'job',
    options,
    keys.get(distribution)!,
    (key) => why?.(key) ?? whyNotOf(definition, key),
  );
  return { given, distribution, parameters: toParameters(definition, given as never) };
}

/** The seed, the stream and the range. */
function partOf(options: Omit<JobOptions, 'samples' | 'distribution'>, count: number, size = 1): Key & Range {
  const samples = wholeNumber('samples', count, 0, MAX_SAMPLES);
  const start = options.start === undefined ? 0 : wholeNumber('start', options.start, 0, MAX_SAMPLES);
  requireWithin(start, samples, size);
  return {
    seed: options.seed === undefined ? randomSeed() : toSeed(options.seed),
    stream: options.stream === undefined ? 0 : wholeNumber('stream', options.stream, 0, MAX_STREAM),
    start,
    samples,
  };
}

function requireWithin(start: number, samples: number, size = 1): void {
  const most = Math.floor(MAX_SAMPLES / size);
  if (start > most - samples) {
    const limit = size === 1 ? '2^53 - 1' : `${most}, which is 2^53 - 1 numbers`;
    throw new RangeError(
      `start + samples must be at most ${limit}; start is ${start}, samples is ${samples}`,
    );
  }
}

/** Why a distribution's job has no such key, if there is more to say than what it has. */
export function whyNotOf(definition: Definition, key: string): string | undefined {
  const { name, names } = definition;
  const instead = insteadOf(definition, key);
  if (instead !== undefined) {
    return `'${name}' samples have no ${key}: write ${instead}`;
  }
  if (isParameter(key)) {
    const own = names.length === 1 ? `parameter is ${names[0]}` : `parameters are ${names.join(' and ')}`;
    return `'${name}' samples have no ${key}: their ${own}`;
  }
  return /^(engine|mode|allot|concur|chunk|reuse|signal|on[A-Z])/.test(key)
    ? `job has no '${key}': it is an option, and options follow the job`
    : undefined;
}

function whyNotOfSum(distribution: Distribution, key: string): string | undefined {
  const definition = definitionOf(distribution);
  const { total, names } = definition;
  return total !== undefined && names.includes(key)
    ? `a sum is of standard samples and has no ${key}: that of scaled ones is ${total.ofScaled}`
    : whyNotOf(definition, key);
}

/** Whether a key is a parameter of any distribution. */
function isParameter(key: string): boolean {
  return DISTRIBUTIONS.some((distribution) => definitionOf(distribution).names.includes(key));
}

/** A job's parameters by name, without those that have their defaults. */
export function givenParameters({
  distribution,
  parameters,
}: Stream): Partial<Record<ParameterName, ParameterValue>> {
  const definition = definitionOf(distribution);
  const given = valuesOf(definition, parameters)
    .map((value, i) => [definition.list[i]!, value] as const)
    .filter(([parameter, value]) => value !== parameter.default);
  return Object.fromEntries(given.map(([{ name }, value]) => [name, value]));
}
