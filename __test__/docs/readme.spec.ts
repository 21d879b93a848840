import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/```js\n(.*?)```\n\n```text\n(.*?)```/gs)];

test('every JavaScript example of the README has its output shown', (t) => {
  t.true(examples.length >= 4);
  t.is(examples.length, readme.split('```js\n').length - 1);
});

for (const [, code, output] of examples) {
  test(`the README's example prints what it says: ${output?.split('\n', 1)[0]}`, (t) => {
    // Inside the package, so that `import … from 'offloop'` means this one.
    const folder = mkdtempSync(join(root, 'dist', 'readme-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'example.mjs');
    writeFileSync(file, code ?? '');
    t.is(execFileSync(process.execPath, [file], { encoding: 'utf8' }), output ?? '');
  });
}
