import { formatCount, formatDuration } from '../../../format.ts';
import { type Lane, SPAN_KINDS, type Span, type Timeline, timesOf } from '../timeline.ts';
import { escapeText } from './escape.ts';
import { latenessOf, momentsOf, piecesOf } from './pieces.ts';
import { type Run, SCALES, type Scale, ticksOf } from './scale.ts';
import { barPaths, LANE, LATE, latePath, tickPaths, WIDTH } from './shapes.ts';

/** The name of the row below the lanes. */
export const LOOP = 'event loop';

/** The heads of the columns of sums. */
const KINDS = SPAN_KINDS.map((kind) => `<span>${kind}</span>`).join('');

/** A timeline as a figure: a row a lane, the event loop's row below them, and all figures in a table. */
export function figure({ index, name, timeline, extent, lateness }: Run, heading: 'h3' | 'h4'): string {
  const rows = timeline.lanes.map((lane) => laneRow(timeline, lane, extent.own));
  const isCut = extent.own > extent.group;
  const cut = isCut ? ` <small class="group">cut at ${formatDuration(extent.group)}</small>` : '';
  return [
    `<figure id="run-${index}" class="run${isCut ? ' cut' : ''}">`,
    `<figcaption><div><${heading}>${escapeText(name)}</${heading}> ${formatDuration(timeline.duration)}${cut}</div>` +
      `<div class="kinds" aria-hidden="true">${KINDS}</div></figcaption>`,
    `<div class="rows">${axis(extent)}`,
    ...rows,
    loopRow(timeline, extent.own, lateness),
    '</div>',
    details(timeline),
    '</figure>',
  ].join('\n');
}

function laneRow(timeline: Timeline, { name, process }: Lane, extent: number): string {
  const times = timesOf(timeline, name);
  const kinds = SPAN_KINDS.filter((kind) => times[kind] > 0);
  const sums = kinds.map(
    (kind) => `<span class="of-${kind}"><b>${formatDuration(times[kind])}</b> <i>${kind}</i></span>`,
  );
  const words = kinds.map((kind) => `${kind} ${formatDuration(times[kind])}`).join(', ');
  const moments = momentsOf(timeline, name);
  const signs = moments
    .filter((moment) => moment.name === 'answer' || moment.name === 'abort')
    .map((moment) => `<use href="#${moment.name}" x="${percent(moment.at / extent)}" y="50%"/>`);
  return row(
    'lane',
    `${escapeText(name)}${process === 'server' ? ' <small>another process</small>' : ''}`,
    picture(
      `${name}: ${words || 'idle'}`,
      LANE.height,
      barPaths(piecesOf(timeline, name), extent) + tickPaths(moments, extent),
    ) + (signs.length === 0 ? '' : `<svg class="signs" aria-hidden="true">${signs.join('')}</svg>`),
    sums.join(' '),
  );
}

function loopRow(timeline: Timeline, extent: number, lateness: Run['lateness']): string {
  const latest = formatDuration(latestOf(timeline));
  const heights = SCALES.map((scale) => `<span class="${scale}">${formatDuration(lateness[scale])}</span>`);
  return row(
    'lane loop',
    `${LOOP} <small>0 to ${heights.join('')} late</small>`,
    picture(
      `${LOOP}: late by up to ${latest}`,
      LATE.height,
      latePath(latenessOf(timeline), extent, lateness.own),
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

/** The axis in every scale, of which the page shows one. */
function axis(extent: Run['extent']): string {
  const group = (scale: Scale): string => {
    const ticks = ticksOf(extent[scale]).map(({ at, label }) => {
      const x = at / extent[scale];
      const anchor = x > 0.88 ? ' class="last"' : '';
      return (
        `<line x1="${percent(x)}" x2="${percent(x)}" y2="100%"/>` +
        `<text x="${percent(x)}" y="100%"${anchor}>${label}</text>`
      );
    });
    return `<g class="${scale}">${ticks.join('')}</g>`;
  };
  return `<svg class="axis" aria-hidden="true">${SCALES.map(group).join('')}</svg>`;
}

function details(timeline: Timeline): string {
  const head = ['Lane', ...SPAN_KINDS, 'longest span'].map((cell) => `<th scope="col">${cell}</th>`);
  const rows = timeline.lanes.map(({ name }) => {
    const own = timeline.spans.filter(({ lane }) => lane === name);
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

function latestOf({ loopDelay }: Timeline): number {
  return loopDelay.reduce((most, { delay }) => Math.max(most, delay), 0);
}

function percent(part: number): string {
  return `${Number((part * 100).toFixed(2))}%`;
}
