import { formatDuration } from '../../text/format.ts';
import { percent } from './axis.ts';
import { escapeText } from './escape-html.ts';

/** Bars on one axis of their own. */
export interface BarChart {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/**
 * Several runs of one thing: a bar as long as the median, and a line from the shortest to the longest. In milliseconds.
 */
interface Bar {
  readonly name: string;
  /** The id of the timeline that the name links to. */
  readonly timeline?: string;
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** Charts side by side, or below each other where there is no room. */
export function barCharts(charts: readonly BarChart[], linkOf: (id: string) => string | undefined): string {
  const drawn = charts.map(({ title, bars }) => {
    const longest = Math.max(Number.MIN_VALUE, ...bars.map(({ most }) => most));
    return [
      `<table class="chart"><caption>${escapeText(title)} <small>0 to ${formatDuration(longest)}</small></caption>`,
      '<colgroup><col class="names"><col><col class="medians"><col class="ranges"></colgroup>',
      '<thead class="unseen"><tr><th scope="col">Way</th><td></td><th scope="col">Median</th><th scope="col">Range</th></tr></thead>',
      `<tbody>${bars.map((bar) => row(bar, longest, linkOf)).join('\n')}</tbody></table>`,
    ].join('\n');
  });
  return [
    `<div class="charts">${drawn.join('\n')}</div>`,
    '<p class="note">A bar is the median of the runs, the line across it goes from the shortest to the longest. Each chart has ' +
      'an axis of its own.</p>',
  ].join('\n');
}

function row(
  { name, timeline = '', least, median, most }: Bar,
  longest: number,
  linkOf: (id: string) => string | undefined,
): string {
  const [from, middle, to] = [least, median, most].map((time) => percent(time / longest));
  const link = linkOf(timeline);
  const title = link === undefined ? escapeText(name) : `<a href="${link}">${escapeText(name)}</a>`;
  return (
    `<tr><th scope="row">${title}</th>` +
    `<td class="drawn"><svg aria-hidden="true"><rect class="computing" width="${middle}" height="100%"/>` +
    `<line class="range" x1="${from}" x2="${to}" y1="50%" y2="50%"/></svg></td>` +
    `<td>${formatDuration(median)}</td>` +
    `<td><small>${formatDuration(least)} to ${formatDuration(most)}</small></td></tr>`
  );
}
