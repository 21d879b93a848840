import { createHash } from 'node:crypto';
import type { Timeline } from '../../timeline/timeline.ts';
import { type BarChart, barCharts } from './bar-chart.ts';
import { escapeText } from './escape-html.ts';
import { type Group, toGroups } from './groups.ts';
import { DEFINITIONS, legend } from './legend.ts';
import { STYLE } from './style.ts';
import { timelineFigure } from './timeline-figure.ts';

/** What a page shows. */
export interface PageContent {
  readonly title: string;
  /** The conclusions, in sentences. */
  readonly verdict: readonly string[];
  readonly charts?: readonly BarChart[];
  /** What was done, where and when, in sentences. */
  readonly conditions?: readonly string[];
  readonly table?: FiguresTable;
  /** Either all of them name a group, or none does. */
  readonly timelines: readonly Timeline[];
}

/** Figures side by side. */
interface FiguresTable {
  readonly head: readonly string[];
  readonly rows: readonly {
    /** The id of the timeline that the row links to. */
    readonly timeline?: string;
    readonly cells: readonly string[];
  }[];
}

/** A self-contained page without a script. */
export function renderPage({
  title,
  verdict,
  charts = [],
  conditions = [],
  table,
  timelines,
}: PageContent): string {
  const groups = toGroups(timelines);
  const shown = groups.flatMap((group) => group.timelines);
  const places = new Map(shown.map(({ id }, place) => [id, `#${placeId(place)}`]));
  const linkOf = (id: string): string | undefined => places.get(id);
  const policy = `default-src 'none'; style-src ${hash(STYLE)}; base-uri 'none'; form-action 'none'`;
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeText(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeText(title)}</h1>`,
    lines('verdict', verdict),
    ...(charts.length === 0 ? [] : [barCharts(charts, linkOf)]),
    lines('conditions', conditions),
    ...(table === undefined ? [] : ['<h2>Figures</h2>', figuresTable(table, linkOf)]),
    ...(shown.length === 0 ? [] : [timelinesSection(groups)]),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function lines(name: string, texts: readonly string[]): string {
  return texts.length === 0
    ? ''
    : `<ul class="${name}">${texts.map((text) => `<li>${escapeText(text)}</li>`).join('')}</ul>`;
}

function figuresTable({ head, rows }: FiguresTable, linkOf: (id: string) => string | undefined): string {
  const body = rows.map(({ timeline = '', cells: [name = '', ...figures] }) => {
    const link = linkOf(timeline);
    const first = link === undefined ? escapeText(name) : `<a href="${link}">${escapeText(name)}</a>`;
    // On a narrow screen a row is a list, in which each figure has its head beside it.
    const cells = figures
      .map((cell, i) => `<td data-head="${escapeText(head[i + 1] ?? '')}">${escapeText(cell)}</td>`)
      .join('');
    return `<tr><th scope="row">${first}</th>${cells}</tr>`;
  });
  return [
    '<table class="figures">',
    `<thead><tr>${head.map((cell) => `<th scope="col">${escapeText(cell)}</th>`).join('')}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody></table>`,
  ].join('\n');
}

function timelinesSection(groups: readonly Group[]): string {
  let runs = 0;
  return [
    '<section aria-labelledby="timelines">',
    '<h2 id="timelines">Timelines</h2>',
    DEFINITIONS,
    legend(groups.flatMap(({ timelines }) => timelines)),
    ...groups.flatMap((group) => [
      ...(group.name === '' ? [] : [`<h3 class="heading">${escapeText(group.name)}</h3>`]),
      ...group.timelines.map((timeline) => timelineFigure(placeId(runs++), timeline, group)),
    ]),
    '</section>',
  ].join('\n');
}

/** The id of a timeline's figure, by its place on the page. */
function placeId(place: number): string {
  return `run-${place}`;
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
