import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
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
