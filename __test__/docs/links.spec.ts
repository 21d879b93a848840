import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const root = fileURLToPath(new URL('../../', import.meta.url));

const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(root, page)));

test('the links of every page lead to a file, and to a heading of it', (t) => {
  t.true(pages.includes('README.md') && pages.includes('docs/stream.md'));
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  );
  t.deepEqual(broken, []);
});

test('every page can be reached from the README', (t) => {
  const reached = new Set<string>(['README.md']);
  for (const page of reached) {
    for (const link of linksOf(page)) {
      const [path = ''] = link.split('#');
      const target = relative(root, join(root, dirname(page), path));
      if (!link.startsWith('https:') && pages.includes(target)) {
        reached.add(target);
      }
    }
  }
  t.deepEqual(
    pages.filter((page) => !reached.has(page)),
    [],
  );
});

test('every path of the project that a page names is there', (t) => {
  const paths = pages.filter((page) => page !== 'CHANGELOG.md').flatMap((page) => pathsIn(page));
  t.true(paths.some(([, path]) => path === 'ts/library/jobs/job.ts'));
  t.deepEqual(
    paths.filter(([, path]) => !existsSync(join(root, path))).map((found) => found.join(': ')),
    // `npm run docs` makes it.
    ['docs/library.md: docs/api'].filter(() => !existsSync(join(root, 'docs/api'))),
  );
});

/** Paths from the project's folder, which documents name in prose and in code, but not as links. */
function pathsIn(page: string): [page: string, path: string][] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/\]\([^)]+\)/g, ']');
  const paths = text.matchAll(
    /(?<![\w./@-])(?:ts|crates|scripts|docs|examples|benchmarks|__test__)\/[\w./-]*[\w/]/g,
  );
  return Array.from(paths, ([path]) => [page, path]);
}

function linksOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/```.*?```/gs, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

function leadsSomewhere(page: string, link: string): boolean {
  if (link.startsWith('https:')) {
    return true;
  }
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  return existsSync(file) && (anchor === undefined || anchorsOf(file).includes(anchor));
}

/** The names that GitHub gives to headings. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
