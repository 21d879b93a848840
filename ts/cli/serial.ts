import type { Command } from 'commander';
import { runSerial } from '../scenario/serial.ts';
import { scenarioCommand } from './scenario.ts';

/** `offloop serial`: ask the server, wait, then compute. */
export function serialCommand(): Command {
  return scenarioCommand('serial', 'the serial program: ask a running server, wait, then compute', runSerial);
}
