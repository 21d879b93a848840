import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { printable } from '../format.ts';

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

/** Text if standard error is a terminal, else JSON. */
export function usualFormat(): LogFormat {
  return isatty(STANDARD_ERROR) ? 'text' : 'json';
}

/** A log on standard error. The JSON writer is loaded only if needed. */
export async function openLog(format: LogFormat, level: LogLevel): Promise<Log> {
  const output = new StandardError();
  const write = format === 'json' ? await jsonWriter(output) : textWriter(output);
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

/** A full disk or a closed pipe loses lines, but never ends the process. */
class StandardError {
  lost = 0;

  write(line: string): void {
    try {
      writeSync(STANDARD_ERROR, line);
    } catch {
      this.lost++;
    }
  }
}

function textWriter(output: StandardError): (entry: Entry) => void {
  return ({ line }) => output.write(`${printable(line)}\n`);
}

async function jsonWriter(output: StandardError): Promise<(entry: Entry) => void> {
  const { pino, stdTimeFunctions } = await import('pino');
  const options = {
    level: LOG_LEVELS[0],
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, output);
  return ({ level, line, fields }) => logger[level](fields, line);
}
