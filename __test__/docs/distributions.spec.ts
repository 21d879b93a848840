import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { withTable } from '../../scripts/distributions.ts';

const page = fileURLToPath(new URL('../../docs/distributions.md', import.meta.url));

test('the table of docs/distributions.md is that of the registry', (t) => {
  const text = readFileSync(page, 'utf8');
  t.is(withTable(text), text, 'npm run docs:distributions writes it');
});
