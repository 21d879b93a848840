import { type LoopDelayPoint, SPAN_KINDS, type SpanKind } from '../../timeline/timeline.ts';
import { type Moment, type Piece, sharesOf } from './merge-neighbours.ts';

/**
 * The coordinates that shapes are drawn in. The page stretches them to any width, so a timeline is drawn only once, and
 * must look right at every width.
 */
export const WIDTH = 4000;
export const LANE = { height: 26, top: 5, bar: 16 };
export const LATE = { height: 26, top: 25, bar: 1 };

/** The least width of a shape: about a pixel. */
const LEAST = 6;
/** Up to this width a shape has no room for a texture, nor for a gap behind it. */
const NARROW = 16;
/** The gap between two spans, so that they can be told apart. */
const GAP = 4;
/** The height of the ticks above and below a bar. */
const TICK = 4;

/** A shape of a bar. All of them stand on its bottom. */
interface Column {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** Where a lane's spans of one kind are drawn: those that are wide enough for a texture, and the others. */
interface Columns {
  readonly wide: Column[];
  readonly narrow: Column[];
}

type AllColumns = Readonly<Record<SpanKind, Columns>>;

/**
 * A lane's bars, paths for each kind of span. Where spans are too narrow to be drawn one by one, the height
 * shows which part of the time each kind had.
 */
export function barPaths(pieces: readonly Piece[], extent: number): string {
  const columns: AllColumns = {
    computing: { wide: [], narrow: [] },
    waiting: { wide: [], narrow: [] },
    paused: { wide: [], narrow: [] },
  };
  for (const piece of pieces) {
    const x = Math.round((piece.start / extent) * WIDTH);
    const width = Math.round((piece.end / extent) * WIDTH) - x;
    if (piece.spans.length === 1 && width > NARROW) {
      columns[piece.spans[0]!.kind].wide.push({ x, width: width - GAP, height: LANE.bar });
    } else {
      stack(piece, x, Math.max(width, LEAST), columns);
    }
  }
  // A kind's columns reach behind those of the kinds before it, which stand in front.
  const paths = SPAN_KINDS.map((kind) => {
    const { wide, narrow } = columns[kind];
    return path(kind, outline(wide)) + path(`${kind} narrow`, outline(narrow));
  });
  return paths.reverse().join('');
}

/** Stacks the kinds' parts of a piece. */
function stack(piece: Piece, x: number, width: number, columns: AllColumns): void {
  const whole = Math.max(piece.end - piece.start, Number.MIN_VALUE);
  let height = 0;
  for (const { kind, sum } of sharesOf(piece)) {
    const part = piece.spans.length === 1 ? LANE.bar : Math.max(1, Math.round((sum / whole) * LANE.bar));
    height = Math.min(height + part, LANE.bar);
    columns[kind].narrow.push({ x, width, height });
  }
}

/** The outline of columns in the order of `x`. Those that touch have one outline. */
function outline(columns: readonly Column[]): string {
  const bottom = LANE.top + LANE.bar;
  let d = '';
  let pen = { x: 0, y: 0 };
  let edge = Number.NEGATIVE_INFINITY;
  let height = 0;
  for (const column of columns) {
    if (column.x > edge + 1) {
      d += d === '' ? '' : `v${height}z`;
      d += `m${column.x - pen.x} ${bottom - pen.y}v-${column.height}`;
      pen = { x: column.x, y: bottom };
      edge = column.x;
    } else if (column.height !== height) {
      d += `v${height - column.height}`;
    }
    height = column.height;
    const end = Math.max(edge, column.x + column.width);
    d += `h${end - edge}`;
    edge = end;
  }
  return d === '' ? '' : `${d}v${height}z`;
}

/** The time that a run took, behind its lane's bars, with a line where it ended. */
export function trackShapes(duration: number, extent: number, { height, top, bar }: typeof LANE): string {
  const end = Math.round((duration / extent) * WIDTH);
  return (
    `<rect class="track" y="${top}" width="${end}" height="${bar}"/>` +
    `<path class="end" d="M${end} 0v${height}"/>`
  );
}

/** Pauses as ticks below a lane's bar, and resumes as ticks above it. */
export function tickPaths(moments: readonly Moment[], extent: number): string {
  const ticks = (name: Moment['name'], y: number): string => {
    let pen = 0;
    const own = moments.filter((moment) => moment.name === name);
    const d = own.map(({ at }, i) => {
      const x = Math.round((at / extent) * WIDTH);
      const move = i === 0 ? `M${x} ${y}` : `m${x - pen}-${TICK}`;
      pen = x;
      return `${move}v${TICK}`;
    });
    return path(name, d.join(''));
  };
  return ticks('resume', 0) + ticks('pause', LANE.height - TICK);
}

/**
 * How late the event loop was. Whatever is due at a moment becomes later with every millisecond until the loop handles
 * it: a slope, and then a drop to zero.
 */
export function latePath(looks: readonly LoopDelayPoint[], extent: number, height: number): string {
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
