import { readFile } from 'node:fs/promises';
import test from 'ava';
import { embedded } from '../../../ts/example/page/embedded.ts';

const built = new URL('../../../dist/example/page/embedded.js', import.meta.url);

test('the build has the script and the style that the sources give, and no bundler', async (t) => {
  const packed = (await import(built.href)) as typeof import('../../../ts/example/page/embedded.ts');
  t.deepEqual(packed.embedded(), embedded());
  t.false((await readFile(built, 'utf8')).includes('esbuild'));
});
