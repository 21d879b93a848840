import { styleText } from 'node:util';
import { formatDuration, toAscii } from '../text/format.ts';
import {
  fullTitleOf,
  LOOP_NAME,
  latestOf,
  SPAN_KINDS,
  type Span,
  type SpanKind,
  type Timeline,
  timesInWords,
  timesOf,
} from './timeline.ts';

/** What the bars are drawn with, and on. */
export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Only characters that every terminal has. */
  readonly ascii: boolean;
  readonly colour: boolean;
}

type Colour = 'green' | 'yellow' | 'blue' | 'magenta';

const MARKS: Record<SpanKind, { unicode: string; ascii: string; colour: Colour }> = {
  computing: { unicode: '█', ascii: '#', colour: 'green' },
  waiting: { unicode: '░', ascii: '.', colour: 'yellow' },
  paused: { unicode: '▪', ascii: 'o', colour: 'blue' },
};

/** How late the loop was, from not at all to the longest of all timelines. */
const LEVELS = { unicode: ' ▁▂▃▄▅▆▇█', ascii: ' .:-=+*%@' };

/** The fewest and the most columns of a bar, and the columns that the figures beside it have. */
const BAR = { least: 20, most: 100 };
const FIGURES = 36;

/** Timelines as bars on one axis: a row a lane, and how late the event loop was below them. */
export function renderText(timelines: readonly Timeline[], options: TextOptions): string {
  const { width, ascii } = options;
  const names = timelines.flatMap(({ lanes }) => lanes.map(({ name }) => name));
  const label = Math.max(...[LOOP_NAME, ...names].map((name) => name.length)) + 2;
  const bar = Math.min(Math.max(width - label - FIGURES - 4, BAR.least), BAR.most);
  const longest = Math.max(...timelines.map(({ duration }) => duration));
  const latest = Math.max(...timelines.map(latestOf), 0.001);
  const line = (name: string, cells: string, figures: string): string =>
    `  ${name.padEnd(label)}${cells}  ${figures}`.trimEnd();

  const drawn = timelines.flatMap((timeline) => [
    fullTitleOf(timeline),
    ...timeline.lanes.map((lane) => {
      const spans = timeline.spans.filter((span) => span.lane === lane.id);
      return line(
        lane.name,
        barOf(spans, longest / bar, bar, options),
        timesInWords(timesOf(timeline, lane)),
      );
    }),
    ...(timeline.loopDelay.length === 0
      ? []
      : [
          line(
            LOOP_NAME,
            delaysOf(timeline, longest / bar, bar, latest, ascii),
            `late by up to ${formatDuration(latestOf(timeline))}`,
          ),
        ]),
  ]);
  const end = formatDuration(longest);
  const axis = line('', `0 ${(ascii ? '-' : '─').repeat(bar - end.length - 3)} ${end}`, '');
  const text = [...drawn, axis, legend(options)].join('\n');
  return ascii ? toAscii(text) : text;
}

/** A cell shows what filled most of its time. */
function barOf(spans: readonly Span[], cell: number, cells: number, options: TextOptions): string {
  const filled = SPAN_KINDS.map(() => new Float64Array(cells));
  for (const { kind, start, end } of spans) {
    const times = filled[SPAN_KINDS.indexOf(kind)]!;
    const last = Math.min(cells - 1, Math.floor(end / cell));
    for (let i = Math.min(cells - 1, Math.floor(start / cell)); i <= last; i++) {
      times[i]! += Math.max(0, Math.min(end, (i + 1) * cell) - Math.max(start, i * cell));
    }
  }
  let bar = '';
  for (let i = 0; i < cells; i++) {
    const times = filled.map((kind) => kind[i]!);
    const most = Math.max(...times);
    bar += most === 0 ? ' ' : mark(SPAN_KINDS[times.indexOf(most)]!, options);
  }
  return bar;
}

function mark(kind: SpanKind, { ascii, colour }: TextOptions): string {
  const { [ascii ? 'ascii' : 'unicode']: text, colour: hue } = MARKS[kind];
  return colour ? styleText(hue, text, { validateStream: false }) : text;
}

/** A look at the loop that came late stands for all the time that it was late. */
function delaysOf(
  { loopDelay }: Timeline,
  cell: number,
  cells: number,
  latest: number,
  ascii: boolean,
): string {
  const worst = new Float64Array(cells);
  for (const { at, delay } of loopDelay) {
    const last = Math.min(cells - 1, Math.floor(at / cell));
    for (let i = Math.max(0, Math.floor((at - delay) / cell)); i <= last; i++) {
      worst[i] = Math.max(worst[i]!, delay);
    }
  }
  const levels = LEVELS[ascii ? 'ascii' : 'unicode'];
  // Less than a millisecond is what timers are late anyway.
  return Array.from(worst, (delay) =>
    delay < 1 ? levels[0] : levels[Math.max(1, Math.round((delay / latest) * (levels.length - 1)))],
  ).join('');
}

function legend(options: TextOptions): string {
  return `  ${SPAN_KINDS.map((kind) => `${mark(kind, options)} ${kind}`).join('  ')}`;
}
