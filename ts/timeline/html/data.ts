import { SPAN_KINDS, type Timeline } from '../timeline.ts';
import { LOOP } from './figure.ts';
import { latenessOf, momentsOf, type Piece, piecesOf, sharesOf } from './pieces.ts';

/**
 * A piece in few characters, since there may be thousands: nanoseconds from the end of the piece before to its
 * start and from there to its end, and then either a span's kind and name, or how many spans of each kind
 * there are and how many nanoseconds they took.
 */
type PieceData = (number | string)[];

/** What the page's script knows of a timeline: the true figures behind what is drawn. */
export function dataOf(timeline: Timeline) {
  const { title, duration } = timeline;
  return {
    title,
    duration,
    lanes: timeline.lanes.map(({ name }) => ({
      name,
      pieces: inTurn(piecesOf(timeline, name)),
      moments: momentsOf(timeline, name).map((moment) => [nanoseconds(moment.at), moment.name, moment.count]),
    })),
    loop: {
      name: LOOP,
      looks: latenessOf(timeline).map(({ at, delay, count }) => [nanoseconds(at), nanoseconds(delay), count]),
    },
  };
}

function inTurn(pieces: readonly Piece[]): PieceData[] {
  let at = 0;
  return pieces.map((piece) => {
    const start = nanoseconds(piece.start);
    const end = nanoseconds(piece.end);
    const when = [start - at, end - start];
    at = end;
    const [first] = piece.spans;
    return piece.spans.length === 1
      ? [...when, SPAN_KINDS.indexOf(first!.kind), first!.name]
      : [...when, ...sharesOf(piece).flatMap(({ count, sum }) => [count, nanoseconds(sum)])];
  });
}

function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6);
}
