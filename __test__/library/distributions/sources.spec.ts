// What one seed, one answer covers may use only what every engine computes alike: no function of Math but exact ones and
// the square root, and no power but one of two that is written out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const root = fileURLToPath(new URL('../../../ts/library/', import.meta.url));
const COVERED = ['math', 'distributions', 'stream', 'engines', 'generator', 'jobs/total.ts'];

/** Exact, or rounded correctly, on every engine; and constants. */
const ALLOWED = ['sqrt', 'floor', 'abs', 'min', 'max', 'ceil', 'trunc', 'imul', 'PI', 'LN2', 'LOG2E'];

function filesOf(path: string): string[] {
  if (path.endsWith('.ts')) {
    return [path];
  }
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(path, name));
}

const files = COVERED.flatMap(filesOf);

for (const file of files) {
  // Not comments: they may speak of what is not used.
  const code = readFileSync(join(root, file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\/\/.*/g, '');

  test(`${file} uses nothing that engines compute differently`, (t) => {
    const called = [...code.matchAll(/\bMath\.(\w+)/g)].map(([, name]) => name!);
    const taken = [...code.matchAll(/\{([^{}]*)\}\s*=\s*Math\b/g)].flatMap(([, names]) =>
      names!.split(',').map((name) => name.trim()),
    );
    t.deepEqual(
      [...called, ...taken].filter((name) => name !== '' && !ALLOWED.includes(name)),
      [],
    );
    t.is(code.match(/\bMath\b(?!\.\w|\s*;)/)?.[0], undefined, 'Math is not passed on');
    t.is(code.match(/.*(?<!\b2) \*\* .*/)?.[0], undefined);
    t.is(code.match(/.*\*\* (?!-?\d).*/)?.[0], undefined);
  });
}

test('the covered sources are found', (t) => {
  t.true(files.length > 50);
});
