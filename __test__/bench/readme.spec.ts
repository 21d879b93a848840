import test from 'ava';
import fc from 'fast-check';
import { headlines } from '../../scripts/bench/headlines.ts';
import { groupMarkdown, markdownTable } from '../../scripts/bench/markdown.ts';
import type { BenchRecord, Group, Row } from '../../scripts/bench/record.ts';
import { BEGIN, END, replaceSection } from '../../scripts/bench/section.ts';
import { summarize } from '../../scripts/bench/statistics.ts';
import { figure, power, renderTable } from '../../scripts/bench/table.ts';
import { median, quantile, shuffled } from '../../ts/example/compare/statistics.ts';
import { columns } from '../../ts/format.ts';

test('quantiles are interpolated between neighbours', (t) => {
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 2, 3]), 2.5);
  t.is(quantile([10, 20, 30, 40, 50], 0.25), 20);
  t.is(quantile([10, 20], 0.75), 17.5);
  t.is(quantile([7], 0.9), 7);
  t.throws(() => median([]), { instanceOf: RangeError });
});

test('a median lies between the extremes, in whatever order the values come', (t) => {
  const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 });
  t.notThrows(() =>
    fc.assert(
      fc.property(values, (list) => {
        const { min, median: middle, max } = summarize(list);
        return min <= middle && middle <= max && middle === median(shuffled(list));
      }),
    ),
  );
});

test('a shuffle loses nothing', (t) => {
  const values = Array.from({ length: 100 }, (_, i) => i);
  t.deepEqual(
    shuffled(values).sort((a, b) => a - b),
    values,
  );
});

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

const group: Group = {
  title: '10 uniform samples',
  distribution: 'uniform',
  samples: 10,
  baseline: 'native, one blocking call',
  rows: [
    row('typescript, one blocking call', 'typescript', [3]),
    row('native, one blocking call', 'native', [0.2, 0.25, 0.3]),
    row('native, threadpool, 2 slots', 'native', [0.125]),
  ],
};

test('a table shows the fastest first, with ratios to the baseline, and says what is noisy', (t) => {
  t.is(
    groupMarkdown(group),
    [
      '**10 uniform samples**',
      '',
      '|  | ns/sample | ratio | min … max |',
      '| --- | ---: | ---: | ---: |',
      '| native, threadpool, 2 slots | 0.125 | 0.500× | one round |',
      '| native, one blocking call | 0.250 | 1.00× | 0.200 … 0.300 (noisy) |',
      '| typescript, one blocking call | 3.00 | 12.0× | one round |',
    ].join('\n'),
  );
  const lines = renderTable(group).split('\n');
  t.is(lines.length, 5);
  t.true(lines.at(-1)!.endsWith(`  ${'█'.repeat(20)}`));
});

test('a bar in a name does not break a Markdown table', (t) => {
  t.is(markdownTable([['a|b']]), '| a\\|b |\n| --- |');
});

test('headlines come from the figures', (t) => {
  const record = { groups: [group], machine: { simd: 'avx2' } } as unknown as BenchRecord;
  t.deepEqual(headlines(record), [
    '10 uniform samples: native is 12.0 times as fast as pure TypeScript on one core (SIMD level avx2); 2 slots of the thread pool are 2.00 times as fast as that.',
  ]);
});

test('only what lies between the marks is replaced, and again gives the same', (t) => {
  const document = `# Title\n\n${BEGIN}\nold\n${END}\n\nmore\n`;
  const once = replaceSection(document, 'new');
  t.is(once, `# Title\n\n${BEGIN}\nnew\n${END}\n\nmore\n`);
  t.is(replaceSection(once, 'new'), once);
});

test('a document without its two marks is refused', (t) => {
  for (const document of ['', BEGIN, END, `${END}\n${BEGIN}`, `${BEGIN}${END}${BEGIN}${END}`]) {
    t.throws(() => replaceSection(document, 'new'), { message: /there must be one/ });
  }
});

function row(name: string, kind: Row['kind'], figures: number[]): Row {
  return { name, kind, ...summarize(figures) };
}
