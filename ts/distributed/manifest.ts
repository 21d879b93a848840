import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UnrecoverableError } from 'bullmq';
import { describeValue } from '../library/checks/printable.ts';
import type { Range } from '../library/stream/stream.ts';
import { readText, unless, writeNew, writeWhole } from './disk.ts';
import { distributedError, messageOf } from './errors.ts';
import { MAX_PART_SAMPLES, MAX_PARTS } from './parts.ts';
import { type FileFormat, type Task, type TaskJSON, taskJSON } from './task.ts';

/** A part of the samples, in its own file. */
export interface FilePart extends Range {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** The name of a part's file: its first sample, padded with zeros so that names sort in the order of the samples. */
export function fileOf({ start }: Range, format: FileFormat): string {
  return `part-${String(start).padStart(16, '0')}.${format}`;
}

/** The contents of a folder of samples, as described by its `manifest.json`. */
export interface Manifest extends TaskJSON {
  readonly format: FileFormat;
  /** Samples per file; the last may have fewer. */
  readonly partSamples: number;
  /** The files. There are none in a folder whose job has not been completed yet. */
  readonly parts: readonly (FilePart & { readonly file: string })[];
}

const MANIFEST = 'manifest.json';

/** The most bytes of a manifest: 20,000 parts take a quarter of it. */
const MOST_BYTES = 1 << 24;

/** How long a manifest may be incomplete, in milliseconds, because it is being written. */
const BEING_WRITTEN = 2000;

/** An unfinished file that nobody has written to for this long, in milliseconds, is left by someone who was killed. */
const LEFT = 600_000;

/**
 * Claims a folder for a job, before its first file: the manifest is there, and has no parts yet. Returns the samples per
 * file, which are those of the first who claimed it for this job.
 *
 * @throws {OffloopError} `OFFLOOP_OTHER_SAMPLES` if it is claimed for another, `OFFLOOP_FOLDER_FAILED` if it cannot be
 */
export async function claim(folder: string, task: Task, partSamples: number): Promise<number> {
  const text = textOf(manifestOf(task, partSamples, []));
  const isMine = await writeNew(join(folder, MANIFEST), text).then(
    () => true,
    (error) => {
      if (error.code === 'EEXIST') {
        return false;
      }
      throw failed(folder, error);
    },
  );
  return isMine ? partSamples : partSamplesIn(folder, task);
}

/** The samples per file of a folder that is claimed for this job. */
async function partSamplesIn(folder: string, task: Task): Promise<number> {
  let manifest: Partial<Manifest> | undefined;
  for (let waited = 0; manifest === undefined; waited += 100) {
    try {
      manifest = await readManifest(folder);
    } catch (error) {
      if (!(error instanceof SyntaxError) || waited >= BEING_WRITTEN) {
        throw other(folder, `its manifest.json cannot be read: ${messageOf(error)}`, error);
      }
    }
    if (manifest === undefined) {
      if (waited >= BEING_WRITTEN) {
        throw other(folder, 'its manifest.json is empty');
      }
      await delay(100);
    }
  }
  const why = differenceOf(manifest, task, task.job);
  if (why !== undefined) {
    throw other(folder, why);
  }
  return manifest.partSamples!;
}

/** What a manifest says otherwise than the task of a whole job, in words. */
function differenceOf(manifest: Partial<Manifest>, task: Task, whole: Range): string | undefined {
  const { folder: _, ...asked } = taskJSON(task, whole);
  for (const [key, value] of Object.entries(asked)) {
    const found = manifest[key as keyof Manifest];
    // Lists are other arrays each time.
    if (found !== value && JSON.stringify(found) !== JSON.stringify(value)) {
      return `${key} is ${describeValue(found)} there, not ${describeValue(value)}`;
    }
  }
  const { partSamples } = manifest;
  const least = Math.max(1, Math.ceil(whole.samples / MAX_PARTS));
  return Number.isInteger(partSamples) && partSamples! >= least && partSamples! <= MAX_PART_SAMPLES
    ? undefined
    : `its partSamples is ${describeValue(partSamples)}, and must be from ${least} to ${MAX_PART_SAMPLES}`;
}

/**
 * The manifest of a folder in a worker's own, which must be claimed for the job of this part, and cut as it is.
 *
 * @throws {UnrecoverableError} if it is claimed for another
 */
export async function requireClaim(folder: string, name: string, part: Task): Promise<Partial<Manifest>> {
  const manifest = await readManifest(folder).catch((error) => {
    throw new Error(`the manifest.json of '${name}' cannot be read: ${messageOf(error)}`, { cause: error });
  });
  if (manifest === undefined) {
    throw new Error(
      `'${name}' has no manifest.json in this worker's output, which must be its parent folder`,
    );
  }
  const { start = Number.NaN, samples = Number.NaN, partSamples = Number.NaN } = manifest;
  const why = differenceOf(manifest, part, { start, samples });
  if (why !== undefined) {
    throw new UnrecoverableError(`'${name}' has other samples: ${why}`);
  }
  const at = part.job.start - start;
  if (at < 0 || at % partSamples !== 0 || part.job.samples !== Math.min(partSamples, samples - at)) {
    throw new UnrecoverableError(`'${name}' is cut into other parts, of ${partSamples} samples`);
  }
  return manifest;
}

/** The checksum of a part, if its folder's job has been completed before. */
export function knownSum({ parts }: Partial<Manifest>, { start, samples }: Range): string | undefined {
  const known = Array.isArray(parts) ? (parts as FilePart[]) : [];
  const sum = known.find((part) => part?.start === start && part.samples === samples)?.sha256;
  return typeof sum === 'string' ? sum : undefined;
}

/** The last manifest that was read, since each part of a job needs it: parsing that of 20,000 parts takes 20 ms. */
let last: { folder: string; version: string; manifest: Partial<Manifest> } | undefined;

/** A folder's manifest, unchecked; undefined if there is none, or an empty file. */
async function readManifest(folder: string): Promise<Partial<Manifest> | undefined> {
  const path = join(folder, MANIFEST);
  const found = await lstat(path, { bigint: true }).catch(unless('ENOENT'));
  const version = `${found?.ino} ${found?.size} ${found?.mtimeNs} ${found?.ctimeNs}`;
  if (found !== undefined && last?.folder === folder && last.version === version) {
    return last.manifest;
  }
  const text = await readText(path, MOST_BYTES);
  const manifest = text ? JSON.parse(text) : undefined;
  if (typeof manifest !== 'object' || manifest === null) {
    return undefined;
  }
  last = { folder, version, manifest };
  return manifest;
}

function manifestOf(task: Task, partSamples: number, parts: readonly FilePart[]): Manifest {
  const { format } = task.files!;
  const { folder: _, ...job } = taskJSON(task);
  const named = parts.map((part) => ({ file: fileOf(part, format), ...part }));
  return { ...job, format, partSamples, parts: named };
}

function textOf(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** Writes the manifest of a completed job, and removes what only incomplete ones need. */
export async function complete(
  folder: string,
  task: Task,
  partSamples: number,
  parts: readonly FilePart[],
): Promise<Manifest> {
  const manifest = manifestOf(task, partSamples, parts);
  try {
    await writeWhole(folder, MANIFEST, textOf(manifest));
    await tidy(folder);
    return manifest;
  } catch (error) {
    throw failed(folder, error);
  }
}

/** Removes stored checksums, which the manifest has now, and unfinished files that killed workers have left. */
async function tidy(folder: string): Promise<void> {
  // Only times of one clock are compared, the one of the disk.
  const { mtimeMs: now } = await lstat(join(folder, MANIFEST));
  for (const name of await readdir(folder)) {
    const [, suffix] = /^\.(?:part-\d{16}\.f(?:64|32)le|manifest\.json)\.(.+)$/.exec(name) ?? [];
    const path = join(folder, name);
    if (suffix === 'sha256' || (suffix !== undefined && now - (await changed(path)) > LEFT)) {
      await rm(path, { force: true });
    }
  }
}

/** When a file was written to last; now, if it has gone meanwhile. */
async function changed(path: string): Promise<number> {
  const found = await lstat(path).catch(unless('ENOENT'));
  return found?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

function other(folder: string, why: string, cause?: unknown): Error {
  return distributedError(
    'OFFLOOP_OTHER_SAMPLES',
    `The folder ${folder} has other samples: ${why}`,
    cause === undefined ? undefined : { cause },
  );
}

function failed(folder: string, cause: unknown): Error {
  return distributedError(
    'OFFLOOP_FOLDER_FAILED',
    `The folder ${folder} cannot be written: ${messageOf(cause)}`,
    { cause },
  );
}
