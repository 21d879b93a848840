import {
  type InstantName,
  type Lane,
  type LoopDelayPoint,
  SPAN_KINDS,
  type Span,
  type Timeline,
} from '../../timeline/timeline.ts';

/** How many positions are distinguished along a timeline: about one for every three pixels. */
export const RESOLUTION = 250;

/** A stretch of a lane that is drawn as one shape: a span, or several that would be too narrow to be seen. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly spans: readonly Span[];
}

/** Moments of one name in a lane that are too close to tell apart. */
export interface Moments {
  readonly name: InstantName;
  /** When the first one was. */
  readonly at: number;
  readonly count: number;
}

/** A look at the event loop: the latest of several that are too close to tell apart. */
export interface Look extends LoopDelayPoint {
  /** How many it stands for. */
  readonly count: number;
}

/** What is drawn for a lane, in the order of time. */
export function piecesOf({ spans, duration }: Timeline, lane: Lane): Piece[] {
  const narrow = duration / RESOLUTION;
  const own = spans.filter((span) => span.lane === lane.id).sort((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let merged: Span[] = [];
  const flush = (): void => {
    if (merged.length > 0) {
      pieces.push({ start: merged[0]!.start, end: merged.at(-1)!.end, spans: merged });
      merged = [];
    }
  };
  for (const span of own) {
    if (merged.length > 0 && span.end - merged[0]!.start > narrow) {
      flush();
    }
    merged.push(span);
    if (span.end - span.start > narrow) {
      flush();
    }
  }
  flush();
  return pieces;
}

/** A lane's moments, in the order of time. */
export function momentsOf({ instants, duration }: Timeline, lane: Lane): Moments[] {
  const own = instants.filter((instant) => instant.lane === lane.id);
  return [...new Set(own.map(({ name }) => name))]
    .flatMap((name) => {
      const alike = own.filter((instant) => instant.name === name);
      return grouped(alike, duration).map((group) => ({ name, at: group[0]!.at, count: group.length }));
    })
    .sort((a, b) => a.at - b.at);
}

/** The event loop's delays, in the order of time. */
export function looksOf({ loopDelay, duration }: Timeline): Look[] {
  return grouped(loopDelay, duration).map((group) => ({
    ...group.reduce((a, b) => (b.delay > a.delay ? b : a)),
    count: group.length,
  }));
}

/** Points in the order of time, with those that are too close together grouped. */
function grouped<T extends { readonly at: number }>(points: readonly T[], duration: number): T[][] {
  const groups: T[][] = [];
  for (const point of [...points].sort((a, b) => a.at - b.at)) {
    const group = groups.at(-1);
    if (group !== undefined && point.at - group[0]!.at <= duration / RESOLUTION) {
      group.push(point);
    } else {
      groups.push([point]);
    }
  }
  return groups;
}

/** How many of a piece's spans are of each kind, and how long they took together, in the order of `SPAN_KINDS`. */
export function sharesOf({ spans }: Piece): { count: number; sum: number }[] {
  return SPAN_KINDS.map((kind) => {
    const own = spans.filter((span) => span.kind === kind);
    return { count: own.length, sum: own.reduce((sum, { start, end }) => sum + end - start, 0) };
  });
}
