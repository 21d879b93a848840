import { createHash } from 'node:crypto';
import type { Timeline } from '../timeline.ts';
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
  /** What there is to learn, in sentences. */
  readonly summary: readonly string[];
  readonly table?: FiguresTable;
  /** All of them name a group, or none does. */
  readonly timelines: readonly Timeline[];
}

/** Figures side by side. */
interface FiguresTable {
  readonly head: readonly string[];
  readonly rows: readonly {
    /** The id of the timeline to which the row leads. */
    readonly timeline?: string;
    readonly cells: readonly string[];
  }[];
}

/** A page that needs nothing but itself. Timelines are drawn on one axis, or each group on its own. */
export function renderPage({ title, summary, table, timelines }: PageContent): string {
  const groups = toDrawnGroups(timelines);
  const drawn = groups.flatMap((group) => group.timelines);
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
    `<ul class="summary">${summary.map((line) => `<li>${escapeText(line)}</li>`).join('')}</ul>`,
    ...(table === undefined ? [] : ['<h2>Figures</h2>', figuresTable(table, drawn)]),
    ...(drawn.length === 0 ? [] : [timelinesSection(groups, drawn), ...playerScripts(drawn, script)]),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function figuresTable({ head, rows }: FiguresTable, drawn: readonly DrawnTimeline[]): string {
  const places = new Map(drawn.map(({ index, timeline }) => [timeline.id, index]));
  const body = rows.map(({ timeline = '', cells: [name = '', ...figures] }) => {
    const place = places.get(timeline);
    const first = place === undefined ? escapeText(name) : `<a href="#run-${place}">${escapeText(name)}</a>`;
    const cells = figures.map((cell) => `<td>${escapeText(cell)}</td>`).join('');
    return `<tr><th scope="row">${first}</th>${cells}</tr>`;
  });
  return [
    '<div class="wide" role="region" aria-label="Figures" tabindex="0"><table class="figures">',
    `<thead><tr>${head.map((cell) => `<th scope="col">${escapeText(cell)}</th>`).join('')}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody></table></div>`,
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
