import { escaped, htmlPage, htmlTable } from '../../kit/html-page.ts';
import {
  condensed,
  groupsOf,
  judgement,
  type NumbersRecord,
  pText,
  type Result,
  resultText,
} from './record.ts';

const STYLE = `
svg { display: block; width: 100%; max-width: 420px; font-size: 12px; fill: var(--ink); }
.axis { stroke: var(--soft); fill: none; }
.native { color: var(--native); } .typescript { color: var(--typescript); }
circle, .bar { fill: currentColor; stroke: currentColor; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 2rem; }
summary { cursor: pointer; }
`;

/** What was found, engine by engine. */
export function numbersPage(record: NumbersRecord): string {
  const { date, commit, cpu, simd, node, offloop, effort, seconds, versions } = record;
  const engines = Object.keys(record.engines);
  const judges = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const conditions = `Measured on ${date.slice(0, 10)}: ${cpu}, SIMD level ${simd}, Node ${node}; offloop ${offloop} at ${commit}; effort ${effort}, ${seconds} s. Judged by ${judges.join(', ')}.`;
  return htmlPage(
    'offloop: numbers',
    engines.map((engine) => judgement(record, engine)).join(' '),
    STYLE,
    `<p>A test's p-value is the probability that truly random samples would give such a result or one further off. If the numbers are right, p-values are spread evenly between 0 and 1.</p>
<p>${escaped(conditions)}</p>
${engines.map((engine) => section(record, engine)).join('\n')}`,
  );
}

function section(record: NumbersRecord, engine: string): string {
  const { tests, spread, extreme } = record.engines[engine]!;
  const results = record.results.filter((result) => result.engine === engine);
  const p = results.flatMap((result) => (result.kind === 'collisions' ? [] : (result.p ?? [])));
  const tails = results.filter(({ kind }) => kind === 'tail');
  const cells = groupsOf(condensed(record), engine).flatMap(([group, all]) =>
    all.map((result) => [
      `${group}: ${result.name}`,
      result.samples.toExponential(1).replace('e+', 'e'),
      resultText(result),
    ]),
  );
  return `<h2>${escaped(engine)}</h2>
<p>All ${tests} tests together: p = ${pText(spread)} that p-values lie so unevenly, p = ${pText(extreme)} that one of so many is so near to 0 or 1.
Below ${record.limit} either would be a failure.</p>
<div class="plots">
<div><h3>The p-values in order, against an even spread</h3>
${evenPlot(p, engine)}</div>
<div><h3>Normal tails: found over expected, ± two standard deviations</h3>
${tailPlot(tails, engine)}</div>
</div>
<details><summary>Every test of ${escaped(engine)}</summary>
${htmlTable(`Every test of ${engine}`, [['test', 'samples', 'result'], ...cells])}
</details>`;
}

/** Each p-value over its place, 0 to 1 both ways. */
function evenPlot(p: readonly number[], engine: string): string {
  const sorted = [...p].sort((a, b) => a - b);
  const dots = sorted.map((value, i) => {
    const [x, y] = [30 + (300 * (i + 0.5)) / sorted.length, 310 - 300 * value];
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2"/>`;
  });
  const text = `${sorted.length} p-values of ${engine} in order, from ${pText(sorted.at(0) ?? 0)} to ${pText(sorted.at(-1) ?? 0)}`;
  return `<svg class="${engine}" viewBox="0 0 360 330" role="img" aria-label="${text}">
<path class="axis" d="M30 10v300h300M30 310L330 10"/><text x="14" y="314">0</text><text x="14" y="18">1</text><text x="325" y="326">1</text>
${dots.join('')}</svg>`;
}

/** A line an interval, from 0 to 2; what is past the frame is cut. */
function tailPlot(tails: readonly Result[], engine: string): string {
  const x = (ratio: number): string => (110 + 120 * Math.min(2, Math.max(0, ratio))).toFixed(1);
  const bottom = 14 + 22 * tails.length;
  const lines = tails.map(({ name, found, expected }, i) => {
    const y = 24 + 22 * i;
    const [ratio, spread] = [found! / expected!, 2 / Math.sqrt(expected!)];
    return `<text x="102" y="${y + 4}" text-anchor="end">${escaped(name)}</text>
<circle cx="${x(ratio)}" cy="${y}" r="3"/><path class="bar" d="M${x(ratio - spread)} ${y}H${x(ratio + spread)}"/>`;
  });
  const ticks = [0, 1, 2].map(
    (ratio) => `<text x="${x(ratio)}" y="${bottom + 16}" text-anchor="middle">${ratio}</text>`,
  );
  return `<svg class="${engine}" viewBox="0 0 360 ${bottom + 22}" role="img" aria-label="Found over expected of ${engine} in ${tails.length} intervals: all are in the table">
<path class="axis" d="M110 10V${bottom}H350M230 10V${bottom}"/>${ticks.join('')}
${lines.join('\n')}</svg>`;
}
