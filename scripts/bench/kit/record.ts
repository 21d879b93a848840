import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Distribution } from '../../../ts/index.ts';
import type { Bound } from './finding.ts';
import type { Machine } from './machine.ts';
import type { Summary } from './summary.ts';

/** The version of the records that these scripts write and read. Ids came with 2. */
const FORMAT = 2;

/** Whose something is: ours natively, ours in TypeScript, or someone else's. */
export type Kind = 'native' | 'wasm' | 'typescript' | 'peer';

/** How many times as much as something else: the median of the rounds' own ratios, and where half of them lie. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** One line of a table: nanoseconds a sample, and what they are of. Code asks for the id; the name is for people. */
export interface Row extends Summary {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  /** The most slots of the thread pool that it had, where it had any. */
  readonly slots?: number;
  /** To the baseline of its table, where both were measured in the same rounds. */
  readonly ratio?: Ratio;
}

/** A table whose rows answer the same question, and can be compared. */
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly distribution: Distribution;
  readonly samples: number;
  /** The id of the row that ratios are against. */
  readonly baseline: string;
  /** What a figure is: nanoseconds a sample, unless said otherwise. */
  readonly unit?: `ns ${'a' | 'an'} ${string}`;
  readonly rows: readonly Row[];
  readonly note?: string;
}

/** Cost as work grows: nanoseconds a sample at each size. */
export interface Series {
  readonly id: 'native' | 'native-slots' | 'typescript';
  readonly name: string;
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
export interface SpeedRecord {
  readonly machine: Machine;
  /** Jobs whose answers were the same to the last bit in every engine, mode and number of slots. */
  readonly equal: readonly { readonly job: string; readonly units: string; readonly ways: number }[];
  readonly groups: readonly Group[];
  readonly growth: readonly Series[];
  readonly cli: readonly CliRun[];
  /** What could not be measured, and why. */
  readonly leftOut?: readonly string[];
  readonly bounds?: readonly Bound[];
}

/** One way to do the example's work. Times are medians in milliseconds. */
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
  readonly machine: Machine;
  readonly samples: number;
  readonly serverSamples: number;
  readonly rounds: number;
  readonly rows: readonly OverlapRow[];
  /** The whole serial program as a process of its own, Node's start included, in milliseconds. */
  readonly processes: readonly { readonly name: string; readonly wall: number }[];
}

/** What every command takes, and the files that it is asked to write. */
export interface Asked {
  readonly quick?: boolean;
  readonly rounds?: number;
  readonly quiet?: boolean;
  readonly json?: string;
  readonly markdown?: string;
  readonly html?: string;
}

/** Writes a record to the files asked for, with figures short enough to read, and what else can be made of it. */
export function writeFiles(
  files: Asked,
  record: object,
  render: Readonly<Partial<Record<'markdown' | 'html', () => string>>> = {},
): void {
  const short = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  const json = (): string => JSON.stringify({ format: FORMAT, ...record }, short, 2);
  for (const [kind, text] of Object.entries({ json, ...render })) {
    const file = files[kind as 'json' | 'markdown' | 'html'];
    if (file !== undefined) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${text()}\n`);
    }
  }
}

/** Reads a record back. */
export function readRecord<T>(file: string): T {
  const { format, ...record } = JSON.parse(readFileSync(file, 'utf8'));
  if (format !== FORMAT) {
    throw new Error(`${file} has another format than these scripts read: record it again`);
  }
  return record;
}
