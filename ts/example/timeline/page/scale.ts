import { median } from '../../compare/statistics.ts';
import type { Timeline } from '../timeline.ts';

/**
 * What a timeline's width and height are measured by: all timelines, its group's, or itself. In its group's, an
 * exceptionally long one is cut.
 */
export const SCALES = ['all', 'group', 'own'] as const;
export type Scale = (typeof SCALES)[number];

/** Timelines whose titles begin alike: `native: serial` is `serial` of the group `native`. */
export interface Group {
  /** Empty when the titles name no groups. */
  readonly name: string;
  readonly runs: readonly Run[];
}

/** A timeline and what it is drawn to. */
export interface Run {
  /** From 0, in the order of the page. */
  readonly index: number;
  /** Without the group's name. */
  readonly name: string;
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

/** Puts timelines in groups, if all their titles name one, and finds their scales. */
export function groupsOf(timelines: readonly Timeline[]): Group[] {
  const parts = timelines.map(({ title }) => /^(.+?): (.+)$/.exec(title));
  const named = parts.every((part) => part !== null);
  const groupNames = parts.map((part) => (named ? part![1]! : ''));
  let index = 0;
  return [...new Set(groupNames)].map((name) => {
    const own = timelines.filter((_, i) => groupNames[i] === name);
    const runs = own.map((timeline) => ({
      index: index++,
      name: name === '' ? timeline.title : timeline.title.slice(name.length + 2),
      timeline,
      extent: { all: longest(timelines), group: usual(own), own: longest([timeline]) },
      lateness: { all: latest(timelines), group: latest(own), own: latest([timeline]) },
    }));
    return { name, runs };
  });
}

/** The longest, but for those that are so much longer than others that these would be too small to be read. */
function usual(timelines: readonly Timeline[]): number {
  const middle = median(timelines.map(({ duration }) => duration));
  return longest(timelines.filter(({ duration }) => duration <= EXCEPTIONAL * middle));
}

function longest(timelines: readonly Timeline[]): number {
  return timelines.reduce((most, { duration }) => Math.max(most, duration), LEAST_EXTENT);
}

function latest(timelines: readonly Timeline[]): number {
  const delays = timelines.flatMap(({ loopDelay }) => loopDelay.map(({ delay }) => delay));
  return delays.reduce((most, delay) => Math.max(most, delay), LEAST_LATENESS);
}

/** A place on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** At most seven round times from 0 on, with one unit. */
export function ticksOf(extent: number): Tick[] {
  const [unit, name] = extent < 1 ? [1e-3, 'µs'] : extent < 1000 ? [1, 'ms'] : [1000, 's'];
  const rough = extent / unit / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough)!;
  const count = Math.floor(extent / unit / step);
  return Array.from({ length: count + 1 }, (_, i) => ({
    at: i * step * unit,
    label: i === 0 ? '0' : `${Number((i * step).toPrecision(6))}${name}`,
  }));
}
