import {
  type InstantName,
  type Lane,
  type LoopDelayPoint,
  SPAN_KINDS,
  type Span,
  type SpanKind,
  type Timeline,
} from '../../timeline/timeline.ts';

/** How many positions are distinguished along an axis: about one for every three pixels. */
const RESOLUTION = 250;

/** A stretch of a lane that is drawn as one shape: a span, or several that would be too narrow to be seen. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly spans: readonly Span[];
}

/** Moments of one name in a lane, of which those that are too close to tell apart are one. */
export interface Moment {
  readonly name: InstantName;
  readonly at: number;
}

/** What is drawn for a lane on an axis of `extent` milliseconds, in the order of time. */
export function piecesOf({ spans }: Timeline, lane: Lane, extent: number): Piece[] {
  const narrow = extent / RESOLUTION;
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

/** A lane's moments, those of each name in the order of time. */
export function momentsOf({ instants }: Timeline, lane: Lane, extent: number): Moment[] {
  const own = instants.filter((instant) => instant.lane === lane.id);
  return [...new Set(own.map(({ name }) => name))].flatMap((name) => {
    const alike = own.filter((instant) => instant.name === name);
    return grouped(alike, extent).map(([{ at }]) => ({ name, at }));
  });
}

/** How late the event loop was, in the order of time: of several looks that are too close together, the latest. */
export function looksOf({ loopDelay }: Timeline, extent: number): LoopDelayPoint[] {
  return grouped(loopDelay, extent).map((group) => group.reduce((a, b) => (b.delay > a.delay ? b : a)));
}

/** Points in the order of time, with those that are too close together grouped. */
function grouped<T extends { readonly at: number }>(points: readonly T[], extent: number): [T, ...T[]][] {
  const groups: [T, ...T[]][] = [];
  for (const point of [...points].sort((a, b) => a.at - b.at)) {
    const group = groups.at(-1);
    if (group !== undefined && point.at - group[0].at <= extent / RESOLUTION) {
      group.push(point);
    } else {
      groups.push([point]);
    }
  }
  return groups;
}

/** How long a piece's spans of each kind took together, in the order of `SPAN_KINDS`. */
export function sharesOf({ spans }: Piece): { kind: SpanKind; sum: number }[] {
  return SPAN_KINDS.flatMap((kind) => {
    const own = spans.filter((span) => span.kind === kind);
    return own.length === 0 ? [] : [{ kind, sum: own.reduce((sum, { start, end }) => sum + end - start, 0) }];
  });
}
