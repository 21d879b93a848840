import { fstatSync, writeSync } from 'node:fs';
import { OffloopError } from '../library/checks/errors.ts';
import { printable, shorten } from '../library/checks/printable.ts';
import { reasonOf } from '../service/system-error.ts';
import { EXIT } from './interrupt.ts';

/** The error code when an answer cannot be written. */
type OutputErrorCode = 'OFFLOOP_WRITE_FAILED';

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

/** Prints lines to standard output. */
export function print(lines: string): void {
  write(`${lines}\n`);
}

/** Prints an answer for programs. */
export function printJson(answer: unknown): void {
  print(printable(JSON.stringify(answer)));
}

/**
 * Writes to standard output. Returns whether it takes more at once; otherwise there will be a `drain`. Node's own stream
 * for a file drops what the system does not take of a write, such as what goes beyond the end of the disk.
 */
export function write(output: string | Uint8Array): boolean {
  if (!isFile()) {
    return process.stdout.write(output);
  }
  let rest = typeof output === 'string' ? Buffer.from(output) : output;
  try {
    while (rest.length > 0) {
      rest = rest.subarray(writeSync(STANDARD_OUTPUT, rest));
    }
  } catch (cause) {
    throw notWritten('standard output', cause);
  }
  return true;
}

/** From now on, a reader that stops early (`offloop sample … | head`) is no error, and other errors end the process. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      process.exit(EXIT.success);
    }
    writeSync(STANDARD_ERROR, `error: ${notWritten('standard output', error).message}\n`);
    process.exit(EXIT.failure);
  });
  // Nor is a log on a full disk: a server continues without it.
  process.stderr.on('error', () => {});
}

/** The error for what could not be written, to a file or elsewhere. */
export function notWritten(where: string, cause: unknown): OffloopError<OutputErrorCode> {
  return new OffloopError(
    'OFFLOOP_WRITE_FAILED',
    `${where} could not be written: ${shorten(reasonOf(cause), 80)}`,
    {
      cause,
    },
  );
}

let file: boolean | undefined;

function isFile(): boolean {
  file ??= fstatSync(STANDARD_OUTPUT).isFile();
  return file;
}
