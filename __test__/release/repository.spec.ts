import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { deadLinks, withoutDeadLinks } from '../../scripts/release/repository.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const elsewhere = 'https://repository.invalid/offloop/blob/v1.2.3';

const packed: string[] = (() => {
  const args = ['pack', '--dry-run', '--ignore-scripts', '--json'];
  const out = execFileSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  const [{ files }] = Object.values(JSON.parse(out)) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
})();

for (const page of ['README.md', 'docs/stream.md', 'CHANGELOG.md']) {
  test(`the links of the packed ${page} lead to packed files, or to the repository at that version`, (t) => {
    const text = readFileSync(root + page, 'utf8');
    t.true(packed.includes(page));
    const released = withoutDeadLinks(page, text, packed, elsewhere);
    t.deepEqual(deadLinks(page, released, packed), []);
    t.is(released.replaceAll(`${elsewhere}/`, page.startsWith('docs/') ? '../' : ''), text);
  });
}

test('a link is dead unless its file is packed, wherever the page is', (t) => {
  const text = '[a](docs/a.md#top) [b](b.md) [c](https://example.invalid/c.md) [d](#d) [e](../LICENSE)';
  t.deepEqual(deadLinks('README.md', text, ['docs/a.md', 'LICENSE']), ['b.md', '../LICENSE']);
  t.deepEqual(deadLinks('docs/page.md', text, ['docs/a.md', 'LICENSE']), ['docs/a.md#top', 'b.md']);
  t.is(
    withoutDeadLinks('docs/page.md', '[b](b.md#x) [e](../LICENSE)', ['LICENSE'], elsewhere),
    `[b](${elsewhere}/docs/b.md#x) [e](../LICENSE)`,
  );
});
