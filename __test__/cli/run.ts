import { fileURLToPath } from 'node:url';
import { type Finished, startProgram } from '../processes.ts';

export const main = fileURLToPath(new URL('../../ts/cli/main.ts', import.meta.url));

/** Starts the command line in a process of its own. */
export function start(args: readonly string[], env?: NodeJS.ProcessEnv): ReturnType<typeof startProgram> {
  return startProgram(process.execPath, ['--import=tsx', main, ...args], env);
}

/** Runs the command line to its end. */
export function run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Finished> {
  return start(args, env).finished;
}
