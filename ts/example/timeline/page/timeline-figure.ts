import { formatCount, formatDuration } from '../../../format.ts';
import {
  type Lane,
  LOOP_NAME,
  latestOf,
  SPAN_KINDS,
  type Span,
  type Timeline,
  timesInWords,
  timesOf,
} from '../timeline.ts';
import { axisSvg, percent } from './axis.ts';
import { type DrawnTimeline, SCALES } from './drawn-timeline.ts';
import { escapeText } from './escape-html.ts';
import { looksOf, momentsOf, piecesOf } from './merge-neighbours.ts';
import { barPaths, LANE, LATE, latePath, tickPaths, WIDTH } from './svg-paths.ts';

/** The heads of the columns of sums. */
const KINDS = SPAN_KINDS.map((kind) => `<span>${kind}</span>`).join('');

/** A timeline as a figure: a row a lane, the event loop's row below them, and all figures in a table. */
export function timelineFigure(
  { index, timeline, extent, lateness }: DrawnTimeline,
  heading: 'h3' | 'h4',
): string {
  const isCut = extent.own > extent.group;
  const cut = isCut ? ` <small class="group">cut at ${formatDuration(extent.group)}</small>` : '';
  return [
    `<figure id="run-${index}" class="run${isCut ? ' cut' : ''}">`,
    `<figcaption><div><${heading}>${escapeText(timeline.title)}</${heading}> ` +
      `${formatDuration(timeline.duration)}${cut}</div>` +
      `<div class="kinds" aria-hidden="true">${KINDS}</div></figcaption>`,
    `<div class="rows">${axisSvg(extent)}`,
    ...timeline.lanes.map((lane) => laneRow(timeline, lane, extent.own)),
    loopRow(timeline, extent.own, lateness),
    '</div>',
    details(timeline),
    '</figure>',
  ].join('\n');
}

function laneRow(timeline: Timeline, lane: Lane, extent: number): string {
  const { name, process } = lane;
  const times = timesOf(timeline, lane);
  const sums = SPAN_KINDS.filter((kind) => times[kind] > 0).map(
    (kind) => `<span class="of-${kind}"><b>${formatDuration(times[kind])}</b> <i>${kind}</i></span>`,
  );
  const moments = momentsOf(timeline, lane);
  const signs = moments
    .filter((moment) => moment.name === 'answer' || moment.name === 'abort')
    .map((moment) => `<use href="#${moment.name}" x="${percent(moment.at / extent)}" y="50%"/>`);
  return row(
    'lane',
    `${escapeText(name)}${process === 'server' ? ' <small>another process</small>' : ''}`,
    picture(
      `${name}: ${timesInWords(times) || 'idle'}`,
      LANE.height,
      barPaths(piecesOf(timeline, lane), extent) + tickPaths(moments, extent),
    ) + (signs.length === 0 ? '' : `<svg class="signs" aria-hidden="true">${signs.join('')}</svg>`),
    sums.join(' '),
  );
}

function loopRow(timeline: Timeline, extent: number, lateness: DrawnTimeline['lateness']): string {
  const latest = formatDuration(latestOf(timeline));
  const heights = SCALES.map((scale) => `<span class="${scale}">${formatDuration(lateness[scale])}</span>`);
  return row(
    'lane loop',
    `${LOOP_NAME} <small>0 to ${heights.join('')} late</small>`,
    picture(
      `${LOOP_NAME}: late by up to ${latest}`,
      LATE.height,
      latePath(looksOf(timeline), extent, lateness.own),
    ),
    `<span class="of-loop">late by up to <b>${latest}</b></span>`,
  );
}

function row(kind: string, name: string, bar: string, sums: string): string {
  return (
    `<div class="${kind}"><div class="name">${name}</div>` +
    `<div class="bar"><div class="track">${bar}</div></div><div class="sums">${sums}</div></div>`
  );
}

function picture(label: string, height: number, shapes: string): string {
  return (
    `<svg role="img" aria-label="${escapeText(label)}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `preserveAspectRatio="none">${shapes}</svg>`
  );
}

function details(timeline: Timeline): string {
  const head = ['Lane', ...SPAN_KINDS, 'longest span'].map((cell) => `<th scope="col">${cell}</th>`);
  const rows = timeline.lanes.map(({ id, name }) => {
    const own = timeline.spans.filter(({ lane }) => lane === id);
    const cells = SPAN_KINDS.map((kind) => sumOf(own.filter((span) => span.kind === kind)));
    const longest = own.reduce((most, { start, end }) => Math.max(most, end - start), 0);
    return (
      `<tr><th scope="row">${escapeText(name)}</th>` +
      `${[...cells, formatDuration(longest)].map((cell) => `<td>${cell}</td>`).join('')}</tr>`
    );
  });
  return (
    '<details><summary>Sums of each lane</summary><div class="wide"><table>' +
    `<thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`
  );
}

function sumOf(spans: readonly Span[]): string {
  const sum = spans.reduce((all, { start, end }) => all + end - start, 0);
  return spans.length === 0 ? '–' : `${formatDuration(sum)} <small>in ${formatCount(spans.length)}</small>`;
}
