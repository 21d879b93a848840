import { formatDuration } from '../../text/format.ts';
import {
  type Lane,
  LOOP_NAME,
  latestOf,
  SPAN_KINDS,
  type Timeline,
  timesInWords,
  timesOf,
} from '../../timeline/timeline.ts';
import { axisSvg, percent } from './axis.ts';
import { escapeText } from './escape-html.ts';
import type { Group } from './groups.ts';
import { looksOf, momentsOf, piecesOf } from './merge-neighbours.ts';
import { barPaths, LANE, LATE, latePath, tickPaths, trackShapes, WIDTH } from './svg-paths.ts';

/** The heads of the columns of sums. */
const KINDS = SPAN_KINDS.map((kind) => `<span>${kind}</span>`).join('');

/** A timeline as a figure to its group's scale: one row per lane with its sums, and the event loop's row below them. */
export function timelineFigure(id: string, timeline: Timeline, group: Group): string {
  const heading = group.name === '' ? 'h3' : 'h4';
  return [
    `<figure id="${id}" class="run">`,
    `<figcaption><div><${heading}>${escapeText(timeline.title)}</${heading}> ` +
      `${formatDuration(timeline.duration)}</div>` +
      `<div class="kinds" aria-hidden="true">${KINDS}</div></figcaption>`,
    `<div class="rows">${axisSvg(group.extent)}`,
    ...timeline.lanes.map((lane) => laneRow(timeline, lane, group)),
    loopRow(timeline, group),
    '</div>',
    '</figure>',
  ].join('\n');
}

function laneRow(timeline: Timeline, lane: Lane, { extent }: Group): string {
  const { name, process } = lane;
  const times = timesOf(timeline, lane);
  const sums = SPAN_KINDS.filter((kind) => times[kind] > 0).map(
    (kind) => `<span class="of-${kind}"><b>${formatDuration(times[kind])}</b> <i>${kind}</i></span>`,
  );
  const moments = momentsOf(timeline, lane, extent);
  const signs = moments
    .filter((moment) => moment.name === 'answer' || moment.name === 'abort')
    .map((moment) => `<use href="#${moment.name}" x="${percent(moment.at / extent)}" y="50%"/>`);
  return row(
    'lane',
    `${escapeText(name)}${process === 'server' ? ' <small>another process</small>' : ''}`,
    picture(
      `${name}: ${timesInWords(times) || 'idle'}`,
      LANE.height,
      trackShapes(timeline.duration, extent, LANE) +
        barPaths(piecesOf(timeline, lane, extent), extent) +
        tickPaths(moments, extent),
    ) + (signs.length === 0 ? '' : `<svg class="signs" aria-hidden="true">${signs.join('')}</svg>`),
    sums.join(' '),
  );
}

function loopRow(timeline: Timeline, { extent, lateness }: Group): string {
  const latest = formatDuration(latestOf(timeline));
  return row(
    'lane loop',
    `${LOOP_NAME} <small>0 to ${formatDuration(lateness)} late</small>`,
    picture(
      `${LOOP_NAME}: late by up to ${latest}`,
      LATE.height,
      trackShapes(timeline.duration, extent, LATE) + latePath(looksOf(timeline, extent), extent, lateness),
    ),
    `<span class="of-loop">late by up to <b>${latest}</b></span>`,
  );
}

function row(kind: string, name: string, bar: string, sums: string): string {
  return (
    `<div class="${kind}"><div class="name">${name}</div>` +
    `<div class="bar">${bar}</div><div class="sums">${sums}</div></div>`
  );
}

function picture(label: string, height: number, shapes: string): string {
  return (
    `<svg role="img" aria-label="${escapeText(label)}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `preserveAspectRatio="none">${shapes}</svg>`
  );
}
