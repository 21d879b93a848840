import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Files in folders that anyone may have filled with anything. */

/** Opens a file to read it. Anything else is refused, without waiting: a link, a folder, a pipe, a device. */
export async function openFile(path: string): Promise<{ handle: FileHandle; size: number }> {
  // Windows has neither of these.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile()) {
      throw new Error('it is no file');
    }
    return { handle, size: found.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file's text, if it has at most so many bytes; undefined if there is none. */
export async function readText(path: string, most: number): Promise<string | undefined> {
  const file = await openFile(path).catch(unless('ENOENT'));
  try {
    if (file !== undefined && file.size > most) {
      throw new RangeError(`it has ${file.size} bytes, more than ${most}`);
    }
    const { buffer, bytesRead } = (await file?.handle.read(Buffer.alloc(file.size), 0, file.size, 0)) ?? {};
    return buffer?.toString('utf8', 0, bytesRead);
  } finally {
    await file?.handle.close();
  }
}

/** The name of a file until it is complete. */
export function unfinished(folder: string, name: string): string {
  return join(folder, `.${name}.${randomUUID()}`);
}

/** Writes a file that exists only as a whole, in place of any of that name. */
export async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const written = unfinished(folder, name);
  try {
    await writeNew(written, text);
    await rename(written, join(folder, name));
  } catch (error) {
    await rm(written, { force: true });
    throw error;
  }
}

/** Writes a file that must not be there yet: of all who try, one does. */
export async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Lets an error of this code pass as undefined. */
export function unless(code: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException)?.code !== code) {
      throw error;
    }
    return undefined;
  };
}
