import { groupChart, growthChart } from './charts.ts';
import { headlines } from './headlines.ts';
import { machineLine } from './machine.ts';
import type { BenchRecord, Group } from './record.ts';
import { cliCells, growthCells, shown, unitOf } from './table.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2026; --paper: #fff; --line: #d9dce1; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --paper: #14161a; --line: #353942; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px;
  margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; min-width: 620px; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { white-space: nowrap; padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child { text-align: left; }
`;

/** Everything that `npm run bench` found as one page that needs nothing else: no script, no font, no network. */
export function benchHtml(record: BenchRecord): string {
  const { machine, groups, growth, cli, equal } = record;
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>offloop: benchmark</title>
<style>${STYLE}</style>
<h1>offloop: benchmark</h1>
<ul>${headlines(record)
    .map((line) => `<li>${escaped(line)}</li>`)
    .join('\n')}</ul>
<p>${escaped(machineLine(machine))}. ${escaped(machine.date.slice(0, 10))}, offloop ${escaped(machine.offloop)} at
${escaped(machine.commit)}; ${escaped(packages.join(', '))}.</p>
<p>Medians of rounds in random order. Before anything was timed, every way to sum gave the same answer, to the last bit:
${escaped(equal.map(({ job, ways }) => `${job} in ${ways} ways`).join('; '))}.</p>
${groups.map(groupHtml).join('\n')}
${growth.length > 0 ? `<h2>Cost as work grows</h2>\n${scroll(growthChart(growth))}\n${table(growthCells(growth))}` : ''}
${cli.length > 0 ? `<h2>The command line as a whole</h2>\n${table(cliCells(cli))}` : ''}
</html>
`;
}

function groupHtml(group: Group): string {
  const rows = shown(group).map(({ name, ns, ratio, spread, noisy }) => [
    name,
    ns,
    ratio,
    noisy ? `${spread} (noisy)` : spread,
  ]);
  return [
    `<h2>${escaped(group.title)}</h2>`,
    scroll(groupChart(group)),
    table([['', unitOf(group), 'ratio', 'min … max'], ...rows]),
    group.note === undefined ? '' : `<p>${escaped(group.note)}</p>`,
  ].join('\n');
}

function table([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => line('td', row)).join('\n');
  return scroll(`<table>\n${line('th', head!)}\n${body}\n</table>`);
}

/** What is wider than a narrow screen moves sideways by itself. */
function scroll(content: string): string {
  return `<div class="scroll">${content}</div>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
