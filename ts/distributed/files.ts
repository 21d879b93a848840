import { createHash } from 'node:crypto';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireKind } from '../library/distributions/write.ts';
import type { Plan } from '../library/jobs/options.ts';
import { fillJob } from '../library/jobs/samples.ts';
import type { FloatArray } from '../library/stream/arrays.ts';
import { toLittleEndian } from '../library/stream/byte-order.ts';
import { BLOCK_SAMPLES } from '../library/stream/stream.ts';
import { openFile, readText, unfinished, unless, writeWhole } from './disk.ts';
import { type FilePart, fileOf, knownSum, requireClaim } from './manifest.ts';
import { SAMPLE_BYTES, type Task } from './task.ts';

/** How many samples are computed, hashed and written at a time. */
const PIECE = 4 * BLOCK_SAMPLES;

/** How many bytes are read and hashed at a time. */
const READ = 1 << 20;

/** The name of the file that keeps a part's checksum, in the form of sha256sum, until the manifest has it. */
function recordOf(file: string): string {
  return `.${file}.sha256`;
}

/**
 * Writes a part's samples to its file in a worker's folder, unless the file is there, complete and undamaged. The file
 * gets its name only once it is complete, and its checksum is stored before.
 */
export async function writePart(task: Task, root: string, plan: Plan): Promise<FilePart> {
  const { job, files } = task;
  const { format, folder: name } = files!;
  const { start, samples } = job;
  const folder = await folderIn(root, name);
  const manifest = await requireClaim(folder, name, task);
  const file = fileOf(job, format);
  const path = join(folder, file);
  const bytes = samples * SAMPLE_BYTES[format];
  const known = knownSum(manifest, job) ?? (await recordedSum(folder, file));
  if (known !== undefined && (await checksumOf(path, bytes, plan.signal)) === known) {
    return { start, samples, bytes, sha256: known };
  }
  const written = unfinished(folder, file);
  try {
    const handle = await open(written, 'wx');
    let sha256: string;
    try {
      sha256 = await writeSamples(task, handle, plan);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await writeWhole(folder, recordOf(file), `${sha256}  ${file}\n`);
    await rename(written, path);
    return { start, samples, bytes, sha256 };
  } catch (error) {
    await rm(written, { force: true });
    throw error;
  }
}

/** A folder in a worker's own. A link is refused: it may lead anywhere. */
async function folderIn(root: string, name: string): Promise<string> {
  const folder = join(root, name);
  const found = await lstat(folder).catch(unless('ENOENT'));
  if (!found?.isDirectory()) {
    const why = found === undefined ? 'is not' : found.isSymbolicLink() ? 'is a link' : 'is no folder';
    throw new Error(`'${name}' ${why} in this worker's output, which must be its parent folder`);
  }
  return folder;
}

async function writeSamples({ job, files }: Task, file: FileHandle, plan: Plan): Promise<string> {
  const hash = createHash('sha256');
  requireKind(job, files!.format === 'f64le' ? 'Float64Array' : 'Float32Array');
  const SampleArrayClass = files!.format === 'f64le' ? Float64Array : Float32Array;
  let array: FloatArray = new SampleArrayClass(0);
  for (let done = 0; done < job.samples; done += PIECE) {
    const samples = Math.min(PIECE, job.samples - done);
    const room = array.length === samples ? array : new SampleArrayClass(samples);
    array = await fillJob(room, { ...job, start: job.start + done, samples }, plan);
    const piece = toLittleEndian(array);
    hash.update(piece);
    for (let from = 0; from < piece.length; ) {
      from += (await file.write(piece, from)).bytesWritten;
    }
  }
  return hash.digest('hex');
}

/** A file's checksum; undefined if there is no such file of this length. */
async function checksumOf(path: string, bytes: number, signal?: AbortSignal): Promise<string | undefined> {
  const file = await openFile(path).catch(() => undefined);
  try {
    if (file?.size !== bytes) {
      return undefined;
    }
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(Math.min(bytes, READ));
    for (let done = 0; done < bytes; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.handle.read(piece, 0, Math.min(piece.length, bytes - done), done);
      if (bytesRead === 0) {
        return undefined;
      }
      hash.update(piece.subarray(0, bytesRead));
      done += bytesRead;
    }
    return hash.digest('hex');
  } catch {
    signal?.throwIfAborted();
    return undefined;
  } finally {
    await file?.handle.close();
  }
}

/** The checksum that was stored when a part's file was complete. */
async function recordedSum(folder: string, file: string): Promise<string | undefined> {
  const text = await readText(join(folder, recordOf(file)), 200).catch(() => undefined);
  return text === undefined ? undefined : /^([0-9a-f]{64}) {2}/.exec(text)?.[1];
}
