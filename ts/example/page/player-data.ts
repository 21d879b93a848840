import { fullTitleOf, type InstantName, SPAN_KINDS, type Timeline } from '../../timeline/timeline.ts';
import { looksOf, type Moments, momentsOf, type Piece, piecesOf, sharesOf } from './merge-neighbours.ts';

/** What the player knows of the timelines: the true figures behind what is drawn. Its times are in nanoseconds. */
export interface PlayerData {
  /** What spans are about. */
  readonly names: readonly string[];
  /** In the order of the page. */
  readonly timelines: readonly TimelineData[];
}

interface TimelineData {
  readonly title: string;
  /** In milliseconds. */
  readonly duration: number;
  readonly lanes: readonly LaneData[];
  readonly looks: readonly LookData[];
}

export interface LaneData {
  readonly name: string;
  readonly pieces: readonly PieceData[];
  readonly moments: Readonly<Partial<Record<InstantName, MomentsData>>>;
}

/**
 * A piece in few characters, since there may be thousands: the time from the end of the piece before to its start and
 * from there to its end, and then either a span's kind and its name's place among the names, or for each kind how
 * many spans there are and how long they took.
 */
type PieceData = readonly [gap: number, length: number, ...rest: number[]];

/** In turns: the time since the moments before, and how many there are. */
export type MomentsData = readonly number[];

export type LookData = readonly [at: number, delay: number, count: number];

/** Writes timelines for the player. `player/read-data.ts` reads them. */
export function toPlayerData(timelines: readonly Timeline[]): PlayerData {
  const names = new Map<string, number>();
  const written = timelines.map((timeline) => ({
    title: fullTitleOf(timeline),
    duration: timeline.duration,
    lanes: timeline.lanes.map((lane) => ({
      name: lane.name,
      pieces: piecesData(piecesOf(timeline, lane), names),
      moments: momentsData(momentsOf(timeline, lane)),
    })),
    looks: looksOf(timeline).map(
      ({ at, delay, count }): LookData => [nanoseconds(at), nanoseconds(delay), count],
    ),
  }));
  return { names: [...names.keys()], timelines: written };
}

function piecesData(pieces: readonly Piece[], names: Map<string, number>): PieceData[] {
  let at = 0;
  return pieces.map((piece): PieceData => {
    const start = nanoseconds(piece.start);
    const end = nanoseconds(piece.end);
    const when = [start - at, end - start] as const;
    at = end;
    if (piece.spans.length > 1) {
      return [...when, ...sharesOf(piece).flatMap(({ count, sum }) => [count, nanoseconds(sum)])];
    }
    const { kind, name } = piece.spans[0]!;
    if (!names.has(name)) {
      names.set(name, names.size);
    }
    return [...when, SPAN_KINDS.indexOf(kind), names.get(name)!];
  });
}

function momentsData(moments: readonly Moments[]): LaneData['moments'] {
  const names = new Set(moments.map(({ name }) => name));
  return Object.fromEntries(
    [...names].map((name) => {
      let before = 0;
      const own = moments.filter((moment) => moment.name === name);
      const numbers = own.flatMap(({ at, count }) => {
        const gap = nanoseconds(at) - before;
        before += gap;
        return [gap, count];
      });
      return [name, numbers];
    }),
  );
}

function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6);
}
