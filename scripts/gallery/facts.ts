import type { Distribution } from '../../ts/library/distributions/registry.ts';
import { CONTINUOUS } from './continuous.ts';
import { ROWS } from './rows.ts';
import { WHOLE } from './whole.ts';

/** What the gallery says of a distribution beyond what the registry has. */
interface Facts {
  /** The density, or the probability of a number, in the parameters' names. */
  readonly formula: string;
  /** What one should know before using it. */
  readonly note?: string;
  readonly topics: readonly Topic[];
  /** How others write it, in our parameters' names. */
  readonly elsewhere: Readonly<Partial<Record<Library, string>>>;
}

/** Facts of a distribution of single numbers, with what its picture shows. */
export interface Curves extends Facts {
  /** The density, or the probability, of x. */
  readonly at: (...parameters: number[]) => (x: number) => number;
  /** The parameters that are shown. */
  readonly shown: readonly (readonly (number | readonly number[])[])[];
  readonly from: number;
  readonly to: number;
  /** The largest density that is shown, where it is infinite somewhere. */
  readonly top?: number;
}

/** A point of a picture of rows: their first two numbers. */
export type Point = readonly [x: number, y: number];

/** Facts of a distribution of rows, with what its picture shows. */
export interface Scatters extends Facts {
  readonly shown: readonly Scatter[];
}

export interface Scatter {
  readonly parameters: readonly (number | readonly number[] | readonly (readonly number[])[])[];
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Lines that say what is exact. */
  readonly lines: readonly (readonly Point[])[];
  /** The probability of a point, where rows are of whole numbers. */
  readonly mass?: (x: number, y: number) => number;
}

export const LIBRARIES = ['NumPy', 'SciPy', 'R', '@stdlib', 'd3-random', 'Python'] as const;
type Library = (typeof LIBRARIES)[number];

/** What people look for. */
export const TOPICS = [
  'waiting times and lifetimes',
  'counts',
  'amounts of money, sizes',
  'errors and noise',
  'shares and probabilities',
  'directions and angles',
  'dice, picks and ranks',
  'guesses and settings',
  'extremes and outliers',
  'tests',
] as const;
type Topic = (typeof TOPICS)[number];

/** Every distribution's facts. */
export const FACTS: Readonly<Record<Distribution, Curves | Scatters>> = { ...CONTINUOUS, ...WHOLE, ...ROWS };
