import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { root } from '../../scripts/kit/places.mjs';
import { type Evidence, samplesOf } from '../../scripts/prove/numbers/evidence.ts';
import { numbersPage } from '../../scripts/prove/numbers/page.ts';
import { withFigures } from '../../scripts/prove/numbers/randomness.ts';
import { condensed, type NumbersRecord } from '../../scripts/prove/numbers/record.ts';
import { type Expected, loadSubject } from '../../scripts/prove/numbers/subject.ts';
import { numbersText } from '../../scripts/prove/numbers/text.ts';
import { DISTRIBUTIONS } from '../../ts/library/distributions/registry.ts';
import { pythonWith } from '../python.ts';
import { randomness } from '../records.ts';
import { outputOf, testWhere } from '../where.ts';

const page = readFileSync(new URL('../../RANDOMNESS.md', import.meta.url), 'utf8');

const python = pythonWith('numpy', 'scipy', 'mpmath');
const hasScipy =
  python !== undefined && outputOf(python, ['-c', 'import scipy, mpmath; print("here")']) === 'here\n';

/** What judge.py says of some evidence. */
function judge(
  t: ExecutionContext,
  evidence: readonly (Evidence & { engine?: string })[],
): Pick<NumbersRecord, 'engines' | 'results'> {
  const script = fileURLToPath(new URL('../../scripts/prove/numbers/judge.py', import.meta.url));
  const input = JSON.stringify(evidence.map((one) => ({ engine: 'native', ...one })));
  const { stdout, stderr, status } = spawnSync(python!, [script], { input, encoding: 'utf8' });
  t.is(status, 0, stderr);
  return JSON.parse(stdout);
}

const about = { group: 'made up', samples: 1000 };
const cells = (observed: number[]): Evidence => ({ ...about, name: 'cells', kind: 'chi-square', observed });
const normal = (z: number): Evidence => ({ ...about, name: 'normal', kind: 'normal', z });

testWhere(hasScipy, 'NumPy')('p-values are those of the textbook', (t) => {
  const edges = { first: -1, step: 1 };
  const { results } = judge(t, [
    cells([480, 520]),
    normal(1.959963984540054),
    { ...about, name: 'normals', kind: 'normals', z: [1, 2, 3] },
    { ...about, name: 'half', kind: 'ks', observed: [530, 470] },
    { ...about, name: 'of a normal', kind: 'chi-square', observed: [159, 341, 341, 159], edges },
    { ...about, name: 'tail', samples: 1e6, kind: 'tail', hits: 1350, from: 3, to: null },
    { ...about, name: 'equal', kind: 'collisions', found: 0, expected: 1e-4 },
  ]);
  // chi-square of 1.6 with 1 degree of freedom; 1 - Phi(1.96); chi-square of 14 with 3; K(0.03 sqrt 1000).
  const expected = [0.205903, 0.025, 0.002905, 0.329];
  const p = results.map((result) => result.p!);
  for (const [i, value] of expected.entries()) {
    t.true(Math.abs(p[i]! - value) < 1e-3, `${results[i]!.name}: ${p[i]}`);
  }
  // As many as expected: neither likely nor unlikely.
  t.true(p[4]! > 0.99);
  t.true(Math.abs(p[5]! - 0.5) < 0.01);
  t.true(Math.abs(p[6]! - 0.5) < 1e-3);
});

testWhere(hasScipy, 'NumPy')('counts are judged by the probabilities that come with them', (t) => {
  const p = [0.5, 0.25, 0.25];
  const of = (kind: 'chi-square' | 'ks', observed: number[]): Evidence => ({
    ...about,
    name: kind,
    kind,
    observed,
    p,
  });
  const { results } = judge(t, [
    of('chi-square', [500, 250, 250]),
    of('chi-square', [530, 240, 230]),
    of('ks', [470, 280, 250]),
    of('chi-square', [500, 500]),
  ]);
  const found = results.map((result) => result.p!);
  // As expected; chi-square of 3.8 with 2 degrees of freedom; K(0.03 sqrt 1000); of other cells.
  for (const [i, value] of [1, 0.1496, 0.329, 0].entries()) {
    t.true(Math.abs(found[i]! - value) < 1e-3, `${i}: ${found[i]}`);
  }
});

testWhere(hasScipy, 'NumPy')('samples are held to their words', (t) => {
  const word = 0x9e37_79b9_7f4a_7c15n;
  const of = (of: 'uniform' | 'floats' | 'exponential', ...found: number[]): Evidence => ({
    ...about,
    name: of,
    kind: 'accuracy',
    of,
    words: found.map(() => String(word)),
    found,
  });
  const u = Number(word >> 11n) * 2 ** -53;
  const e = -Math.log(Number(2n * (word >> 12n) + 1n) * 2 ** -53);
  const { results } = judge(t, [
    of('uniform', u, u + 2 ** -53),
    of('floats', Number(word >> 40n) * 2 ** -24, Math.fround(u)),
    of('exponential', e),
    of('exponential', e, e * (1 + 2 ** -51)),
  ]);
  t.deepEqual(
    results.map(({ wrong, ok }) => [wrong, ok]),
    [
      [1, false],
      [Math.fround(u) === Number(word >> 40n) * 2 ** -24 ? 0 : 1, false],
      [0, true],
      [0, false],
    ],
  );
});

testWhere(hasScipy, 'NumPy')(
  'every distribution has cells in which its samples can be counted',
  async (t) => {
    const script = fileURLToPath(new URL('../../scripts/prove/numbers/expected.py', import.meta.url));
    const { stdout, status, stderr } = spawnSync(python!, [script], {
      input: JSON.stringify(DISTRIBUTIONS),
      encoding: 'utf8',
      maxBuffer: 2 ** 27,
    });
    t.is(status, 0, stderr);
    const expected: Expected = JSON.parse(stdout);
    t.deepEqual(Object.keys(expected), DISTRIBUTIONS);
    const newSubject = await loadSubject(root, () => Promise.resolve(expected));
    const subject = newSubject('typescript', 2 ** 20, 0);
    t.deepEqual(
      subject.distributions.map(({ name }) => name),
      DISTRIBUTIONS,
    );
    const samples = 10_000;
    for (const one of subject.distributions.flatMap(({ cases }) => cases)) {
      const { title, size, measures, holds } = one;
      const numbers = samplesOf(subject, one, 1, samples);
      for (const { name, cells, of } of measures) {
        const message = `${title}, ${name}`;
        t.is(cells.p.length, cells.edges.length + 1, message);
        t.true(Math.abs(cells.mean(() => 1) - 1) < 1e-9, message);
        t.true(Math.abs(cells.mean((score) => score) - 0.5) < 1e-9, message);
        // A sample at an edge is in the cell below it: the edges of whole numbers are their highest ones.
        t.true(
          cells.edges.every((edge, cell) => cells.of(edge) === cell),
          message,
        );
        // Half of all samples lie below the median, as well as few cells can tell.
        let sum = 0;
        for (let k = 0; k < samples; k++) {
          sum += cells.rank(of(numbers, k * size));
        }
        t.true(Math.abs(sum / samples) < 0.06, `${message}: ${sum / samples}`);
      }
      for (const { name, of, is, within } of holds) {
        t.true(Math.abs(of(numbers, 0) - is) <= within, `${title}, ${name}`);
      }
    }
  },
);

testWhere(hasScipy, 'NumPy')('what is redrawn is known by the words', async (t) => {
  const of = { measures: [{ name: '', weights: { 0: 1 }, edges: [0], p: [0.5, 0.5] }], holds: [] };
  const parameters = { low: 0, high: 2 ** 52 + 1 };
  const cases = Object.fromEntries(DISTRIBUTIONS.map((name) => [name, [] as Expected[string]]));
  const newSubject = await loadSubject(root, () =>
    Promise.resolve({ ...cases, integer: [{ parameters, ...of }] }),
  );
  const subject = newSubject('typescript', 2 ** 20, 0);
  const { number, cases: found } = subject.distributions.find(({ name }) => name === 'integer')!;
  const words = subject.words(number, 5, 1000);
  t.deepEqual(
    found[0]!.rejected(5, 1000),
    Array.from(words.keys()).filter((k) => words[k]! >> 11n >= BigInt(parameters.high)),
  );
});

testWhere(hasScipy, 'NumPy')('p-values are judged together', (t) => {
  const even = Array.from({ length: 99 }, (_, i) => normal(probit((i + 1) / 100)));
  const cases: [passes: boolean, evidence: Evidence[]][] = [
    [true, even],
    // One in a hundred thousand, among a hundred, is no proof; one in ten billion is.
    [true, [...even, normal(4.26)]],
    [false, [...even, normal(6.4)]],
    [false, [...even, normal(-6.4)]],
    // None is extreme, but they do not lie evenly.
    [false, even.map(() => normal(1))],
    [false, [...even, { ...about, name: 'equal', kind: 'collisions', found: 3, expected: 1e-6 }]],
    [false, [...even, cells([0, 0, 0, 1000])]],
  ];
  const { engines } = judge(
    t,
    cases.flatMap(([, evidence], n) => evidence.map((one) => ({ ...one, engine: `${n}` }))),
  );
  t.deepEqual(
    cases.map((_, n) => engines[n]!.ok),
    cases.map(([passes]) => passes),
  );
});

/** By bisection of an approximation of the normal distribution that is good enough here. */
function probit(p: number): number {
  let [low, high] = [-6, 6];
  for (let i = 0; i < 60; i++) {
    const x = (low + high) / 2;
    const below = 1 / (1 + Math.exp(-1.5976 * x - 0.07056 * x ** 3)) < p;
    [low, high] = below ? [x, high] : [low, x];
  }
  return low;
}

test('the text fits 80 columns and says what failed', (t) => {
  const text = numbersText(randomness.numbers);
  t.true(text.split('\n').every((line) => line.length <= 80));
  t.true(text.includes(`native passes ${randomness.numbers.engines.native!.tests} tests.`));
  const failed = {
    ...randomness.numbers,
    engines: { native: { tests: 1, spread: 0.5, extreme: 1e-9, ok: false } },
  };
  t.regex(numbersText(failed), /native FAILS: /);
});

test('the page needs nothing else, and has every result', (t) => {
  const html = numbersPage(randomness.numbers);
  t.notRegex(html, /<script|https?:|url\(|@import/);
  t.is(html.match(/<tr><th scope="row">/g)?.length, condensed(randomness.numbers).results.length);
  t.true(html.length < 100_000);
});

test("RANDOMNESS.md has the record's figures", (t) => {
  t.is(withFigures(page, randomness), page);
});

test('what is on record is good', (t) => {
  t.true(Object.values(randomness.numbers.engines).every(({ ok }) => ok));
  for (const { battery, input, p } of randomness.batteries) {
    t.true(
      p.every((value) => value > 1e-10 && value < 1 - 1e-10),
      `${battery} of ${input}`,
    );
  }
  t.true(randomness.mutants.length >= 8);
  for (const { name, vectors, numbers, equallyRandom, unpublished } of randomness.mutants) {
    t.is(vectors === '', unpublished !== undefined, name);
    t.is(numbers, equallyRandom === undefined, name);
  }
});
