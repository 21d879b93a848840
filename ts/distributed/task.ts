import { oneOf, plainObject, wholeNumber } from '../library/checks/arguments.ts';
import { describeValue } from '../library/checks/printable.ts';
import type { ParameterValue } from '../library/distributions/definition.ts';
import { PARAMETER_NAMES, type ParameterName, rowSize } from '../library/distributions/registry.ts';
import { givenParameters, type Job, type SumJob, toJob, toSampleJob } from '../library/jobs/job.ts';
import { type Range, STREAM_VERSION } from '../library/stream/stream.ts';
import { MAX_PART_SAMPLES, MAX_PARTS } from './parts.ts';

/** The format of a file's samples: doubles or floats, little-endian, one after the other. */
export type FileFormat = 'f64le' | 'f32le';

/** The bytes of a number. */
const SAMPLE_BYTES: Readonly<Record<FileFormat, number>> = { f64le: 8, f32le: 4 };

export const FILE_FORMATS = Object.keys(SAMPLE_BYTES) as readonly FileFormat[];

/** What to compute: the exact total of a job's samples, or the samples themselves in files. */
export type Task = SumTask | FilesTask;

interface SumTask {
  readonly job: SumJob;
  readonly files: undefined;
}

export interface FilesTask {
  readonly job: Job;
  readonly files: { readonly format: FileFormat; readonly folder: string };
}

/** A parameter's value in JSON, which has no infinities. */
type ParameterJSON = ParameterValue | 'Infinity' | '-Infinity';

/** A task as it goes through the queue: only numbers and short words, and parameters that are not their defaults. */
export interface TaskJSON extends Range, Partial<Record<ParameterName, ParameterJSON>> {
  readonly streamVersion: number;
  readonly distribution: string;
  readonly seed: string;
  readonly stream: number;
  readonly format?: FileFormat;
  readonly folder?: string;
}

const JOB_KEYS = ['distribution', 'seed', 'stream', 'start', 'samples'] as const;
const TASK_KEYS = ['streamVersion', ...JOB_KEYS, ...PARAMETER_NAMES, 'format', 'folder'] as const;
const MERGE_KEYS = ['task', 'ttl', 'parts', 'partSamples', 'round', 'added'] as const;

export function taskJSON({ job, files }: Task, range: Range = job): TaskJSON {
  const { distribution, seed, stream } = job;
  const { start, samples } = range;
  return {
    streamVersion: STREAM_VERSION,
    distribution,
    seed: String(seed),
    stream,
    start,
    samples,
    ...parametersJSON(job),
    ...files,
  };
}

/** The most numbers of a parameter in the queue, where every part has them. */
const MAX_QUEUED = 4096;

/** Checks that a job's parameters are few enough to be in every part of it. */
export function requireFew({ parameters }: Job): void {
  if (parameters.length > MAX_QUEUED) {
    throw new RangeError(
      `a distributed job has at most ${MAX_QUEUED} parameters, and this one has ${parameters.length}`,
    );
  }
}

function isParameter(key: string): boolean {
  return (PARAMETER_NAMES as readonly string[]).includes(key);
}

/** A parameter of a task from the queue. */
function fromJSON(key: string, value: unknown): unknown {
  if (value === 'Infinity' || value === '-Infinity') {
    return Number(value);
  }
  if (Array.isArray(value) && value.flat().length > MAX_QUEUED) {
    throw new RangeError(`${key} must have at most ${MAX_QUEUED} numbers in a queue`);
  }
  return value;
}

/** The bytes of a file of so many of a job's samples. */
export function bytesOf({ job, files }: FilesTask, samples: number): number {
  return samples * SAMPLE_BYTES[files.format] * rowSize(job);
}

function parametersJSON(job: Job): Partial<Record<ParameterName, ParameterJSON>> {
  const given = Object.entries(givenParameters(job));
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      value === Number.POSITIVE_INFINITY
        ? 'Infinity'
        : value === Number.NEGATIVE_INFINITY
          ? '-Infinity'
          : value,
    ]),
  );
}

/** Checks a task from a queue, which anyone may have written, as strictly as a caller's arguments. */
function toTask(value: unknown): Task {
  const given = plainObject('a part', value as TaskJSON, TASK_KEYS);
  const { streamVersion, format, folder, ...all } = given;
  const rest = Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, isParameter(key) ? fromJSON(key, value) : value]),
  ) as typeof all;
  if (streamVersion !== STREAM_VERSION) {
    throw new RangeError(
      `this worker computes version ${STREAM_VERSION} of the sample stream, not ${describeValue(streamVersion)}`,
    );
  }
  // Not a word: two names of one job would be two jobs.
  if (typeof rest.seed !== 'string' || !/^\d{1,20}$/.test(rest.seed)) {
    throw new TypeError(`seed must be a decimal string in a queue, not ${describeValue(rest.seed)}`);
  }
  wholeNumber('start', rest.start, 0, Number.MAX_SAFE_INTEGER);
  if (format === undefined && folder === undefined) {
    return { job: toJob(rest as never), files: undefined };
  }
  return {
    job: toSampleJob(rest as never),
    files: { format: oneOf('format', format, FILE_FORMATS), folder: toFolderName(folder) },
  };
}

/** The same for one part of a task. */
export function toPartTask(value: unknown): Task {
  const task = toTask(value);
  wholeNumber("a part's samples", task.job.samples, 0, MAX_PART_SAMPLES);
  return task;
}

/** One folder's name, not a path, so that a queue cannot reach any other place on a worker's disk. */
export function toFolderName(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w-][\w.-]{0,99}$/.test(value)) {
    throw new TypeError(
      `the folder's name must be 1 to 100 letters, digits, dots, hyphens or underscores, and not begin with a dot; it is ${describeValue(value)}`,
    );
  }
  return value;
}

/** The shortest time, in milliseconds, that an answer is stored: everyone who waits for it looks within this time. */
export const LEAST_TTL = 10_000;

/** A job in the queue, whose parts are merged: the request, and its progress. */
export interface MergeData {
  readonly task: TaskJSON;
  /** How many milliseconds the answer is kept. */
  readonly ttl: number;
  /** How many parts were asked for. */
  readonly parts?: number;
  /** Samples per part, once that is decided. */
  readonly partSamples?: number;
  /** The round in which parts are added, from 0. */
  readonly round?: number;
  /** Whether all parts of this round are added. */
  readonly added?: boolean;
}

/** Checks a job from the queue. */
export function toMergeData(value: unknown): MergeData & { readonly checked: Task } {
  const data = plainObject('a job in the queue', value as MergeData, MERGE_KEYS);
  wholeNumber('ttl', data.ttl, LEAST_TTL, Number.MAX_SAFE_INTEGER);
  wholeNumber('round', data.round ?? 0, 0, 100);
  if (data.parts !== undefined) {
    wholeNumber('parts', data.parts, 1, MAX_PARTS);
  }
  const checked = toTask(data.task);
  if (data.partSamples !== undefined) {
    const least = Math.max(1, Math.ceil(checked.job.samples / MAX_PARTS));
    wholeNumber('partSamples', data.partSamples, least, MAX_PART_SAMPLES);
  }
  return { ...data, checked };
}
