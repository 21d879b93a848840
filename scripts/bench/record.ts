import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Distribution } from '../../ts/job.ts';
import type { Machine } from './machine.ts';
import type { Summary } from './statistics.ts';

/** One line of a table: nanoseconds a sample, and what they are of. */
export interface Row extends Summary {
  readonly name: string;
  /** Whose it is: ours natively, ours in TypeScript, or someone else's. */
  readonly kind: 'native' | 'typescript' | 'peer';
}

/** A table whose rows answer the same question, and can be compared. */
export interface Group {
  readonly title: string;
  readonly distribution: Distribution;
  readonly samples: number;
  /** The row that ratios are against. */
  readonly baseline: string;
  /** What a figure is: nanoseconds a sample, unless said otherwise. */
  readonly unit?: 'ns a call';
  readonly rows: readonly Row[];
  readonly note?: string;
}

/** Cost as work grows: one series, nanoseconds a sample at each size. */
export interface Series {
  readonly name: string;
  readonly kind: Row['kind'];
  readonly distribution: Distribution;
  readonly points: readonly { readonly samples: number; readonly ns: number }[];
}

/** A run of the command line in a process of its own. */
export interface CliRun {
  readonly distribution: Distribution;
  readonly samples: number;
  /** Milliseconds of the whole process, of computing, and of the rest: Node's start and ours. */
  readonly wall: number;
  readonly compute: number;
  readonly startUp: number;
  readonly peakMiB: number;
}

/** Everything that `npm run bench` finds. */
export interface BenchRecord {
  readonly format: 1;
  readonly machine: Machine;
  /** Jobs whose answers were the same to the last bit in every engine, mode and number of slots. */
  readonly equal: readonly { readonly job: string; readonly units: string; readonly ways: number }[];
  readonly groups: readonly Group[];
  readonly growth: readonly Series[];
  readonly cli: readonly CliRun[];
}

/** One way to run the example's two programs. Times are medians in milliseconds. */
export interface OverlapRow {
  readonly name: string;
  readonly serial: number;
  readonly async: number;
  /** The best there can be: the longer of waiting and computing, in the serial program. */
  readonly ideal: number;
  readonly published?: boolean;
  readonly note?: string;
}

/** Everything that `npm run bench:overlap` finds. */
export interface OverlapRecord {
  readonly format: 1;
  readonly machine: Machine;
  readonly samples: number;
  readonly serverSamples: number;
  readonly rounds: number;
  readonly rows: readonly OverlapRow[];
  /** The whole serial program as a process of its own, Node's start included, in milliseconds. */
  readonly processes: readonly { readonly name: string; readonly wall: number }[];
}

/** Everything that `npm run bench:peers` finds. */
export interface PeersRecord {
  readonly format: 1;
  readonly machine: Machine;
  readonly groups: readonly Group[];
  /** What could not be measured, and why. */
  readonly leftOut: readonly string[];
}

/** Writes a record, with figures short enough to read. */
export function writeRecord(file: string, record: unknown): void {
  const short = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  writeText(file, `${JSON.stringify(record, short, 2)}\n`);
}

/** Reads a record back. */
export function readRecord<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/** Writes a file, and the folder it is in. */
export function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
