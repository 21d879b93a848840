import { figure, milliseconds } from '../bench/table.ts';

/** What a figure is: milliseconds, a part of one shown in percent, a ratio, megabytes, or a number of things. */
export type Unit = 'ms' | 'part' | 'times' | 'MB' | 'count';

/** A promise, and the figure that says whether it was held. */
export interface Bound {
  readonly what: string;
  readonly value: number;
  readonly kind: 'at most' | 'at least' | 'below';
  readonly limit: number;
  readonly unit: Unit;
  readonly held: boolean;
  /** What the limit is made of, and how much the rounds differ. */
  readonly note: string;
}

const HOLDS = {
  'at most': (value: number, limit: number) => value <= limit,
  'at least': (value: number, limit: number) => value >= limit,
  below: (value: number, limit: number) => value < limit,
};

/** A bound and whether it was held: `bound('delay p99', 1.2, 'at most', 2, 'ms', 'idle + 1 ms')`. */
export function bound(
  what: string,
  value: number,
  kind: Bound['kind'],
  limit: number,
  unit: Unit,
  note: string,
): Bound {
  return { what, value, kind, limit, unit, held: HOLDS[kind](value, limit), note };
}

/** A line for each bound. */
export function boundLines(bounds: readonly Bound[]): string[] {
  const rows = bounds.map(({ what, value, kind, limit, unit, held, note }) => [
    held ? 'held' : 'missed',
    what,
    inUnits(value, unit),
    `${kind} ${inUnits(limit, unit)}${note === '' ? '' : ` (${note})`}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(([state, what, value, limit]) =>
    [state!.padEnd(widths[0]!), what!.padEnd(widths[1]!), value!.padStart(widths[2]!), limit].join('  '),
  );
}

function inUnits(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return milliseconds(value);
    case 'part':
      return `${(value * 100).toFixed(1)} %`;
    case 'times':
      return `${figure(value)}×`;
    case 'MB':
      return `${value.toFixed(2)} MB`;
    case 'count':
      return String(value);
  }
}
