import { formatDuration } from '../../text/format.ts';
import type { BarChart } from '../page/bar-chart.ts';
import { renderPage } from '../page/render-page.ts';
import type { ComparedWay, Comparison } from './comparison.ts';
import { conditionsOf } from './conditions.ts';
import { equality, gainText } from './report.ts';

/** The comparison as a page: the verdict and a chart, the figures, and the timeline of each way's median run. */
export function comparisonHtml(comparison: Comparison): string {
  const { ways, verdict, equal } = comparison;
  return renderPage({
    title: 'Overlapping I/O with computation',
    verdict: [...verdict, equality(equal)],
    charts: chartsOf(ways),
    conditions: conditionsOf(comparison),
    table: {
      head: ['way', 'predicted', 'gain', 'loop late by', 'longest file read'],
      rows: ways.map((way) => ({ timeline: way.timeline.id, cells: cellsOf(way) })),
    },
    timelines: ways.map((way) => ({ ...way.timeline, group: groupOf(way.way), title: way.way.label })),
  });
}

/** A chart for each engine's good ways and another for its mistakes, which take so much longer. */
function chartsOf(ways: readonly ComparedWay[]): BarChart[] {
  return [...new Set(ways.map(({ way }) => groupOf(way)))].map((title) => ({
    title,
    bars: ways
      .filter(({ way }) => groupOf(way) === title)
      .map(({ way, wall, timeline }) => ({
        name: way.label,
        timeline: timeline.id,
        least: wall.min,
        median: wall.median,
        most: wall.max,
      })),
  }));
}

function groupOf({ engine, kind }: ComparedWay['way']): string {
  return kind === 'mistake' ? `${engine}, mistakes` : engine;
}

function cellsOf(compared: ComparedWay): string[] {
  const { way, predicted, latest, longestRead } = compared;
  const felt = [latest, longestRead].map(formatDuration);
  return [`${groupOf(way)}: ${way.label}`, formatDuration(predicted), gainText(compared), ...felt];
}
