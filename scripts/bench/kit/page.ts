import { escaped, htmlPage } from '../../html-page.ts';
import type { SpeedRecord } from './record.ts';
import { headlines, type Style, speedText } from './report.ts';

const STYLE = `
th, td { white-space: nowrap; text-align: right; }
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

/** Everything that `npm run bench` found. */
export function speedPage(record: SpeedRecord): string {
  const equal = record.equal.map(({ job, ways }) => `${job} in ${ways} ways`).join('; ');
  return htmlPage(
    'offloop: benchmark',
    STYLE,
    `${headlines(record).map(HTML.text).join('\n')}
<p>Medians of rounds in random order. Before anything was timed, every way to sum gave the same answer, to the last bit:
${escaped(equal)}.</p>
${speedText(record, HTML)}`,
  );
}
