import { formatDuration } from '../../../cli/format.ts';
import { SPAN_KINDS } from '../../../timeline/timeline.ts';
import type { PlayedLane, PlayedLook, PlayedMoments, PlayedPiece, PlayedSpans } from './read-data.ts';

/** What neighbouring pieces of a lane, at least one, are together. */
export function together(pieces: readonly PlayedPiece[]): PlayedPiece {
  const looks = pieces.filter(isLook);
  if (looks.length > 0) {
    return latestLook(looks);
  }
  return pieces.length === 1 ? pieces[0]! : allSpans(pieces as readonly PlayedSpans[]);
}

export function isLook(piece: PlayedPiece): piece is PlayedLook {
  return 'late' in piece;
}

function latestLook(looks: readonly PlayedLook[]): PlayedLook {
  const latest = looks.reduce((a, b) => (b.late > a.late ? b : a));
  return { ...latest, count: looks.reduce((all, { count }) => all + count, 0) };
}

function allSpans(pieces: readonly PlayedSpans[]): PlayedSpans {
  const shares = SPAN_KINDS.map((_, kind) => ({
    count: pieces.reduce((all, piece) => all + piece.shares[kind]!.count, 0),
    sum: pieces.reduce((all, piece) => all + piece.shares[kind]!.sum, 0),
  }));
  return { start: pieces[0]!.start, end: pieces.at(-1)!.end, shares };
}

/** What a lane's piece is, in lines. */
export function describe({ name }: PlayedLane, piece: PlayedPiece): string[] {
  const { start, end } = piece;
  if (isLook(piece)) {
    const looks = piece.count > 1 ? `, the latest of ${piece.count} looks` : '';
    return [name, `late by ${formatDuration(piece.late)} at ${formatDuration(end)}${looks}`];
  }
  const when = `${formatDuration(start)} to ${formatDuration(end)}`;
  if (piece.single !== undefined) {
    return [name, `${piece.single.kind}: ${piece.single.about}`, `${when}, ${formatDuration(end - start)}`];
  }
  const shares = piece.shares.flatMap(({ count, sum }, kind) =>
    count === 0
      ? []
      : `${SPAN_KINDS[kind]} ${count} ${count === 1 ? 'time' : 'times'}, ${formatDuration(sum)}`,
  );
  return [name, `${countOf(piece)} spans, ${when}`, ...shares];
}

/** What a lane does in a piece, in a few words. */
export function doing(piece: PlayedSpans): string {
  return piece.single === undefined
    ? `in ${countOf(piece)} short spans`
    : `${piece.single.kind} (${piece.single.about})`;
}

export function momentWords({ name, count }: PlayedMoments): string {
  return count > 1 ? `${count} times ${name}` : name;
}

function countOf({ shares }: PlayedSpans): number {
  return shares.reduce((all, { count }) => all + count, 0);
}
