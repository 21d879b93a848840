import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import {
  arrayBounds,
  type DistributionsRecord,
  distributionsText,
} from '../../scripts/bench/kit/distribution-report.ts';
import {
  type GeneratorRecord,
  generatorBounds,
  generatorText,
  TABLES,
} from '../../scripts/bench/kit/generator-report.ts';
import type { Group, Row } from '../../scripts/bench/kit/record.ts';
import { reportText, type Step } from '../../scripts/kit/steps.ts';
import { startProgram } from '../processes.ts';

const root = join(import.meta.dirname, '../..');
const manifest: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** Lines that a terminal of 80 columns would break. */
const wide = (text: string): string[] => text.split('\n').filter(({ length }) => length > 80);

for (const [name, command] of Object.entries(manifest.scripts)) {
  if (/^(bench|prove)/.test(name)) {
    test(`npm run ${name} -- --help fits 80 columns, and does nothing else`, async (t) => {
      const args = command.split(' ').slice(1);
      const { code, stdout, stderr } = await startProgram(process.execPath, [
        '--import=tsx',
        ...args.map((part, n) => (n === 0 ? join(root, part) : part)),
        '--help',
      ]).finished;
      t.is(code, 0, stderr);
      t.is(stderr, '');
      t.regex(stdout, new RegExp(`npm run ${name} -- \\[`));
      t.deepEqual(wide(stdout), []);
    });
  }
}

for (const name of ['distributions', 'generator']) {
  test(`npm run bench -- ${name} --help fits 80 columns, and does nothing else`, async (t) => {
    const args = ['--import=tsx', join(root, 'scripts/bench/main.ts'), 'speed', name, '--help'];
    const { code, stdout, stderr } = await startProgram(process.execPath, args).finished;
    t.is(code, 0, stderr);
    t.regex(stdout, new RegExp(`npm run bench -- ${name} \\[`));
    t.deepEqual(wide(stdout), []);
  });
}

test('what npm run bench -- distributions says fits 80 columns, with what was asked of it', (t) => {
  const ids = ['native', 'typescript', 'avx512', 'avx2', 'sse4.2', 'NumPy SFC64', 'MKL SFMT19937'];
  const others = ['rand_distr SmallRng', '@stdlib', 'd3-random', 'numpy-ts', 'ranjs'];
  const rows = [...ids, ...others].map((id, n) => {
    const [kind, median] = [n === 1 ? 'typescript' : n < 5 ? 'native' : 'peer', 1234 + 1000 * n] as const;
    const ratio = { median: median / 1234, low: 1, high: 99 };
    return { id, name: id, kind, rounds: 3, median, min: median / 2, max: 99_999, spread: 0.9, ratio };
  });
  const figures = { distribution: 'hypergeometric', samples: 65_536, baseline: 'native', rows } as const;
  const groups = [{ id: 'hypergeometric small', title: '', ...figures }];
  const draws = [{ id: 'draws-exponential', title: "A generator's exponential(), one by one", ...figures }];
  const machine = { date: '2026-12-01', packages: {}, cores: 2 } as unknown as DistributionsRecord['machine'];
  const bounds = arrayBounds(groups);
  const leftOut = ['ranjs: its samples of something with a very long name are others'];
  const text = distributionsText({ machine, load: [9.5, 15.25], groups, draws, bounds, leftOut });
  t.deepEqual(wide(text), []);
  const asked = 'native beside NumPy: held in 0 of 1; missed: hypergeometric small 5.05× of 10.0×.';
  t.true(text.replaceAll(/\s+/g, ' ').includes(asked));
});

test('what npm run bench -- generator says fits 80 columns, with what was asked of it', (t) => {
  const groups = Object.entries(TABLES).map(([id, { title, unit }]): Group => {
    const rows = ['native', 'pure-rand of 32-bit hashes', 'numpy'].map((name, n): Row => {
      const median = 20_000 + n;
      const ratio = { median: n + 1, low: 1, high: 9 };
      const figures = { rounds: 3, median, min: 10_000, max: 99_999, spread: 0.9, ratio };
      return { id: name, name, kind: n === 0 ? 'native' : 'peer', ...figures };
    });
    return { id, title, unit, distribution: 'uniform', samples: 1, baseline: 'native', rows };
  });
  const machine = { date: '2026-12-01', packages: {}, cores: 2 } as unknown as GeneratorRecord['machine'];
  const bounds = generatorBounds(groups);
  t.deepEqual(
    bounds.map(({ value, held }) => [value, held]),
    [
      [20_000, false],
      [20_000, false],
      [3, true],
      [3, true],
    ],
  );
  const leftOut = ['chance, map: only 298 of 10000 values are different'];
  const text = generatorText({ machine, load: [9.5, 15.25], groups, bounds, leftOut });
  t.deepEqual(wide(text), []);
  t.regex(text, /Warning: up to 15\.3 processes wanted 2 cores\./);
});

test('a report fits 80 columns, and says what failed', (t) => {
  const steps: Step[] = [
    { what: 'a part', result: 'right', seconds: 1.23, state: 'passed' },
    {
      what: 'a part with a long name',
      result: `${'many words '.repeat(20)}\nmore`,
      seconds: 600,
      state: 'failed',
    },
  ];
  const text = reportText('Title', steps);
  t.deepEqual(wide(text), []);
  t.deepEqual(text.split('\n').slice(0, 3), [
    'Title',
    '  passed      1.2 s  a part: right',
    '  failed    600.0 s  a part with a long name: many words many words many words',
  ]);
  t.true(text.endsWith('\n1 passed, 1 failed, 0 skipped'));
  t.false(text.includes('more'));
});
