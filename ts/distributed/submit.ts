import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { describeValue, oneOf, plainObject } from '../arguments.ts';
import { type JobOptions, type SampleJob, toJob, toSampleJob } from '../job.ts';
import type { Total } from '../total.ts';
import { checkPart, readTotal } from './answers.ts';
import { ask } from './ask.ts';
import { distributedError } from './errors.ts';
import { type FilePart, fileOf, type Manifest, readManifest, writeManifest } from './files.ts';
import { fileSamplesOf, MAX_PART_SAMPLES, partsOf } from './parts.ts';
import { SUBMIT_KEYS, type SubmitOptions, toSubmitPlan } from './submit-options.ts';
import { FILE_FORMATS, type FileFormat, type Task, taskJSON, toFolderName } from './task.ts';

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
  const task: Task = { job: toJob(job), files: undefined };
  const plan = toSubmitPlan(options);
  return ask({ task, cached: true, read: ({ total }) => readTotal(task, total) }, plan);
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
 * @throws as `submit` does, and an {OffloopError} `OFFLOOP_OTHER_SAMPLES` if the folder contains other samples
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
  const plan = toSubmitPlan(given, SAMPLES_KEYS);
  const { output, format = 'f64le' } = given;
  if (typeof output !== 'string') {
    throw new TypeError(`output must be a folder's path, not ${describeValue(output)}`);
  }
  const folder = resolve(output);
  const files = { format: oneOf('format', format, FILE_FORMATS), folder: toFolderName(basename(folder)) };
  const task: Task = { job: checked, files };
  await makeFolder(folder);
  const partSamples = (await manifestOf(folder, task)) ?? fileSamplesOf(checked.samples, plan.parts);
  const parts = partsOf(checked, partSamples);
  const read = ({ files: found }: { files?: unknown }): FilePart[] | undefined => {
    try {
      return parts.map((part, i) => checkPart(task, part, (found as FilePart[])[i]) as FilePart);
    } catch {
      return undefined;
    }
  };
  const written = await ask({ task, partSamples, cached: false, read }, plan);
  await requireFiles(folder, written, task);
  return writeManifest(folder, task, partSamples, written);
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

/** The samples per file if the folder contains this job; undefined if it contains none. */
async function manifestOf(folder: string, task: Task): Promise<number | undefined> {
  const manifest = await readManifest(folder).catch(() => {
    throw other(folder, 'its manifest.json cannot be read');
  });
  if (manifest === undefined) {
    return undefined;
  }
  const { folder: _, ...asked } = taskJSON(task);
  for (const [key, value] of Object.entries(asked)) {
    const found = manifest[key as keyof Manifest];
    if (found !== value) {
      throw other(folder, `${key} is ${describeValue(found)} there, not ${describeValue(value)}`);
    }
  }
  const { partSamples } = manifest;
  if (!Number.isInteger(partSamples) || partSamples! < 1 || partSamples! > MAX_PART_SAMPLES) {
    throw other(folder, `its partSamples is ${describeValue(partSamples)}`);
  }
  return partSamples;
}

function other(folder: string, why: string): Error {
  return distributedError('OFFLOOP_OTHER_SAMPLES', `The folder ${folder} has other samples: ${why}`);
}

/** A worker whose folder is not this one has written the files elsewhere. */
async function requireFiles(folder: string, parts: readonly FilePart[], { files }: Task): Promise<void> {
  for (const part of parts) {
    const file = fileOf(part, files!.format);
    const { size } = await stat(resolve(folder, file)).catch(() => ({ size: undefined }));
    if (size !== part.bytes) {
      throw distributedError(
        'OFFLOOP_PART_FAILED',
        `${file} is not in ${folder}: a worker's output is not its parent folder`,
      );
    }
  }
}
