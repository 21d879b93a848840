import { formatDuration } from '../format.ts';
import type { Span, SpanKind, Timeline } from './timeline.ts';

const MARKS: Record<SpanKind, string> = { computing: '█', waiting: '░' };

/** Columns of a bar on a terminal of the usual width. */
const BAR = 48;

/** Timelines as bars on one axis, one lane a line. */
export function renderText(timelines: readonly Timeline[]): string {
  const spans = timelines.flatMap((timeline) => timeline.spans);
  const end = Math.max(...spans.map((span) => span.end));
  const column = (time: number): number => Math.round((time / end) * BAR);
  const labelWidth = Math.max(...spans.map((span) => span.lane.length)) + 2;

  const line = (span: Span): string => {
    const from = Math.min(column(span.start), BAR - 1);
    const width = Math.max(1, column(span.end) - from);
    const bar = `${' '.repeat(from)}${MARKS[span.kind].repeat(width)}`.padEnd(BAR);
    return `  ${span.lane.padEnd(labelWidth)}${bar}  ${span.kind} ${formatDuration(span.end - span.start)}`;
  };

  const axis = `  ${' '.repeat(labelWidth)}0${formatDuration(end).padStart(BAR - 1)}`;
  return [...timelines.flatMap(({ title, spans }) => [title, ...spans.map(line)]), axis].join('\n');
}
