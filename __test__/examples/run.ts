import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finished, startProgram } from '../processes.ts';

/** The folder of the examples. */
export const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** Starts an example, as a user would. */
export function startExample(file: string, ...args: string[]): ReturnType<typeof startProgram> {
  return startProgram(process.execPath, [join(EXAMPLES, file), ...args]);
}

/** Runs an example to its end. */
export function runExample(file: string, ...args: string[]): Promise<Finished> {
  return startExample(file, ...args).finished;
}
