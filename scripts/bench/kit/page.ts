import type { SpeedRecord } from './record.ts';
import { headlines, type Style, speedText } from './report.ts';

const CSS = `
:root { color-scheme: light dark; --ink: #1d2026; --paper: #fff; --line: #d9dce1;
  --native: #e0662f; --typescript: #3b82d6; --peer: #8b8f98; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --paper: #14161a; --line: #353942; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px;
  margin: 2rem auto; padding: 0 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { white-space: nowrap; padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child { text-align: left; }
td:has(i) { min-width: 220px; }
td i { display: block; height: .9rem; }
`;

const HTML: Style = {
  table([head, ...rows], bars = []) {
    const line = (tag: string, texts: readonly string[]): string =>
      texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('');
    const drawn = bars.map(
      ({ part, kind }) =>
        `<td><i style="width:${(part * 100).toFixed(1)}%;background:var(--${kind})"></i></td>`,
    );
    const lines = rows.map((row, n) => `<tr>${line('td', row)}${drawn[n] ?? ''}</tr>`);
    // What is wider than a narrow screen moves sideways by itself.
    return `<div class="scroll"><table>\n<tr>${line('th', head!)}</tr>\n${lines.join('\n')}\n</table></div>`;
  },
  heading: (text) => `<h2>${escaped(text)}</h2>`,
  text: (text) => `<p>${escaped(text)}</p>`,
  code: (text) => `<code>${escaped(text)}</code>`,
};

/** Everything that `npm run bench` found as one page that needs nothing else: no script, no font, no network. */
export function speedPage(record: SpeedRecord): string {
  const equal = record.equal.map(({ job, ways }) => `${job} in ${ways} ways`).join('; ');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>offloop: benchmark</title>
<style>${CSS}</style>
<h1>offloop: benchmark</h1>
${headlines(record).map(HTML.text).join('\n')}
<p>Medians of rounds in random order. Before anything was timed, every way to sum gave the same answer, to the last bit:
${escaped(equal)}.</p>
${speedText(record, HTML)}
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
