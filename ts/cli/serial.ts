import type { Command } from 'commander';
import { runSerial } from '../example/programs/serial.ts';
import { programCommand } from './program.ts';

/** `offloop serial`: ask the server, wait, then compute. */
export function serialCommand(): Command {
  return programCommand('serial', 'the serial program: ask a running server, wait, then compute', runSerial);
}
