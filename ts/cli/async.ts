import type { Command } from 'commander';
import { runAsync } from '../example/programs/async.ts';
import { programCommand } from './program.ts';

/** `offloop async`: compute while waiting for the server. */
export function asyncCommand(): Command {
  return programCommand('async', 'the asynchronous program: compute while a running server works', runAsync);
}
