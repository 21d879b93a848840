import test from 'ava';
import { marksOf, replaceSection } from '../scripts/kit/generated-section.ts';

const [BEGIN, END] = marksOf('figures');

test('only what lies between the marks is replaced, and again gives the same', (t) => {
  const document = `# Title\n\n${BEGIN}\nold\n${END}\n\nmore\n`;
  const once = replaceSection(document, 'figures', 'new');
  t.is(once, `# Title\n\n${BEGIN}\nnew\n${END}\n\nmore\n`);
  t.is(replaceSection(once, 'figures', 'new'), once);
});

test('a document without its two marks is refused', (t) => {
  for (const document of ['', BEGIN, END, `${END}\n${BEGIN}`, `${BEGIN}${END}${BEGIN}${END}`]) {
    t.throws(() => replaceSection(document, 'figures', 'new'), { message: /there must be one/ });
  }
});
