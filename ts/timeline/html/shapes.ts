import { SPAN_KINDS } from '../timeline.ts';
import { type Lateness, type Moments, type Piece, sharesOf } from './pieces.ts';

/**
 * The coordinates that shapes are drawn in. The page stretches them to any width, so that a timeline needs to
 * be drawn only once: what is drawn must look right however wide it becomes.
 */
export const WIDTH = 4000;
export const LANE = { height: 26, top: 5, bar: 16 };
export const LATE = { height: 26 };

/** The least width of a shape: about a pixel. */
const LEAST = 6;
/** Between a span and the next one, so that they can be told apart. */
const GAP = 4;
/** Of the ticks above and below a bar. */
const TICK = 4;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A lane's bars, a path for every kind of span that it has. Where spans are too narrow to be drawn one by
 * one, the height shows which part of the time each kind had.
 */
export function barPaths(pieces: readonly Piece[], extent: number): string {
  const boxes: Box[][] = SPAN_KINDS.map(() => []);
  for (const piece of pieces) {
    const x = Math.round((piece.start / extent) * WIDTH);
    const exact = Math.round((piece.end / extent) * WIDTH) - x;
    const shares = sharesOf(piece);
    if (piece.spans.length === 1) {
      const width = Math.max(LEAST, exact > 4 * GAP ? exact - GAP : exact);
      const kind = SPAN_KINDS.indexOf(piece.spans[0]!.kind);
      boxes[kind]!.push({ x, y: LANE.top, width, height: LANE.bar });
    } else {
      let bottom = LANE.top + LANE.bar;
      shares.forEach(({ count, sum }, kind) => {
        if (count > 0) {
          const part = sum / Math.max(piece.end - piece.start, Number.MIN_VALUE);
          const height = Math.min(Math.max(1, Math.round(part * LANE.bar)), bottom - LANE.top);
          bottom -= height;
          boxes[kind]!.push({ x, y: bottom, width: Math.max(LEAST, exact), height });
        }
      });
    }
  }
  return SPAN_KINDS.map((kind, i) => path(kind, boxPath(boxes[i]!))).join('');
}

/** Boxes in the order of `x`; those that touch and are alike become one. */
function boxPath(boxes: readonly Box[]): string {
  const joined: Box[] = [];
  for (const box of boxes) {
    const last = joined.at(-1);
    const touches =
      last !== undefined &&
      box.x <= last.x + last.width + 1 &&
      box.y === last.y &&
      box.height === last.height;
    if (touches) {
      joined[joined.length - 1] = { ...last, width: Math.max(last.width, box.x + box.width - last.x) };
    } else {
      joined.push(box);
    }
  }
  let at = { x: 0, y: 0 };
  return joined
    .map(({ x, y, width, height }) => {
      const move = `m${x - at.x} ${y - at.y}h${width}v${height}h-${width}z`;
      at = { x, y };
      return move;
    })
    .join('');
}

/** Pauses as ticks below a lane's bar, and the moments at which it went on above it. */
export function tickPaths(moments: readonly Moments[], extent: number): string {
  const ticks = (name: Moments['name'], y: number): string =>
    path(
      name,
      moments
        .filter((moment) => moment.name === name)
        .map(({ at }) => `M${Math.round((at / extent) * WIDTH)} ${y}v${TICK}`)
        .join(''),
    );
  return ticks('resume', 0) + ticks('pause', LANE.height - TICK);
}

/**
 * How late the event loop was. What was due at a moment is later from there on by every millisecond that
 * passes until it is looked at: a slope, and then all is well again.
 */
export function latePath(looks: readonly Lateness[], extent: number, height: number): string {
  const slopes = looks.map(({ at, delay }) => {
    const end = Math.round((at / extent) * WIDTH);
    const width = Math.max(LEAST, Math.round((delay / extent) * WIDTH));
    const rise = Number(((delay / height) * LATE.height).toFixed(1));
    return rise < 0.2 ? '' : `M${end - width} ${LATE.height}h${width}v-${rise}z`;
  });
  return path('late', slopes.join(''));
}

function path(name: string, d: string): string {
  return d === '' ? '' : `<path class="${name}" d="${d}"/>`;
}
