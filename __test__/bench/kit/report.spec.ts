import test from 'ava';
import { benchmarkPage } from '../../../scripts/bench/kit/page.ts';
import type { Group, Row, SpeedRecord } from '../../../scripts/bench/kit/record.ts';
import {
  equalText,
  groupText,
  headlines,
  MARKDOWN,
  overlapText,
  speedText,
  TERMINAL,
} from '../../../scripts/bench/kit/report.ts';
import { summarize } from '../../../scripts/bench/kit/summary.ts';
import { columns } from '../../../scripts/kit/tables.ts';
import { figure, power, wrapped } from '../../../scripts/kit/words.ts';
import { overlap, speed } from '../../records.ts';

test('figures have three significant digits and no exponent', (t) => {
  t.deepEqual([0, 0.0951, 0.992, 1, 2.345, 12.34, 151.4, 43210].map(figure), [
    '0',
    '0.0951',
    '0.992',
    '1.00',
    '2.35',
    '12.3',
    '151',
    '43210',
  ]);
  t.deepEqual([0, 1e3, 1.2e8].map(power), ['0', '1e3', '1.2e8']);
});

test('columns line up', (t) => {
  t.deepEqual(
    columns([
      ['', 'ns'],
      ['native', '0.25'],
      ['ts', '12'],
    ]),
    ['            ns', '  native  0.25', '  ts        12'],
  );
});

const call = row('native-call', 'native, one blocking call', 'native', [0.2, 0.25, 0.3]);
const typescript = row('typescript-blocking', 'typescript, blocking', 'typescript', [3]);
const group = groupOf([typescript, call, pooled(2, 0.125)]);

test('a table shows the fastest first, with ratios to the baseline, and says what is noisy', (t) => {
  t.is(
    groupText(group, MARKDOWN),
    [
      '**10 uniform samples**',
      '',
      '|  | ns/sample | ratio | min … max |',
      '| --- | ---: | ---: | ---: |',
      '| native, threadpool, 2 slots | 0.125 | 0.500× | one round |',
      '| native, one blocking call | 0.250 | 1.00× | 0.200 … 0.300 (noisy) |',
      '| typescript, blocking | 3.00 | 12.0× | one round |',
    ].join('\n'),
  );
});

test('on a terminal the longest bar is the slowest row, rows have them in proportion, and all fits 80 columns', (t) => {
  const lines = groupText(group, TERMINAL).split('\n');
  t.is(lines.at(-1)!.length, 80);
  t.true(lines.at(-1)!.endsWith(`  ${'█'.repeat(7)}`));
  t.true(lines.at(-3)!.endsWith('round  █'));
});

test('a ratio of the same rounds is shown with its spread', (t) => {
  const rows = [{ ...call, ratio: { median: 1.5, low: 1.4, high: 1.7 } }];
  t.true(groupText(groupOf(rows), MARKDOWN).includes('| 1.50× ±0.15 |'));
});

test('a text is cut between words to fit a terminal, and loses none', (t) => {
  const text = 'so many words '.repeat(20).trim();
  const lines = wrapped(text, '  ').split('\n');
  t.true(lines.length > 3 && lines.every((line) => line.length <= 80));
  t.is(lines.map((line) => line.trim()).join(' '), text);
});

test('a bar in a name does not break a Markdown table', (t) => {
  t.is(MARKDOWN.table('a', [['a|b']]), '**a**\n\n| a\\|b |\n| --- |');
});

test('headlines come from the figures', (t) => {
  t.deepEqual(headlines(recordOf([group])), [
    '10 uniform samples: native is 12.0 times as fast as pure TypeScript on one core (SIMD level avx2); 2 slots of the thread pool are 2.00 times as fast as that.',
  ]);
});

test('a headline has the factor that its table has', (t) => {
  const rows = [
    { ...call, ratio: { median: 1, low: 1, high: 1 } },
    { ...typescript, ratio: { median: 11.5, low: 11, high: 12 } },
    { ...pooled(2, 0.125), ratio: { median: 0.625, low: 0.6, high: 0.7 } },
  ];
  const [headline] = headlines(recordOf([groupOf(rows)]));
  t.regex(headline!, /native is 11\.5 times .*; 2 slots of the thread pool are 1\.60 times /);
  const peer = { ...row('peer', 'other', 'peer', [0.6]), ratio: { median: 2.3, low: 2, high: 3 } };
  t.deepEqual(headlines(recordOf([groupOf([...rows, peer])])), [
    '10 uniform samples: native is 2.30 times, pure TypeScript is 0.200 times as fast as other, the fastest other JavaScript.',
  ]);
});

for (const [name, text] of Object.entries({
  speed: speedText(speed, TERMINAL),
  overlap: overlapText(overlap, TERMINAL),
  'equal answers': TERMINAL.text(equalText(speed)),
})) {
  test(`what was recorded fits 80 columns: ${name}`, (t) => {
    t.deepEqual(
      text.split('\n').filter(({ length }) => length > 80),
      [],
    );
  });
}

test('a job that was checked twice is told of once', (t) => {
  const equal = [2, 7, 3].map((ways) => ({ job: 'a job', units: '1', ways }));
  t.true(equalText({ ...recordOf([]), equal }).endsWith(': a job in 7 ways.'));
});

test('headlines speak of the most slots, however many there are', (t) => {
  for (const slots of [3, 10, 12, 19, 20, 64]) {
    const rows = [pooled(slots, 0.025), typescript, pooled(1, 0.25), pooled(2, 0.125), call];
    t.regex(
      headlines(recordOf([groupOf(rows)]))[0]!,
      new RegExp(`; ${slots} slots of the thread pool are 10.0 times`),
    );
  }
  t.regex(headlines(recordOf([groupOf([typescript, pooled(1, 0.25), call])]))[0]!, /\(SIMD level avx2\)\.$/);
});

test('where the native engine is missing there is nothing to compare TypeScript with', (t) => {
  t.deepEqual(headlines(recordOf([{ ...groupOf([typescript]), baseline: typescript.id }])), []);
});

test('the page has every table, needs nothing from elsewhere and escapes what it is given', (t) => {
  const page = benchmarkPage(recordOf([{ ...group, title: 'a < b' }]));
  t.true(page.includes('>a &lt; b</h2>'));
  t.is(page.match(/<tr>/g)!.length, 1 + group.rows.length + 2);
  t.true(page.includes('class="typescript" style="width:100.0%"'));
  t.notRegex(page, /src=|href="[^#]|url\(/);
});

function row(id: string, name: string, kind: Row['kind'], figures: number[]): Row {
  return { id, name, kind, ...summarize(figures) };
}

function pooled(slots: number, ns: number): Row {
  return {
    ...row(`native-threadpool-${slots}`, `native, threadpool, ${slots} slots`, 'native', [ns]),
    slots,
  };
}

function groupOf(rows: Row[]): Group {
  const title = '10 uniform samples';
  return { id: 'example', title, distribution: 'uniform', samples: 10, baseline: 'native-call', rows };
}

function recordOf(groups: Group[]): SpeedRecord {
  const machine = { simd: 'avx2', date: '2026-11-24T00:00:00Z', packages: {} };
  return { machine, equal: [], groups, growth: [], cli: [] } as unknown as SpeedRecord;
}
