import type { Parametrised } from '../../../ts/index.ts';
import type { Distribution } from '../../../ts/library/distributions/registry.ts';
import type { Cells } from './cells.ts';

/** What was counted of some samples. judge.py makes a p-value of it, but of a bound. */
export type Evidence = {
  readonly group: string;
  readonly name: string;
  /** Samples that were looked at. */
  readonly samples: number;
} & (
  | CellCounts
  /** A standard normal value. */
  | { readonly kind: 'normal'; readonly z: number }
  /** Independent standard normal values. */
  | { readonly kind: 'normals'; readonly z: readonly number[] }
  /** Normal samples in an interval on one side of 0. */
  | { readonly kind: 'tail'; readonly hits: number; readonly from: number; readonly to: number | null }
  /** Equal pairs among samples of 53 bits. */
  | { readonly kind: 'collisions'; readonly found: number; readonly expected: number }
  /** Words, and the standard samples that should be made of them: doubles, or floats. */
  | {
      readonly kind: 'accuracy';
      readonly of: 'uniform' | 'normal' | 'exponential' | 'floats';
      readonly words: readonly string[];
      readonly found: readonly number[];
    }
  /** Arguments of a function, the first of each call, the second …, and what it gave. */
  | {
      readonly kind: 'accuracy';
      readonly of: string;
      readonly arguments: readonly (readonly number[])[];
      readonly found: readonly number[];
    }
);

/**
 * How many samples fell in each cell: a chi-square test, or Kolmogorov and Smirnov's at the cells' edges. Cells are
 * equally likely, or have probabilities, or lie between edges on the normal distribution; those of pairs have two edges
 * each. Those of a table of so many columns are only judged by whether its rows are alike.
 */
interface CellCounts {
  readonly kind: 'chi-square' | 'ks';
  readonly observed: readonly number[];
  readonly p?: readonly number[];
  readonly edges?: Edges;
  readonly dimensions?: 1 | 2;
  readonly columns?: number;
}

/** The first edge between two cells, and the distance to the next. */
export interface Edges {
  readonly first: number;
  readonly step: number;
}

/** Makes the evidence of a group, of so many samples where nothing else is said. */
export function evidenceOf(group: string, all: number) {
  const about = (name: string, samples = all) => ({ group, name, samples });
  type Cells = Partial<CellCounts & { samples: number }>;
  return {
    cells: (name: string, observed: ArrayLike<number>, more: Cells = {}): Evidence => {
      return { ...about(name), ...more, kind: 'chi-square', observed: Array.from(observed) };
    },
    ks: (name: string, observed: ArrayLike<number>, more: Cells = {}): Evidence => {
      return { ...about(name), ...more, kind: 'ks', observed: Array.from(observed) };
    },
    normal: (name: string, z: number): Evidence => ({ ...about(name), kind: 'normal', z }),
    normals: (name: string, z: readonly number[]): Evidence => ({ ...about(name), kind: 'normals', z }),
    correlated: (name: string, a: ArrayLike<number>, b: ArrayLike<number>, samples = all): Evidence => {
      return { ...about(name, samples), kind: 'normal', z: correlation(a, b) };
    },
    /** What there must be none of. */
    none: (name: string, found: number): Evidence => {
      return { ...about(name), kind: 'collisions', found, expected: 0 };
    },
  };
}

/** The library that is judged, as it is built. */
export type Library = typeof import('../../../ts/index.ts');

/** What is judged, and how much of it. */
export interface Subject {
  readonly library: Library;
  readonly engine: 'native' | 'typescript';
  /** The first raw words w0, or another word, of a distribution or another use, by its number. */
  readonly words: (number: number, seed: number, samples: number, word?: number) => BigUint64Array;
  /** Every distribution with the parameters with which it is tried. */
  readonly distributions: readonly Tried[];
  /** Numbers of uses that are no distributions. */
  readonly uses: readonly number[];
  /** The words of a sample's redraws from a call on. */
  readonly redrawn: (number: number, seed: number, sample: number, call: number) => bigint;
  /** Elementary functions by name. */
  readonly functions: Readonly<Record<string, (...numbers: number[]) => number>>;
  /** Samples of a long pass. */
  readonly samples: number;
  /** Normal samples whose tails are counted. */
  readonly tailSamples: number;
}

/** A distribution with the parameters with which it is tried. */
export interface Tried {
  readonly name: Distribution;
  readonly number: number;
  readonly whole: boolean;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly title: string;
  readonly job: Parametrised;
  /** Its parameters as arguments of the generator's method. */
  readonly arguments: readonly unknown[];
  /** Numbers of a sample. */
  readonly size: number;
  /** The least and the largest number. */
  readonly range: readonly [number, number];
  /** What is counted: a sample that is no row has one measure, its value. */
  readonly measures: readonly [Measure, ...Measure[]];
  /** What holds of every row. */
  readonly holds: readonly Hold[];
  /** The cells of the first measure. */
  readonly cells: Cells;
  /** Which of the first samples had a first attempt that was rejected: by its own rule, in TypeScript. */
  readonly rejected: (seed: number, samples: number) => number[];
}

/** A number that is made of a sample, whose own numbers begin at an index. */
export type Measured = (numbers: ArrayLike<number>, at: number) => number;

export interface Measure {
  readonly name: string;
  readonly of: Measured;
  readonly cells: Cells;
}

interface Hold {
  readonly name: string;
  readonly of: Measured;
  readonly is: number;
  readonly within: number;
}

/** The first samples of a case, all numbers of rows. */
export function samplesOf(
  { library, engine }: Subject,
  { job, size }: Case,
  seed: number,
  samples: number,
): Float64Array {
  return library.fillSync(new Float64Array(samples * size), { ...job, seed }, { engine });
}

/** A part of the proof. It says what it is at, and gives what it found. */
export type Group = (subject: Subject, say: (what: string) => void) => Promise<Evidence[]> | Evidence[];

/** Samples that are looked at in one go. */
export const CHUNK = 1 << 20;

/** Calls back with a stream's numbers, a chunk of whole rows at a time, in memory that is used again. */
export function eachChunk<T extends Float64Array | Float32Array>(
  { library, engine }: Subject,
  array: T,
  job: Parametrised & { seed: number },
  numbers: number,
  size: number,
  look: (chunk: T) => void,
): void {
  for (let done = 0; done < numbers; done += array.length) {
    library.fillSync(array, { ...job, start: done / size }, { engine });
    look(array);
  }
}

/** Equal pairs of a list of 53-bit uniforms, in whose place nothing is left in order. */
export function collisions(group: string, name: string, values: Float64Array): Evidence {
  values.sort();
  let found = 0;
  for (let i = 1; i < values.length; i++) {
    found += Number(values[i] === values[i - 1]);
  }
  const pairs = (values.length * (values.length - 1)) / 2;
  return { group, name, samples: values.length, kind: 'collisions', found, expected: pairs * 2 ** -53 };
}

/** The correlation of two lists of equal length, whose values have mean 0 and deviation 1, as a normal value. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += a[i]! * b[i]!;
  }
  return sum / Math.sqrt(a.length);
}

/** Uniform samples as values of mean 0 and deviation 1. */
export function standardised(uniforms: Float64Array): Float64Array {
  return uniforms.map((x) => (x - 0.5) * Math.sqrt(12));
}

/** Parts next to each other: each correlated with the one before it, and no sample of one in another. */
export function successors(
  group: string,
  what: string,
  { count, each, equal }: { count: number; each: number; equal: string },
  take: (n: number) => Float64Array,
): Evidence[] {
  const all = new Float64Array(count * each);
  const z: number[] = [];
  let before: Float64Array | undefined;
  for (let n = 0; n < count; n++) {
    const samples = take(n);
    all.set(samples, n * each);
    const values = standardised(samples);
    if (before !== undefined) {
      z.push(correlation(before, values));
    }
    before = values;
  }
  const { normals } = evidenceOf(group, all.length);
  return [normals(`correlation of ${count} ${what}`, z), collisions(group, equal, all)];
}

/** What a long pass found of samples so many places apart: of each lag the sum of its chunks' normal values. */
export function serialCorrelations(
  { normal }: ReturnType<typeof evidenceOf>,
  lags: readonly number[],
  sums: readonly number[],
  chunks: number,
): Evidence[] {
  return lags.map((lag, n) => normal(`serial correlation, lag ${lag}`, sums[n]! / chunks));
}
