import { createHash } from 'node:crypto';
import type { Timeline } from '../../timeline/timeline.ts';
import { type BarChart, barCharts } from './bar-chart.ts';
import { type DrawnGroup, type DrawnTimeline, toDrawnGroups } from './drawn-timeline.ts';
import { embedded } from './embedded.ts';
import { escapeJson, escapeText } from './escape-html.ts';
import { DEFINITIONS, legend } from './legend.ts';
import { playerBar, playerChoices } from './player-controls.ts';
import { toPlayerData } from './player-data.ts';
import { scaleChoice, scaleStyle } from './scale-choice.ts';
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

/** A self-contained page. Timelines are drawn on one axis, or each group on its own. */
export function renderPage({
  title,
  verdict,
  charts = [],
  conditions = [],
  table,
  timelines,
}: PageContent): string {
  const groups = toDrawnGroups(timelines);
  const drawn = groups.flatMap((group) => group.timelines);
  const places = new Map(drawn.map(({ index, timeline }) => [timeline.id, `#run-${index}`]));
  const linkOf = (id: string): string | undefined => places.get(id);
  const { script, style: looks } = embedded();
  const style = looks + scaleStyle(drawn);
  const policy =
    `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; ` +
    `base-uri 'none'; form-action 'none'`;
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeText(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeText(title)}</h1>`,
    lines('verdict', verdict),
    ...(charts.length === 0 ? [] : [barCharts(charts, linkOf)]),
    lines('conditions', conditions),
    ...(table === undefined ? [] : ['<h2>Figures</h2>', figuresTable(table, linkOf)]),
    ...(drawn.length === 0 ? [] : [timelinesSection(groups, drawn), ...playerScripts(drawn, script)]),
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

function timelinesSection(groups: readonly DrawnGroup[], drawn: readonly DrawnTimeline[]): string {
  return [
    '<section class="timelines" aria-labelledby="timelines">',
    '<h2 id="timelines">Timelines</h2>',
    DEFINITIONS,
    scaleChoice(groups),
    playerChoices(groups, drawn),
    legend(drawn.map(({ timeline }) => timeline)),
    playerBar(drawn),
    ...groups.flatMap(({ name, timelines }) => [
      ...(name === '' ? [] : [`<h3 class="heading">${escapeText(name)}</h3>`]),
      ...timelines.map((timeline) => timelineFigure(timeline, name === '' ? 'h3' : 'h4')),
    ]),
    '<div class="tip" hidden></div>',
    '</section>',
  ].join('\n');
}

function playerScripts(drawn: readonly DrawnTimeline[], script: string): string[] {
  const data = toPlayerData(drawn.map(({ timeline }) => timeline));
  return [
    `<script type="application/json" id="data">${escapeJson(data)}</script>`,
    `<script type="module">${script}</script>`,
  ];
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
