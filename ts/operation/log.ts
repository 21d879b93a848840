import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { inspect } from 'node:util';
import { printable, shorten } from '../library/checks/printable.ts';

export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** From the most to the least output. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log entry: a line for people, and the same as fields for machines. */
export interface Entry {
  readonly level: LogLevel;
  readonly line: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether it is logged at every level: where the process can be reached. */
  readonly always?: boolean;
}

export interface Log {
  write(entry: Entry): void;
  /** Lines that could not be written to standard error. */
  readonly lost: number;
}

const STANDARD_ERROR = 2;

/** The most characters of a line for people, and of a text in a field: some were written by others. */
const MOST = 2000;

/** Text if standard error is a terminal, else JSON. */
export function usualFormat(): LogFormat {
  return isatty(STANDARD_ERROR) ? 'text' : 'json';
}

/** A log on standard error. */
export function openLog(format: LogFormat, level: LogLevel): Log {
  const output = new StandardError();
  const write = format === 'json' ? jsonWriter(output) : textWriter(output);
  const least = LOG_LEVELS.indexOf(level);
  return {
    write(entry) {
      if (entry.always || LOG_LEVELS.indexOf(entry.level) >= least) {
        write(entry);
      }
    },
    get lost() {
      return output.lost;
    },
  };
}

/**
 * A full disk or a closed pipe loses lines, but never ends the process. What the system took only in part is finished
 * before the next line, so that no two lines become one.
 */
class StandardError {
  lost = 0;
  #rest: Uint8Array = new Uint8Array();

  write(line: string): void {
    const bytes = Buffer.from(`${printable(line)}\n`);
    this.#rest = take(this.#rest);
    const left = this.#rest.length === 0 ? take(bytes) : bytes;
    if (left.length === bytes.length) {
      this.lost++;
    } else {
      this.#rest = left;
    }
  }
}

/** Writes as much as the system takes, and returns the rest. */
function take(bytes: Uint8Array): Uint8Array {
  let rest = bytes;
  try {
    while (rest.length > 0) {
      rest = rest.subarray(writeSync(STANDARD_ERROR, rest));
    }
  } catch {
    // The disk is full, or the reader is slow or has gone.
  }
  return rest;
}

function textWriter(output: StandardError): (entry: Entry) => void {
  return ({ line }) => output.write(shorten(line, MOST));
}

function jsonWriter(output: StandardError): (entry: Entry) => void {
  return ({ level, line, fields }) => {
    const time = new Date().toISOString();
    const entry = { level, time, pid: process.pid, ...fields, msg: line };
    output.write(JSON.stringify(shortened(entry)));
  };
}

/** A value as JSON has it, with no text in it longer than `MOST`. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    return shorten(value, MOST);
  }
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (value instanceof Error) {
    const { name, message } = value;
    // With its code and its causes.
    return { type: name, message: shorten(message, MOST), stack: shorten(inspect(value), MOST) };
  }
  return Array.isArray(value)
    ? value.map(shortened)
    : Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shortened(field)]));
}
