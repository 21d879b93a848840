import type { Command } from 'commander';
import { runAsync } from '../scenario/async.ts';
import { scenarioCommand } from './scenario.ts';

/** `offloop async`: compute while waiting for the server. */
export function asyncCommand(): Command {
  return scenarioCommand('async', 'the asynchronous program: compute while a running server works', runAsync);
}
