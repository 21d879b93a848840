import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toLittleEndian } from '../byte-order.ts';
import { type FillJob, givenParameters } from '../job.ts';
import type { Plan } from '../run/options.ts';
import { fill } from '../run/samples.ts';
import type { FloatArray } from '../stream/arrays.ts';
import { BLOCK_SAMPLES, type Range } from '../stream/stream.ts';
import { type FileFormat, type Task, type TaskJSON, taskJSON } from './task.ts';

/** A part of the samples, in its own file. */
export interface FilePart extends Range {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** The contents of a folder of samples, as described by its `manifest.json`. */
export interface Manifest extends TaskJSON {
  readonly format: FileFormat;
  /** Samples per file; the last may have fewer. */
  readonly partSamples: number;
  readonly parts: readonly (FilePart & { readonly file: string })[];
}

const MANIFEST = 'manifest.json';

const BYTES: Record<FileFormat, number> = { f64le: 8, f32le: 4 };

/** How many samples are computed, hashed and written at a time. */
const PIECE = 4 * BLOCK_SAMPLES;

/** The name of a part's file: its first sample, padded with zeros so that names sort in the order of the samples. */
export function fileOf({ start }: Range, format: FileFormat): string {
  return `part-${String(start).padStart(16, '0')}.${format}`;
}

/**
 * Writes a part's samples to its file in a worker's folder, unless the file exists with the manifest's checksum. The
 * file gets its name only once it is complete.
 */
export async function writePart(task: Task, root: string, plan: Plan): Promise<FilePart> {
  const { job, files } = task;
  const { format, folder: name } = files!;
  const folder = join(root, name);
  const path = join(folder, fileOf(job, format));
  const bytes = job.samples * BYTES[format];
  const known = await knownPart(folder, job);
  if (known?.bytes === bytes && (await checksumOf(path, bytes, plan.signal)) === known.sha256) {
    return { start: job.start, samples: job.samples, bytes, sha256: known.sha256 };
  }
  // Not its parents: an unmounted folder is an error, not a reason to write to this machine's own disk.
  await mkdir(folder).catch(unless('EEXIST'));
  const unfinished = join(folder, `.${fileOf(job, format)}.${randomUUID()}`);
  try {
    const file = await open(unfinished, 'wx');
    let sha256: string;
    try {
      sha256 = await writeSamples(task, file, plan);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    return { start: job.start, samples: job.samples, bytes, sha256 };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeSamples({ job, files }: Task, file: FileHandle, plan: Plan): Promise<string> {
  const { distribution, seed, stream } = job;
  const { engine, mode, allotment, concurrency, signal } = plan;
  const run = { engine: engine.name, mode, allotment, concurrency, signal };
  const hash = createHash('sha256');
  const SampleArrayClass = files!.format === 'f64le' ? Float64Array : Float32Array;
  let array: FloatArray = new SampleArrayClass(0);
  for (let done = 0; done < job.samples; done += PIECE) {
    const samples = Math.min(PIECE, job.samples - done);
    const room = array.length === samples ? array : new SampleArrayClass(samples);
    const part = { distribution, seed, stream, start: job.start + done, ...givenParameters(job) };
    array = await fill(room, part as FillJob, run);
    const piece = toLittleEndian(array);
    hash.update(piece);
    for (let from = 0; from < piece.length; ) {
      from += (await file.write(piece, from)).bytesWritten;
    }
  }
  return hash.digest('hex');
}

/** A file's checksum; undefined if it does not exist or has another length. */
async function checksumOf(path: string, bytes: number, signal?: AbortSignal): Promise<string | undefined> {
  const { size } = await stat(path).catch(() => ({ size: -1 }));
  if (size !== bytes) {
    return undefined;
  }
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, signal ? { signal } : {});
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
  return hash.digest('hex');
}

async function knownPart(folder: string, { start, samples }: Range): Promise<FilePart | undefined> {
  const manifest = await readManifest(folder).catch(() => undefined);
  const parts = Array.isArray(manifest?.parts) ? (manifest.parts as FilePart[]) : [];
  return parts.find((part) => part?.start === start && part.samples === samples);
}

/** A folder's manifest, unchecked; undefined if there is none. */
export async function readManifest(folder: string): Promise<Partial<Manifest> | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) ?? undefined;
  } catch (error) {
    return unless('ENOENT')(error);
  }
}

/** Writes the folder's manifest, and removes unfinished files that killed workers have left. */
export async function writeManifest(
  folder: string,
  task: Task,
  partSamples: number,
  parts: readonly FilePart[],
): Promise<Manifest> {
  const { format } = task.files!;
  const { folder: _, ...job } = taskJSON(task);
  const named = parts.map((part) => ({ file: fileOf(part, format), ...part }));
  const manifest: Manifest = { ...job, format, partSamples, parts: named };
  const unfinished = join(folder, `.${MANIFEST}.${randomUUID()}`);
  const file = await open(unfinished, 'wx');
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(folder, MANIFEST));
  const left = (await readdir(folder)).filter((name) => /^\.part-\d{16}\.f(64|32)le\./.test(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
  return manifest;
}

function unless(code: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException)?.code !== code) {
      throw error;
    }
    return undefined;
  };
}
