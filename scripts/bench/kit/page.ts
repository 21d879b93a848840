import { escaped, htmlPage, htmlTable } from '../../kit/html-page.ts';
import type { OverlapRecord, SpeedRecord } from './record.ts';
import { equalText, headlines, overlapText, type Style, speedText } from './report.ts';

const STYLE = `
tbody th { width: 45%; }
i { display: block; height: .3rem; margin-top: .2rem; }
.key i { display: inline-block; width: 1.5rem; margin: 0 .4rem 0 1rem; vertical-align: middle; }
.key i:first-child { margin-left: 0; }
.native { background: var(--native); } .typescript { background: var(--typescript); } .peer { background: var(--peer); }
summary { cursor: pointer; }
ul { padding-left: 1.2rem; }
nav ul { columns: 22rem; }
`;

const HTML: Style = {
  table: (title, cells, bars = []) =>
    `<h2 id="${idOf(title)}">${escaped(title)}</h2>\n${htmlTable(title, cells, (row) => {
      const { kind, part } = bars[row] ?? {};
      return part === undefined ? '' : `<i class="${kind}" style="width:${(part * 100).toFixed(1)}%"></i>`;
    })}`,
  text: (text) => `<p>${escaped(text)}</p>`,
};

/** Everything that `npm run bench` found, and what bench:overlap did where it is given. */
export function benchmarkPage(speed: SpeedRecord, overlap?: OverlapRecord): string {
  const [finding = 'There is no native engine to compare with.', ...more] = headlines(speed);
  const tables = [
    speedText(speed, HTML),
    HTML.text(equalText(speed)),
    overlap === undefined ? '' : overlapText(overlap, HTML),
  ].join('\n');
  return htmlPage(
    'offloop: benchmark',
    finding,
    STYLE,
    `<ul>${more.map((line) => `<li>${escaped(line)}</li>`).join('\n')}</ul>
<nav aria-label="Tables"><details><summary>All tables</summary><ul>
${titlesOf(tables)
  .map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`)
  .join('\n')}
</ul></details></nav>
<p class="key soft"><i class="native"></i>native <i class="typescript"></i>TypeScript <i class="peer"></i>others; shorter is faster</p>
${tables}`,
  );
}

/** What the address of a table ends with. */
function idOf(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, '-');
}

/** The tables' ids and titles, as they stand in the page. */
function titlesOf(html: string): [id: string, title: string][] {
  return [...html.matchAll(/<h2 id="(.*)">(.*)<\/h2>/g)].map(([, id, title]) => [id!, title!]);
}
