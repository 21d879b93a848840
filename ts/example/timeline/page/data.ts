import { SPAN_KINDS, type Timeline } from '../timeline.ts';
import { LOOP } from './figure.ts';
import { latenessOf, type Moments, momentsOf, type Piece, piecesOf, sharesOf } from './pieces.ts';

/**
 * A piece in few characters, since there may be thousands: nanoseconds from the end of the piece before to its
 * start and from there to its end, and then either a span's kind and its name's place among the names, or for
 * each kind how many spans there are and how many nanoseconds they took.
 */
type PieceData = readonly number[];

/** What the page's script knows of the timelines: the true figures behind what is drawn. */
export function dataOf(timelines: readonly Timeline[]) {
  const names = new Map<string, number>();
  const runs = timelines.map((timeline) => ({
    title: timeline.title,
    duration: timeline.duration,
    lanes: timeline.lanes.map(({ name }) => ({
      name,
      pieces: piecesData(piecesOf(timeline, name), names),
      moments: momentsData(momentsOf(timeline, name)),
    })),
    loop: {
      name: LOOP,
      looks: latenessOf(timeline).map(({ at, delay, count }) => [nanoseconds(at), nanoseconds(delay), count]),
    },
  }));
  return { kinds: SPAN_KINDS, names: [...names.keys()], runs };
}

function piecesData(pieces: readonly Piece[], names: Map<string, number>): PieceData[] {
  let at = 0;
  return pieces.map((piece) => {
    const start = nanoseconds(piece.start);
    const end = nanoseconds(piece.end);
    const when = [start - at, end - start];
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

/** For each name, in turns: nanoseconds since the moments before, and how many there are. */
function momentsData(moments: readonly Moments[]): Record<string, number[]> {
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
