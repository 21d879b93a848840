import { constants } from 'node:fs';
import { access, lstat, mkdir, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { oneOf, plainObject } from '../library/checks/arguments.ts';
import { describeValue } from '../library/checks/printable.ts';
import { type JobOptions, type SampleJob, type SumJob, toJob, toSampleJob } from '../library/jobs/job.ts';
import type { Total } from '../library/jobs/total.ts';
import { readParts, readTotal } from './answers.ts';
import { ask } from './ask.ts';
import { distributedError } from './errors.ts';
import { claim, complete, type FilePart, fileOf, type Manifest } from './manifest.ts';
import { fileSamplesOf, partsOf } from './parts.ts';
import { planOf, SUBMIT_KEYS, type SubmitOptions, toSubmitPlan } from './submit-options.ts';
import { FILE_FORMATS, type FileFormat, type Task, toFolderName } from './task.ts';

/**
 * The exact sum of a job's samples, computed by the available workers (`work`): to the bit what `sum` gives.
 *
 * The same job is computed once, however many callers ask for it at a time, and its answer is stored for a while. After
 * a crash, the same call continues where the job was.
 *
 * @throws {TypeError | RangeError} for a bad argument, before anything starts
 * @throws the signal's reason when it aborts
 * @throws {OffloopError} `OFFLOOP_REDIS_UNAVAILABLE`, `OFFLOOP_REDIS_REFUSED`, `OFFLOOP_PART_FAILED`, which says which
 * part and why, or `OFFLOOP_JOB_LOST`
 *
 * @example
 * const total = await submit({ distribution: 'normal', samples: 1e13, seed: 42n }, { redis: 'redis://10.0.0.1' });
 */
export async function submit(job: JobOptions, options: SubmitOptions): Promise<Total> {
  return submitJob(toJob(job), options);
}

/** `submit` with a checked job. */
export async function submitJob(job: SumJob, options: SubmitOptions): Promise<Total> {
  const plan = toSubmitPlan(options);
  const task: Task = { job, files: undefined };
  return ask(() => ({ task, cached: true, read: ({ total }) => readTotal(task, total) }), plan);
}

/** Where samples are written, and in which format. */
export interface SubmitSamplesOptions extends Omit<SubmitOptions, 'ttl'> {
  /**
   * The folder for the samples, created if its parent exists. That parent must be the workers' `output`, under this
   * path or another.
   */
  output: string;
  /**
   * Doubles or floats, little-endian, one after the other.
   * @default 'f64le'
   */
  format?: FileFormat | undefined;
}

const SAMPLES_KEYS = [...SUBMIT_KEYS.filter((key) => key !== 'ttl'), 'output', 'format'];

/**
 * Writes a job's samples to a folder, one file per part, with the available workers; `manifest.json` lists the files
 * and their checksums. The same call again checks every file, and recomputes only what is missing or damaged, to the
 * bit.
 *
 * The folder belongs to the first job that asks for it, whether that is ever completed or not.
 *
 * @throws as `submit` does, and an {OffloopError} `OFFLOOP_OTHER_SAMPLES` if the folder belongs to another job, or
 * `OFFLOOP_FOLDER_FAILED` if its manifest cannot be written
 *
 * @example
 * const manifest = await submitSamples(
 *   { distribution: 'uniform', samples: 1e12, seed: 42n },
 *   { redis: 'redis://10.0.0.1', output: '/mnt/lake/uniform' },
 * );
 */
export async function submitSamples(job: SampleJob, options: SubmitSamplesOptions): Promise<Manifest> {
  const checked = toSampleJob(job);
  const given = plainObject('options', options, SAMPLES_KEYS);
  const plan = planOf(given);
  const { output, format = 'f64le' } = given;
  if (typeof output !== 'string') {
    throw new TypeError(`output must be a folder's path, not ${describeValue(output)}`);
  }
  const folder = resolve(output);
  const files = { format: oneOf('format', format, FILE_FORMATS), folder: toFolderName(basename(folder)) };
  const task: Task = { job: checked, files };
  await makeFolder(folder);
  let partSamples = fileSamplesOf(checked.samples, plan.parts);
  const written = await ask<FilePart[]>(async () => {
    partSamples = await claim(folder, task, partSamples);
    const parts = partsOf(checked, partSamples);
    return { task, partSamples, cached: false, read: ({ files: found }) => readParts(task, parts, found) };
  }, plan);
  await requireFiles(folder, written, task);
  return complete(folder, task, partSamples, written);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    });
    if (!(await stat(folder)).isDirectory()) {
      throw new Error();
    }
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new RangeError(
      `output must be a folder that can be written, or created in its parent; '${folder}' cannot`,
      {
        cause,
      },
    );
  }
}

/** Files are missing if they were removed meanwhile, or if a worker's folder is not this one. */
async function requireFiles(folder: string, parts: readonly FilePart[], { files }: Task): Promise<void> {
  for (const part of parts) {
    const file = fileOf(part, files!.format);
    const found = await lstat(resolve(folder, file)).catch(() => undefined);
    if (!found?.isFile() || found.size !== part.bytes) {
      throw distributedError(
        'OFFLOOP_PART_FAILED',
        `${file} is not in ${folder}: it was removed meanwhile, or a worker's output is not its parent folder`,
      );
    }
  }
}
