import { createHash } from 'node:crypto';
import { formatDuration } from '../../../format.ts';
import { type InstantName, SPAN_KINDS, type Timeline } from '../timeline.ts';
import { dataOf } from './data.ts';
import { escapeJson, escapeText } from './escape.ts';
import { figure } from './figure.ts';
import { PLAYER } from './player.ts';
import { type Group, groupsOf, type Run, SCALES, type Scale } from './scale.ts';
import { STYLE } from './style.ts';

/** What a page shows. */
export interface Page {
  readonly title: string;
  /** What there is to learn, in sentences. */
  readonly summary: readonly string[];
  /** Figures side by side. A row that begins with a timeline's title leads to it. */
  readonly table?: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  readonly timelines: readonly Timeline[];
}

/**
 * A page that needs nothing but itself. Timelines are drawn on one axis; where all their titles begin with a
 * group's name (`native: serial`), each group may have its own.
 */
export function renderHtml({ title, summary, table, timelines }: Page): string {
  const groups = groupsOf(timelines);
  const runs = groups.flatMap((group) => group.runs);
  const style = STYLE + scaleStyle(runs);
  const policy =
    `default-src 'none'; style-src ${hash(style)}; script-src ${hash(PLAYER)}; ` +
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
    ...(table === undefined ? [] : ['<h2>Figures</h2>', figures(table, runs)]),
    ...(runs.length === 0 ? [] : section(groups, runs)),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function figures({ head, rows }: NonNullable<Page['table']>, runs: readonly Run[]): string {
  const first = (cell: string): string => {
    const run = runs.find(({ timeline }) => timeline.title === cell);
    return run === undefined ? escapeText(cell) : `<a href="#run-${run.index}">${escapeText(cell)}</a>`;
  };
  const body = rows.map(([name = '', ...cells]) => {
    const figures = cells.map((cell) => `<td>${escapeText(cell)}</td>`).join('');
    return `<tr><th scope="row">${first(name)}</th>${figures}</tr>`;
  });
  return [
    '<div class="wide" role="region" aria-label="Figures" tabindex="0"><table class="figures">',
    `<thead><tr>${head.map((cell) => `<th scope="col">${escapeText(cell)}</th>`).join('')}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

function section(groups: readonly Group[], runs: readonly Run[]): string[] {
  const data = dataOf(runs.map(({ timeline }) => timeline));
  return [
    '<section class="timelines" aria-labelledby="timelines">',
    '<h2 id="timelines">Timelines</h2>',
    DEFINITIONS,
    scaleChoice(groups),
    playerChoices(groups, runs),
    legend(runs),
    player(runs),
    ...groups.flatMap(({ name, runs: own }) => [
      ...(name === '' ? [] : [`<h3 class="heading">${escapeText(name)}</h3>`]),
      ...own.map((run) => figure(run, name === '' ? 'h3' : 'h4')),
    ]),
    '<div class="tip" hidden></div>',
    '</section>',
    `<script type="application/json" id="data">${escapeJson(data)}</script>`,
    `<script type="module">${PLAYER}</script>`,
  ];
}

/** How many times the shortest group's axis may be the longest, before each group has its own at first. */
const COMPARABLE = 2;

function scaleChoice(groups: readonly Group[]): string {
  const shortest = Math.min(...groups.map(({ runs }) => runs[0]!.extent.group));
  const apart = groups[0]!.runs[0]!.extent.all > COMPARABLE * shortest;
  const labels: Record<Scale, string> = {
    all: 'one for all',
    group:
      groups.length > 1 ? `one each for ${groups.map(({ name }) => name).join(', ')}` : 'one, long runs cut',
    own: 'every run fills the width',
  };
  const isCut = groups.some(({ runs }) => runs.some(({ extent }) => extent.own > extent.group));
  const scales = SCALES.filter((scale) => scale !== 'group' || groups.length > 1 || isCut);
  const initial: Scale = apart ? 'group' : 'all';
  const radios = scales.map(
    (scale) =>
      `<label><input type="radio" name="scale" id="scale-${scale}"${scale === initial ? ' checked' : ''}>` +
      `${escapeText(labels[scale])}</label>`,
  );
  return `<fieldset class="settings"><legend>Time axis:</legend> ${radios.join('\n')}</fieldset>`;
}

/** Which part of the width, and of the height of the event loop's row, a run has in each scale. */
function scaleStyle(runs: readonly Run[]): string {
  const choice = (scale: Scale): string => {
    const others = SCALES.filter((other) => other !== scale);
    const rules = runs.map(({ index, extent, lateness }) => {
      const part = rounded(extent.own / extent[scale]);
      const rise = rounded(lateness.own / lateness[scale]);
      return `:root:has(#scale-${scale}:checked) #run-${index} { --part: ${part}; --rise: ${rise}; }`;
    });
    const hidden = others.map((other) => `:root:has(#scale-${scale}:checked) .run .${other}`);
    return [...rules, `${hidden.join(', ')} { display: none; }`].join('\n');
  };
  return `${SCALES.map(choice).join('\n')}\n`;
}

function rounded(part: number): number {
  return Number(part.toPrecision(5));
}

/** Textures that look alike however much they are stretched to the side. */
const DEFINITIONS = `<svg class="defs" aria-hidden="true">
<pattern id="waiting" width="8" height="4" y="1" patternUnits="userSpaceOnUse"><rect class="waiting-paper" width="8" height="4"/><rect class="stripes" y="1" width="8" height="1.5"/></pattern>
<pattern id="paused" width="8" height="8" y="1" patternUnits="userSpaceOnUse"><rect class="paused-paper" width="8" height="8"/><path class="line" d="M0 4h8"/></pattern>
<path id="answer" class="sign" d="M0-6 6 0 0 6-6 0z"/>
<path id="abort" class="sign" d="M-6-4-4-6 0-2 4-6 6-4 2 0 6 4 4 6 0 2-4 6-6 4-2 0z"/>
</svg>`;

/** What the signs mean that this page has. */
function legend(runs: readonly Run[]): string {
  const spans = new Set(runs.flatMap(({ timeline }) => timeline.spans.map(({ kind }) => kind)));
  const instants = new Set(runs.flatMap(({ timeline }) => timeline.instants.map(({ name }) => name)));
  const kinds = SPAN_KINDS.filter((kind) => spans.has(kind)).map((kind) =>
    sign(`<rect class="${kind}" y="1" width="28" height="14"/>`, kind),
  );
  const moments = (Object.keys(MOMENTS) as InstantName[])
    .filter((name) => instants.has(name))
    .map((name) => sign(MOMENTS[name], name));
  return [
    `<ul class="legend">${[...kinds, ...moments].join('')}`,
    sign('<path class="late" d="M2 16h20v-14z"/>', 'how late the event loop is'),
    '</ul>',
    '<p class="note">Where spans are too narrow to be drawn one by one, heights show which part of the time each ' +
      'kind has (computing below, paused on top), and pointing at them tells how many there are.</p>',
  ].join('');
}

const MOMENTS: Readonly<Record<InstantName, string>> = {
  pause: '<path class="pause" d="M8 10v5m6-5v5m6-5v5"/>',
  resume: '<path class="resume" d="M8 1v5m6-5v5m6-5v5"/>',
  answer: '<use href="#answer" x="14" y="8"/>',
  abort: '<use href="#abort" x="14" y="8"/>',
};

function sign(shapes: string, words: string): string {
  return `<li><svg viewBox="0 0 28 16" aria-hidden="true">${shapes}</svg>${words}</li>`;
}

/** How fast to play and what to step through. Hidden until the script runs. */
function playerChoices(groups: readonly Group[], runs: readonly Run[]): string {
  const longest = runs[0]!.extent.all;
  const speed = (name: string, extent: number, seconds: number): string =>
    `<option value="${extent / (seconds * 1000)}">${escapeText(name)} in ${seconds} s</option>`;
  const shorter = groups.filter(({ runs: own }) => own[0]!.extent.group < longest / COMPARABLE);
  const speeds = [
    speed('everything', longest, 8),
    ...shorter.map(({ name, runs: own }) => speed(name, own[0]!.extent.group, 8)),
    speed('everything', longest, 30),
  ];
  const scopes = runs.map(
    ({ index, timeline }) => `<option value="${index}">${escapeText(timeline.title)}</option>`,
  );
  return [
    '<div class="settings" hidden>',
    `<label><span>Play</span> <select id="speed">${speeds.join('')}</select></label>`,
    `<label><span>Step through</span> <select id="scope"><option value="all">all runs</option>${scopes.join('')}</select></label>`,
    '</div>',
  ].join('\n');
}

/** Hidden until the script runs. */
function player(runs: readonly Run[]): string {
  return [
    '<div class="player" role="group" aria-label="Player" hidden>',
    '<div class="controls">',
    '<button type="button" id="previous">‹<span> Previous</span></button>',
    '<button type="button" id="play">Play</button>',
    '<button type="button" id="next"><span>Next </span>›</button>',
    '<input type="range" id="time" min="0" max="1000" value="1000" aria-label="Time">',
    `<span id="now">${formatDuration(runs[0]!.extent.all)}</span>`,
    '</div>',
    '<p id="status" role="status">Space plays, ← and → step, Home and End jump.</p>',
    '</div>',
  ].join('\n');
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
