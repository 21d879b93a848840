import { type InstantName, LOOP_NAME, SPAN_KINDS, type SpanKind } from '../../../timeline/timeline.ts';
import type { LaneData, LookData, MomentsData, PlayerData } from '../player-data.ts';

/** A timeline in the player. Times are in milliseconds. */
export interface PlayedTimeline {
  readonly title: string;
  readonly duration: number;
  readonly lanes: readonly PlayedLane<PlayedSpans>[];
  readonly loop: PlayedLane<PlayedLook>;
}

export interface PlayedLane<Piece = PlayedPiece> {
  readonly name: string;
  /** In the order of time. */
  readonly pieces: readonly Piece[];
  readonly moments: readonly PlayedMoments[];
}

/** Something that can be pointed at. */
export type PlayedPiece = PlayedSpans | PlayedLook;

/** A span, or several that are drawn as one. */
export interface PlayedSpans {
  readonly start: number;
  readonly end: number;
  /** For each kind of span, how many there are and how long they took. */
  readonly shares: readonly { readonly count: number; readonly sum: number }[];
  /** What a single span is. */
  readonly single?: { readonly kind: SpanKind; readonly about: string };
}

/** How late a look at the event loop was: the latest of several. */
export interface PlayedLook {
  readonly start: number;
  readonly end: number;
  readonly late: number;
  readonly count: number;
}

/** Moments of one name that are drawn as one. */
export interface PlayedMoments {
  readonly name: string;
  readonly at: number;
  readonly count: number;
}

/** Reads what `toPlayerData` wrote. */
export function readPlayerData({ names, timelines }: PlayerData): PlayedTimeline[] {
  return timelines.map(({ title, duration, lanes, looks }) => ({
    title,
    duration,
    lanes: lanes.map((lane) => readLane(lane, names)),
    loop: { name: LOOP_NAME, pieces: looks.map(readLook), moments: [] },
  }));
}

function readLane({ name, pieces, moments }: LaneData, names: readonly string[]): PlayedLane<PlayedSpans> {
  let at = 0;
  return {
    name,
    pieces: pieces.map(([gap, length, ...rest]) => {
      const start = milliseconds(at + gap);
      at += gap + length;
      return { start, end: milliseconds(at), ...readSpans(rest, length, names) };
    }),
    moments: (Object.keys(moments) as InstantName[]).flatMap((name) => readMoments(name, moments[name]!)),
  };
}

function readSpans(
  numbers: readonly number[],
  length: number,
  names: readonly string[],
): Pick<PlayedSpans, 'shares' | 'single'> {
  if (numbers.length > 2) {
    const shares = SPAN_KINDS.map((_, i) => ({
      count: numbers[2 * i]!,
      sum: milliseconds(numbers[2 * i + 1]!),
    }));
    return { shares };
  }
  const kind = SPAN_KINDS[numbers[0]!]!;
  const shares = SPAN_KINDS.map((other) =>
    other === kind ? { count: 1, sum: milliseconds(length) } : { count: 0, sum: 0 },
  );
  return { shares, single: { kind, about: names[numbers[1]!]! } };
}

function readMoments(name: InstantName, numbers: MomentsData): PlayedMoments[] {
  const moments: PlayedMoments[] = [];
  let at = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    at += numbers[i]!;
    moments.push({ name, at: milliseconds(at), count: numbers[i + 1]! });
  }
  return moments;
}

function readLook([at, delay, count]: LookData): PlayedLook {
  return { start: milliseconds(at - delay), end: milliseconds(at), late: milliseconds(delay), count };
}

function milliseconds(nanoseconds: number): number {
  return nanoseconds / 1e6;
}
