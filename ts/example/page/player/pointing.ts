import { formatDuration } from '../../../cli/format.ts';
import { mark, showTip, unmark } from './marks.ts';
import type { PlayedLane, PlayedPiece } from './read-data.ts';
import { timelines } from './shown.ts';
import { describe, isLook, momentWords, together } from './words.ts';

/** The marks of what is pointed at, beside those of what is chosen. */
const POINTED = '.pointed';

/** How many pixels away something is still pointed at. */
const REACH = 4;

export function unpoint(): void {
  unmark(POINTED);
}

/** Tells the figures of what is pointed at. */
export function point({ target, clientX, clientY }: MouseEvent): void {
  unpoint();
  const track = (target as Element).closest('.track');
  const timeline = timelines.find(({ figure }) => figure.contains(track));
  const lane = timeline?.rows.find((each) => each.track === track);
  if (track === null || timeline === undefined || lane === undefined) {
    return;
  }
  const { left, width } = track.getBoundingClientRect();
  const pixel = timeline.duration / width;
  const at = (clientX - left) * pixel;
  const pieces = piecesAt(lane, at, pixel);
  const moments = lane.moments
    .filter((moment) => Math.abs(moment.at - at) <= REACH * pixel)
    .map((moment) => `${momentWords(moment)} at ${formatDuration(moment.at)}`);
  if (pieces.length === 0 && moments.length === 0) {
    return;
  }
  const piece = pieces.length === 0 ? undefined : together(pieces);
  if (piece !== undefined) {
    mark(timeline, lane, piece, 'mark pointed');
  }
  const lines = piece === undefined ? [lane.name] : describe(lane, piece);
  showTip([...lines, ...moments.slice(0, 3)], clientX, clientY);
}

/** The pieces under a pixel of a lane, or the nearest within a few pixels. The loop's looks are seen from anywhere. */
function piecesAt({ pieces }: PlayedLane, at: number, pixel: number): readonly PlayedPiece[] {
  const under = pieces.filter(({ start, end }) => start <= at + pixel / 2 && end >= at - pixel / 2);
  const wide = under.find(({ start, end }) => start <= at && end > at && end - start >= pixel);
  if (wide !== undefined) {
    return [wide];
  }
  if (under.length > 0) {
    return under;
  }
  const distance = ({ start, end }: PlayedPiece): number => Math.max(start - at, at - end);
  const [nearest] = [...pieces].sort((a, b) => distance(a) - distance(b));
  const isNear = nearest !== undefined && (isLook(nearest) || distance(nearest) <= REACH * pixel);
  return isNear ? [nearest] : [];
}
