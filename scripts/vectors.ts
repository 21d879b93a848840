// The vectors of distributions in docs/vectors, for scripts and tests.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FillJob } from '../ts/index.ts';
import { rowSize } from '../ts/library/distributions/registry.ts';
import { toSampleJob } from '../ts/library/jobs/job.ts';
import type { ArrayName } from '../ts/library/stream/arrays.ts';

/** docs/vectors has such a file for each distribution. Doubles and floats are their bits, big-endian in hexadecimal. */
export interface DistributionVectors {
  distribution: FillJob['distribution'];
  totals?: (Place & { samples: number; units: string; total: number })[];
  samples: (Where & {
    doubles: string[];
    /** Missing where the range holds no float. */
    floats?: string[];
    /** In decimal. */
    integers?: Record<IntegerArrayName, string[]>;
  })[];
  /** Of the samples' bytes, little-endian. */
  fills: (Where & {
    samples: number;
    doublesSha256: string;
    floatsSha256: string;
    integersSha256?: Record<IntegerArrayName, string>;
  })[];
  /** Calls of a generator that has drawn so many before: the arguments of each, and what it gives. */
  draws: {
    seed: string;
    stream: number;
    drawn: number;
    calls: (number | string | number[])[][];
    values: (string | string[])[];
  }[];
  refused: { parameters: object; array: ArrayName }[];
  /** Jobs of which a sample does not fit: the number of the first. */
  misfits?: (Where & { array: IntegerArrayName; samples: number; number: number })[];
}

interface Place {
  seed: string;
  stream: number;
  start: number;
}

interface Where extends Place {
  parameters: object;
}

type IntegerArrayName = Exclude<ArrayName, 'Float64Array' | 'Float32Array'>;

/** The files of a folder that are of a distribution. */
export function readVectors(folder: string): DistributionVectors[] {
  return readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .filter((file) => 'distribution' in file);
}

/** A parameter's value: JSON has no infinities, so they are words. */
export function fromJson<T>(value: T): T | number {
  return value === 'Infinity' || value === '-Infinity' ? Number(value) : value;
}

/** The job that a vector of a distribution asks for. */
export function jobOf(
  distribution: DistributionVectors['distribution'],
  { parameters, ...place }: { parameters: object } & Partial<Place>,
): FillJob {
  const values = Object.entries(parameters).map(([name, value]) => [name, fromJson(value)]);
  return { ...place, ...Object.fromEntries(values), distribution } as FillJob;
}

/** How many samples are published here: of rows, each has several numbers. */
export function samplesOf(
  distribution: DistributionVectors['distribution'],
  { parameters, doubles }: { parameters: object; doubles: readonly string[] },
): number {
  return doubles.length / rowSize(toSampleJob({ ...jobOf(distribution, { parameters }), samples: 0 }));
}
