import test from 'ava';
import { BEGIN, END, replaceSection } from '../../scripts/bench/readme.ts';

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
