import { latestOf, type Timeline } from '../../timeline/timeline.ts';

/** What a timeline's width and height are relative to: all timelines, its group's, or itself. */
export const SCALES = ['all', 'group', 'own'] as const;
export type Scale = (typeof SCALES)[number];

/** The timelines of a group. */
export interface DrawnGroup {
  /** Empty when the timelines name no group. */
  readonly name: string;
  readonly timelines: readonly DrawnTimeline[];
}

/** A timeline and its scales. */
export interface DrawnTimeline {
  /** Its place on the page, from 0. */
  readonly index: number;
  readonly timeline: Timeline;
  /** Milliseconds that the axis of each scale shows. */
  readonly extent: Readonly<Record<Scale, number>>;
  /** Milliseconds of lateness that the event loop's row shows in each scale. */
  readonly lateness: Readonly<Record<Scale, number>>;
}

/** An axis has some length even if nothing took any time. */
const LEAST_EXTENT = 1e-3;

/** Timers are always about this late: a row that shows less would exaggerate. */
const LEAST_LATENESS = 1;

/** Puts timelines in their groups, and finds their scales. */
export function toDrawnGroups(timelines: readonly Timeline[]): DrawnGroup[] {
  let index = 0;
  return [...new Set(timelines.map(({ group }) => group))].map((name) => {
    const own = timelines.filter(({ group }) => group === name);
    const drawn = own.map((timeline) => ({
      index: index++,
      timeline,
      extent: { all: longest(timelines), group: longest(own), own: longest([timeline]) },
      lateness: { all: latest(timelines), group: latest(own), own: latest([timeline]) },
    }));
    return { name, timelines: drawn };
  });
}

function longest(timelines: readonly Timeline[]): number {
  return Math.max(LEAST_EXTENT, ...timelines.map(({ duration }) => duration));
}

function latest(timelines: readonly Timeline[]): number {
  return Math.max(LEAST_LATENESS, ...timelines.map(latestOf));
}
