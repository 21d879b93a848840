import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';

/** A file that a command will write when it is done. */
export interface OutputFile {
  readonly path: string;
  write(text: string): void;
}

/** Checks, before anything starts, that a file can be written where the user wants it. */
export function outputFile(path: string): OutputFile {
  const folder = dirname(resolve(path));
  try {
    if (!statSync(folder).isDirectory()) {
      throw new Error();
    }
    accessSync(folder, constants.W_OK);
  } catch {
    throw new InvalidArgumentError(
      `It must be in a folder that exists and can be written, and '${folder}' is none.`,
    );
  }
  return { path, write: (text) => writeFileSync(path, text) };
}
