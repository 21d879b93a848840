import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';

const root = fileURLToPath(new URL('../../', import.meta.url));

const pages = [
  'README.md',
  'docs/library.md',
  'docs/distributions.md',
  'docs/math.md',
  'docs/guides/in-place-of-math-random.md',
  'docs/guides/maps.md',
  'docs/guides/test-data.md',
];

for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8');
  const shown = [...text.matchAll(/```js\n(.*?)```\n\n```text\n(.*?)```/gs)];

  test(`every JavaScript example of ${page} has its output shown`, (t) => {
    t.true(shown.length >= 1);
    t.is(shown.length, text.split('```js\n').length - 1);
  });

  for (const [, code = '', output = ''] of shown) {
    test(`an example of ${page} prints what it says: ${output.split('\n', 1)[0]}`, (t) => {
      t.is(execute(t, code), output);
    });
  }
}

test('the README is short', (t) => {
  t.true(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length <= 151);
});

const documented = [
  'library/math/index',
  'library/generator/generator',
  'library/distributions/categorical',
  'library/jobs/sum',
  'library/jobs/samples',
  'service/server',
  'service/client',
];
const everything = 'Generator, fill, fillSync, sample, sampleInChunks, sum, sumInChunks, sumSync, weights';
const service = 'requestTotal, serve';
const math = 'cospi, exp, expm1, ln, log1p, pow, sinpi, tanh';

/** A call and its result in a comment (`call; // result`): a number, a word, an array. */
const RESULT = /^(\S.*); +\/\/ (-?[\d.e-]+n?|true|false|'.*'|\[.*\]|\w+Array\(.*)$/gm;

for (const file of documented) {
  const source = readFileSync(join(root, 'ts', `${file}.ts`), 'utf8');
  const examples = [...source.matchAll(/@example\n(.*?)\n *\*\//gs)];

  test(`the examples in the comments of ${file}.ts run`, (t) => {
    t.true(examples.length > 0);
    for (const [, comment = ''] of examples) {
      const code = comment.replaceAll(/^ *\* ?/gm, '');
      const checked = code.replaceAll(RESULT, 'console.log(inspect($1));');
      const results = [...code.matchAll(RESULT)].map(([, , result]) => result);
      const printed = execute(
        t,
        `import { inspect } from 'node:util';\nimport { ${everything} } from 'offloop';\nimport { ${service} } from 'offloop/service';\nimport { ${math} } from 'offloop/math';\n${checked}`,
      );
      t.deepEqual(
        results.filter((result = '') => !plain(printed).includes(plain(result))),
        [],
      );
    }
  });
}

/** Runs code as a module inside the package, so that 'offloop' means this one, and gives what it prints. */
function execute(t: ExecutionContext, code: string): string {
  // Not in dist, which other tests copy.
  const place = join(root, 'target');
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(join(place, 'example-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'example.mjs');
  writeFileSync(file, code);
  return execFileSync(process.execPath, [file], { encoding: 'utf8' });
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
