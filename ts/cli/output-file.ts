import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { describeValue, shorten } from '../library/checks/printable.ts';
import { reasonOf } from '../service/system-error.ts';
import { notWritten } from './output.ts';

/** A file that a command will write when it is done. */
export interface OutputFile {
  /** The path as the user gave it, or its end. */
  readonly path: string;
  /** The system's own identity of the file: the same for every path to it. */
  readonly id: string;
  write(text: string): void;
}

/** Checks, before anything starts, that a file can be written where the user wants it. */
export function outputFile(path: string): OutputFile {
  const there = statOf(path);
  const id = there === undefined ? newFile(path) : fileThatIs(path, there);
  const shown = path.length > 80 ? `…${path.slice(-79)}` : path;
  return {
    path: shown,
    id,
    write(text) {
      try {
        writeFileSync(path, text);
      } catch (cause) {
        throw notWritten(shown, cause);
      }
    },
  };
}

/** Checks that several options name different files. */
export function requireDifferent(files: Readonly<Record<string, OutputFile | undefined>>): void {
  const optionOf = new Map<string, string>();
  for (const [option, file] of Object.entries(files)) {
    const other = file && optionOf.get(file.id);
    if (other !== undefined) {
      throw new RangeError(`${other} and ${option} must be different files, not both '${file!.path}'`);
    }
    optionOf.set(file?.id ?? option, option);
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function newFile(path: string): string {
  const folder = dirname(resolve(path));
  try {
    if (path === '' || !statSync(folder).isDirectory()) {
      throw new Error();
    }
    accessSync(folder, constants.W_OK);
    return join(realpathSync(folder), basename(path));
  } catch {
    throw new InvalidArgumentError(
      `It must be in an existing, writable folder, and ${describeValue(folder)} is not one.`,
    );
  }
}

function fileThatIs(path: string, there: Stats): string {
  // Opening a FIFO would wait for its reader.
  if (!there.isFile() && !there.isCharacterDevice()) {
    throw new InvalidArgumentError(`It must be a file, not ${kindOf(there)}.`);
  }
  try {
    closeSync(openSync(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)));
  } catch (error) {
    throw new InvalidArgumentError(`It must be a writable file: ${shorten(reasonOf(error), 80)}.`);
  }
  return `${there.dev} ${there.ino}`;
}

function kindOf(there: Stats): string {
  if (there.isDirectory()) {
    return 'a folder';
  }
  return there.isFIFO() ? 'a FIFO' : 'a device or a socket';
}
