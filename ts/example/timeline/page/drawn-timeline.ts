import { median } from '../../compare/statistics.ts';
import { latestOf, type Timeline } from '../timeline.ts';

/**
 * What a timeline's width and height are measured by: all timelines, its group's, or itself. In its group's, an
 * exceptionally long one is cut.
 */
export const SCALES = ['all', 'group', 'own'] as const;
export type Scale = (typeof SCALES)[number];

/** The timelines of a group. */
export interface DrawnGroup {
  /** Empty when the timelines name no group. */
  readonly name: string;
  readonly timelines: readonly DrawnTimeline[];
}

/** A timeline and what it is drawn to. */
export interface DrawnTimeline {
  /** Its place on the page, from 0. */
  readonly index: number;
  readonly timeline: Timeline;
  /** Milliseconds that the axis of each scale shows. */
  readonly extent: Readonly<Record<Scale, number>>;
  /** Milliseconds of lateness that the event loop's row shows in each scale. */
  readonly lateness: Readonly<Record<Scale, number>>;
}

/** An axis has a length even if nothing took any time. */
const LEAST_EXTENT = 1e-3;

/** So many times the middle duration of a group is more than its axis shows. */
const EXCEPTIONAL = 3;

/** Timers are late by as much anyway: a row that shows less would make much of nothing. */
const LEAST_LATENESS = 1;

/** Puts timelines in their groups, and finds their scales. */
export function toDrawnGroups(timelines: readonly Timeline[]): DrawnGroup[] {
  let index = 0;
  return [...new Set(timelines.map(({ group }) => group))].map((name) => {
    const own = timelines.filter(({ group }) => group === name);
    const drawn = own.map((timeline) => ({
      index: index++,
      timeline,
      extent: { all: longest(timelines), group: usual(own), own: longest([timeline]) },
      lateness: { all: latest(timelines), group: latest(own), own: latest([timeline]) },
    }));
    return { name, timelines: drawn };
  });
}

/** The longest, but for those that are so much longer than others that these would be too small to be read. */
function usual(timelines: readonly Timeline[]): number {
  const middle = median(timelines.map(({ duration }) => duration));
  return longest(timelines.filter(({ duration }) => duration <= EXCEPTIONAL * middle));
}

function longest(timelines: readonly Timeline[]): number {
  return Math.max(LEAST_EXTENT, ...timelines.map(({ duration }) => duration));
}

function latest(timelines: readonly Timeline[]): number {
  return Math.max(LEAST_LATENESS, ...timelines.map(latestOf));
}
