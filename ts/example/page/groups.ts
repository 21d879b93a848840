import { latestOf, type Timeline } from '../../timeline/timeline.ts';

/** Timelines that are drawn to one scale, so that they can be compared. */
export interface Group {
  /** Empty when the timelines name no group. */
  readonly name: string;
  readonly timelines: readonly Timeline[];
  /** Milliseconds that the time axis shows. */
  readonly extent: number;
  /** Milliseconds of lateness that the event loop's row shows. */
  readonly lateness: number;
}

/** An axis has some length even if nothing took any time. */
const LEAST_EXTENT = 1e-3;

/** Timers are always about this late: a row that shows less would exaggerate. */
const LEAST_LATENESS = 1;

/** Puts timelines in their groups, and finds their scales. */
export function toGroups(timelines: readonly Timeline[]): Group[] {
  return [...new Set(timelines.map(({ group }) => group))].map((name) => {
    const own = timelines.filter(({ group }) => group === name);
    return {
      name,
      timelines: own,
      extent: Math.max(LEAST_EXTENT, ...own.map(({ duration }) => duration)),
      lateness: Math.max(LEAST_LATENESS, ...own.map(latestOf)),
    };
  });
}
