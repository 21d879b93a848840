// What `npm run bench -- generator` says of its record: tables, and what was asked.
import { wrapped } from '../../kit/words.ts';
import { type Bound, bound, boundLines } from './finding.ts';
import type { Machine } from './machine.ts';
import type { Group } from './record.ts';
import { groupText, measuredOn, TERMINAL, timesAsFast } from './report.ts';

export interface GeneratorRecord {
  readonly machine: Machine;
  /** How many processes wanted a core before and after, for a minute. */
  readonly load: readonly number[];
  readonly groups: readonly Group[];
  readonly bounds: readonly Bound[];
  readonly leftOut: readonly string[];
}

/** The tables, by the ids that peers/generator-jobs.mjs knows. */
export const TABLES: Readonly<Record<string, Pick<Group, 'title'> & Required<Pick<Group, 'unit'>>>> = {
  map: { title: 'A map of 100 x 100 by coordinates, a value for each place', unit: 'ns a place' },
  child: { title: 'A generator for each of 10,000 numbers, and its first draw', unit: 'ns a draw' },
  'picks-6': { title: '1,000,000 picks by 6 weights', unit: 'ns a pick' },
  'picks-1000': { title: '100,000 picks by 1,000 weights', unit: 'ns a pick' },
  rows: {
    title: 'Rows of test data: a UUID, a time, a product by weight, an amount',
    unit: 'ns a row',
  },
  shuffle: { title: 'A shuffle of an array of 1,000,000', unit: 'ns an item' },
  'shuffle-doubles': { title: 'A shuffle of 1,000,000 doubles', unit: 'ns an item' },
  permutation: { title: 'A permutation of 1,000,000', unit: 'ns an item' },
};

export const GENERATOR_TABLES = Object.keys(TABLES);

/** What does the jobs, by the ids of peers/generator-libraries.mjs; NumPy besides. */
export const LIBRARIES = {
  ours: ['', '-once', '-plain'],
  others: [
    'math-random',
    'alea',
    'arc4',
    'random',
    'random-js',
    'chance',
    'chance-words',
    'pure-rand',
    'pure-rand-hash',
    'numpy-ts',
    'numpy-ts-hash',
  ],
};

/** The nanoseconds that the native engine may take. */
const MOST: Readonly<Record<string, number>> = { child: 250, 'picks-1000': 8 };

/** Where it may take as long as NumPy at most. */
const BESIDE_NUMPY = ['shuffle-doubles', 'permutation'];

export function generatorBounds(groups: readonly Group[]): Bound[] {
  return groups.flatMap((group) => {
    const [native, numpy] = ['native', 'numpy'].map((name) => group.rows.find(({ id }) => id === name));
    const most = MOST[group.id];
    const found: Bound[] = [];
    if (native !== undefined && most !== undefined) {
      found.push(bound(`${group.title}, native`, native.median, 'at most', most, 'ns'));
    }
    if (native !== undefined && numpy !== undefined && BESIDE_NUMPY.includes(group.id)) {
      found.push(
        bound(`${group.title}: NumPy's time`, timesAsFast(group, numpy, native), 'at least', 1, 'times'),
      );
    }
    return found;
  });
}

/** All of it, for a terminal. */
export function generatorText({ machine, load, groups, bounds, leftOut }: GeneratorRecord): string {
  const most = Math.max(...load);
  const parts = [
    wrapped(measuredOn(machine)),
    wrapped(
      "One thread, medians of rounds in random order; a ratio is the median of the rounds' own. What each gives was looked at before anything was timed: values that differ and do not depend on the order of visits, picks as often as their weights, rows, orders. Where a library has no call for it, its users' few lines by hand are measured.",
    ),
    most < machine.cores + 1
      ? ''
      : wrapped(`Warning: up to ${most.toFixed(1)} processes wanted ${machine.cores} cores.`),
    ...groups.map((group) => groupText(group, TERMINAL)),
    boundLines(bounds).join('\n'),
    ...leftOut.map((line) => wrapped(`Left out: ${line}.`)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
