// What `npm run bench -- distributions` says of its record: tables, and what was asked.
import type { Distribution } from '../../../ts/index.ts';
import { columns } from '../../kit/tables.ts';
import { figure, wrapped } from '../../kit/words.ts';
import { type Bound, bound, boundLines } from './finding.ts';
import type { Machine } from './machine.ts';
import type { Group, Row } from './record.ts';
import { measuredOn, timesAsFast } from './report.ts';
import { isNoisy } from './summary.ts';

export interface DistributionsRecord {
  readonly machine: Machine;
  /** How many processes wanted a core before and after, for a minute. */
  readonly load: readonly number[];
  readonly groups: readonly Group[];
  readonly draws: readonly Group[];
  readonly bounds: readonly Bound[];
  readonly leftOut: readonly string[];
}

/** What is drawn one by one: the nanoseconds that a call may take natively. */
export const DRAWS = [
  { id: 'draws-exponential', draw: 'exponential()', distribution: 'exponential', most: 3.5 },
  { id: 'draws-poisson', draw: 'poisson(4)', distribution: 'poisson', most: 12 },
  { id: 'draws-gamma', draw: 'gamma(2.5)', distribution: 'gamma', most: 40 },
] as const;

/** How many times that a call may take whose parameters are not those of the one before. */
const CHANGING = 3;

/** Whose rows are one column: the fastest counts. */
const COLUMNS = {
  native: ['native'],
  TypeScript: ['typescript'],
  NumPy: ['NumPy PCG64', 'NumPy SFC64'],
  MKL: ['MKL SFMT19937', 'MKL PHILOX4X32X10'],
  rand_distr: ['rand_distr SmallRng', 'rand_distr Pcg64Mcg'],
  '@stdlib': ['@stdlib'],
  d3: ['d3-random'],
  'numpy-ts': ['numpy-ts'],
  ranjs: ['ranjs'],
} as const;
type Column = keyof typeof COLUMNS;
const SHOWN: readonly Column[] = ['native', 'TypeScript', 'NumPy', 'MKL', 'rand_distr'];
const IN_JAVASCRIPT: readonly Column[] = ['TypeScript', '@stdlib', 'd3', 'numpy-ts', 'ranjs'];

/** The fastest of a column's rows. */
function rowOf({ rows }: Group, column: Column): Row | undefined {
  const those = rows.filter(({ id }) => COLUMNS[column].some((one) => one === id));
  return those.reduce<Row | undefined>(
    (best, row) => (best === undefined || row.median < best.median ? row : best),
    undefined,
  );
}

/** How many times as fast one column is as another, where both are there. */
function faster(group: Group, fast: Column, slow: Column): number | undefined {
  const [one, other] = [rowOf(group, fast), rowOf(group, slow)];
  return one === undefined || other === undefined ? undefined : timesAsFast(group, other, one);
}

/** Whole numbers whose probabilities are looked up. */
const LOOKED_UP = ['poisson 3', 'poisson 50', 'binomial 20, 0.3', 'hypergeometric small', 'categorical 1000'];

/** How much faster than MKL we have to be: below 1 where its fused arithmetic is ahead. */
const BESIDE_MKL: Readonly<Partial<Record<Distribution, number>>> = {
  gamma: 1,
  poisson: 1,
  binomial: 1,
  negativeBinomial: 1,
  hypergeometric: 1,
  exponential: 1 / 1.5,
  lognormal: 1 / 1.5,
  cauchy: 1 / 1.5,
  beta: 1 / 1.5,
  geometric: 1 / 2,
  weibull: 1 / 2.5,
};

/** What was asked of arrays. */
const ASKED: readonly {
  readonly fast: Column;
  readonly slow: Column;
  readonly least: (group: Group) => number | undefined;
}[] = [
  { fast: 'native', slow: 'rand_distr', least: ({ id }) => (LOOKED_UP.includes(id) ? 10 : 2) },
  { fast: 'native', slow: 'NumPy', least: ({ id }) => (LOOKED_UP.includes(id) ? 10 : 3) },
  { fast: 'native', slow: 'MKL', least: ({ distribution }) => BESIDE_MKL[distribution] },
  { fast: 'native', slow: 'numpy-ts', least: () => 1 },
  { fast: 'TypeScript', slow: '@stdlib', least: () => 1.5 },
  { fast: 'TypeScript', slow: 'd3', least: () => 1.5 },
  { fast: 'TypeScript', slow: 'numpy-ts', least: ({ id }) => (LOOKED_UP.includes(id) ? 1 : undefined) },
];

export function arrayBounds(groups: readonly Group[]): Bound[] {
  return ASKED.flatMap(({ fast, slow, least }) =>
    groups.flatMap((group) => {
      const [found, asked] = [faster(group, fast, slow), least(group)];
      return found === undefined || asked === undefined
        ? []
        : [bound(`${fast} beside ${slow}: ${group.id}`, found, 'at least', asked, 'times')];
    }),
  );
}

export function drawBounds(draws: readonly Group[]): Bound[] {
  return draws.flatMap((group, n) => {
    const { draw, most } = DRAWS[n]!;
    const native = group.rows.find(({ id }) => id === 'native');
    const changing = group.rows.find(({ id }) => id === 'native-changing');
    if (native === undefined || changing === undefined) {
      return [];
    }
    return [
      bound(`${draw}, a call, native`, native.median, 'at most', most, 'ns'),
      bound(`${draw}, parameters change`, changing.median, 'at most', CHANGING * most, 'ns'),
    ];
  });
}

/** All of it, for a terminal. */
export function distributionsText({
  machine,
  load,
  groups,
  draws,
  bounds,
  leftOut,
}: DistributionsRecord): string {
  const singles = bounds.filter(({ what }) => !what.includes(' beside '));
  const parts = [
    wrapped(measuredOn(machine)),
    wrapped(
      'Nanoseconds a number, one thread, arrays of 65,536 again and again: medians of rounds in random order. Ours gave the same bits with each engine and at each SIMD level before anything was timed; the others have the same quartiles. ~ is noisy: the quartiles of its rounds lie more than 15 % of the median apart.',
    ),
    busyText(load, machine.cores),
    tableOf(groups, SHOWN),
    wrapped('How many times as fast as each the native engine is, in the same rounds:'),
    timesTable(groups, 'native', SHOWN.slice(1)),
    wrapped('In JavaScript:'),
    tableOf(groups, IN_JAVASCRIPT),
    levelsTable(groups),
    ...draws.map(drawsTable),
    ...ASKED.map(({ fast, slow }) => heldText(bounds, `${fast} beside ${slow}: `)),
    singles.length === 0 ? '' : boundLines(singles).join('\n'),
    ...leftOut.map((line) => wrapped(`Left out: ${line}.`)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What else ran shows in slow ones first: a fill of a tenth of a millisecond is seldom interrupted, one of ten always is. */
function busyText(load: readonly number[], cores: number): string {
  const most = Math.max(...load);
  return most < cores + 1
    ? ''
    : wrapped(
        `Warning: up to ${figure(most)} processes wanted ${cores} cores. What takes above 20 ns a number was interrupted, and looks slower than it is beside what takes less: the ratios of such pairs are too large.`,
      );
}

function nanoseconds(row: Row | undefined): string {
  return row === undefined ? '' : `${isNoisy(row) ? '~' : ''}${figure(row.median)}`;
}

function tableOf(groups: readonly Group[], shown: readonly Column[]): string {
  const rows = groups.map((group) => [group.id, ...shown.map((column) => nanoseconds(rowOf(group, column)))]);
  return columns([['ns a number', ...shown], ...rows]).join('\n');
}

function timesTable(groups: readonly Group[], fast: Column, others: readonly Column[]): string {
  const rows = groups.map((group) => [
    group.id,
    ...others.map((column) => {
      const times = faster(group, fast, column);
      return times === undefined ? '' : `${figure(times)}×`;
    }),
  ]);
  return columns([[`${fast} beside`, ...others], ...rows]).join('\n');
}

/** Rust alone, without the binding, at each level; and between which figures the native engine's rounds lie. */
function levelsTable(groups: readonly Group[]): string {
  const levels = [
    ...new Set(
      groups
        .flatMap(({ rows }) => rows.filter(({ kind, id }) => kind === 'native' && id !== 'native'))
        .map(({ id }) => id),
    ),
  ];
  const rows = groups.map((group) => {
    const native = rowOf(group, 'native');
    return [
      group.id,
      ...levels.map((level) => nanoseconds(group.rows.find(({ id }) => id === level))),
      native === undefined ? '' : `${figure(native.min)} … ${figure(native.max)}`,
    ];
  });
  return columns([['ns a number', ...levels, 'native: min … max'], ...rows]).join('\n');
}

function drawsTable({ title, rows }: Group): string {
  const cells = rows.map((row) => [row.name, nanoseconds(row), `${figure(row.min)} … ${figure(row.max)}`]);
  return columns([[title, 'ns a call', 'min … max'], ...cells]).join('\n');
}

/** Of one thing that was asked: how often it holds, and where it does not. */
function heldText(bounds: readonly Bound[], start: string): string {
  const those = bounds.filter(({ what }) => what.startsWith(start));
  if (those.length === 0) {
    return '';
  }
  const missed = those
    .filter(({ held }) => !held)
    .map(({ what, value, limit }) => `${what.slice(start.length)} ${figure(value)}× of ${figure(limit)}×`);
  const held = `${start}held in ${those.length - missed.length} of ${those.length}`;
  return wrapped(missed.length === 0 ? `${held}.` : `${held}; missed: ${missed.join(', ')}.`, '  ');
}
