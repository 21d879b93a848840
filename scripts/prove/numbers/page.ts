import { escaped, htmlPage } from '../../html-page.ts';
import { groupsOf, type NumbersRecord, type Result, resultText } from './record.ts';

const STYLE = `
svg { max-width: 100%; font-size: 12px; fill: var(--ink); }
.axis { stroke: var(--line); fill: none; }
.native { color: var(--native); } .typescript { color: var(--typescript); }
circle, .bar { fill: currentColor; stroke: currentColor; }
th, td { text-align: left; }
`;

/** What was found, engine by engine. */
export function numbersPage(record: NumbersRecord): string {
  const engines = Object.keys(record.engines);
  return htmlPage(
    'offloop: numbers',
    STYLE,
    `<p>${record.date.slice(0, 10)}, commit ${escaped(record.commit)}, ${escaped(record.cpu)}, SIMD level ${escaped(record.simd)}, effort ${record.effort},
${Math.round(record.seconds)} s. A right kernel's p-values are spread evenly between 0 and 1.</p>
${engines.map((engine) => section(record, engine)).join('\n')}`,
  );
}

function section(record: NumbersRecord, engine: string): string {
  const { tests, spread, extreme, ok } = record.engines[engine]!;
  const results = record.results.filter((result) => result.engine === engine);
  const p = results.flatMap((result) => (result.kind === 'collisions' ? [] : (result.p ?? [])));
  const rows = groupsOf(record, engine).flatMap(([group, all]) =>
    all.map(
      (result) =>
        `<tr><td>${escaped(group)}</td><td>${escaped(result.name)}</td><td>${result.samples.toExponential(1)}</td><td>${resultText(result)}</td></tr>`,
    ),
  );
  return `<h2>${engine}: ${tests} tests, ${ok ? 'passed' : 'FAILED'}</h2>
<p>Together: p = ${spread.toFixed(4)} that they lie so unevenly, p = ${extreme.toFixed(4)} that one is so extreme.</p>
<h3>The p-values in order, against an even spread</h3>
${evenPlot(p, engine)}
<h3>Gaussian tails: found over expected, with two standard deviations</h3>
${tailPlot(
  results.filter(({ kind }) => kind === 'tail'),
  engine,
)}
<details><summary>Every test</summary><div class="scroll"><table>
<tr><th>group</th><th>test</th><th>samples</th><th>result</th></tr>
${rows.join('\n')}
</table></div></details>`;
}

/** Each p-value over its place, 0 to 1 both ways. */
function evenPlot(p: readonly number[], engine: string): string {
  const sorted = [...p].sort((a, b) => a - b);
  const dots = sorted.map((value, i) => {
    const [x, y] = [30 + (300 * (i + 0.5)) / sorted.length, 310 - 300 * value];
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2"/>`;
  });
  return `<svg class="${engine}" viewBox="0 0 360 330" width="360" role="img" aria-label="${sorted.length} p-values in order">
<path class="axis" d="M30 10v300h300M30 310L330 10"/><text x="10" y="314">0</text><text x="10" y="18">1</text><text x="325" y="326">1</text>
${dots.join('')}</svg>`;
}

/** A bar an interval, from 0 to 2 upwards; what is past the frame is cut. */
function tailPlot(tails: readonly Result[], engine: string): string {
  const bars = tails.map(({ name, found, expected }, i) => {
    const x = 40 + 48 * i;
    const y = (ratio: number): number => 200 - 90 * Math.min(2, Math.max(0, ratio));
    const [ratio, spread] = [found! / expected!, 2 / Math.sqrt(expected!)];
    return `<circle cx="${x}" cy="${y(ratio).toFixed(1)}" r="3"/><path class="bar" d="M${x} ${y(ratio - spread).toFixed(1)}V${y(ratio + spread).toFixed(1)}"/>
<text transform="translate(${x + 4} 215) rotate(50)">${escaped(name)}</text>`;
  });
  return `<div class="scroll"><svg class="${engine}" viewBox="0 0 740 310" width="740" role="img" aria-label="found over expected by interval">
<path class="axis" d="M25 20V200H720M25 110H720"/><text x="10" y="204">0</text><text x="10" y="114">1</text><text x="10" y="24">2</text>
${bars.join('')}</svg></div>`;
}
