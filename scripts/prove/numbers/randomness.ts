/** benchmarks/numbers.json, which has what the proofs of the numbers found, and the tables of RANDOMNESS.md, made of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceSection } from '../../kit/generated-section.ts';
import { root } from '../../kit/places.mjs';
import { markdownTable } from '../../kit/tables.ts';
import { condensed, groupsOf, type NumbersRecord, pOf, pText } from './record.ts';

/** The result of an outside battery: `parts` of its `of` have run. */
export interface Outcome {
  readonly battery: string;
  readonly input: string;
  readonly parts: number;
  readonly of: number;
  /** How much it read, where that is up to the caller, and how many results it has: PractRand. */
  readonly size?: string;
  readonly results?: number;
  /** Of PractRand only those that it calls unusual. */
  readonly p: readonly number[];
}

/** What became of a library that was broken on purpose. */
export interface Judged {
  readonly name: string;
  readonly file: string;
  /** The kinds of vectors that it does not give. */
  readonly vectors: string;
  /** Whether prove:numbers fails, and the test that is furthest from what it should be. */
  readonly numbers: boolean;
  readonly by: string;
  readonly equallyRandom?: string | undefined;
  readonly unpublished?: string | undefined;
}

export interface Recorded {
  readonly numbers: NumbersRecord;
  /** The largest errors of radius, direction and logarithm, in units of 2^-53: accuracy.py's. */
  readonly accuracy: {
    readonly words: number;
    readonly largestRadius: number;
    readonly radius: number;
    readonly sine: number;
    readonly cosine: number;
    readonly ln: number;
  };
  readonly batteries: readonly Outcome[];
  readonly mutants: readonly Judged[];
}

const RECORD = join(root, 'benchmarks/numbers.json');
const DOCUMENT = join(root, 'RANDOMNESS.md');

export function readRecorded(): Recorded {
  return JSON.parse(readFileSync(RECORD, 'utf8'));
}

/** Keeps what was found in place of what was there, and writes the document anew. */
export function keep(found: Partial<Recorded>): void {
  const recorded = {
    ...readRecorded(),
    ...found,
    ...(found.numbers && { numbers: condensed(found.numbers) }),
  };
  const document = withFigures(readFileSync(DOCUMENT, 'utf8'), recorded);
  writeFileSync(RECORD, `${JSON.stringify(recorded, undefined, 1)}\n`);
  writeFileSync(DOCUMENT, document);
}

/** The document with the figures of a record. */
export function withFigures(document: string, recorded: Recorded): string {
  const { numbers, accuracy, batteries, mutants } = recorded;
  const sections = {
    accuracy: accuracyText(accuracy),
    verdicts: verdictsText(numbers),
    groups: groupsText(numbers),
    tails: tailsText(numbers),
    batteries: batteriesText(batteries),
    mutants: mutantsText(mutants),
  };
  return Object.entries(sections).reduce(
    (text, [name, section]) => replaceSection(text, name, section),
    document,
  );
}

function accuracyText({ words, largestRadius, radius, sine, cosine, ln }: Recorded['accuracy']): string {
  const up = (error: number): string => (Math.ceil(error * 10) / 10).toFixed(1);
  return [
    `- **Normal**, against 200-bit arithmetic on ${count(words)} pairs of words, in units of 2^-53: the radius is within ${up(radius)} (relative), the sine`,
    `  within ${up(sine)} (relative), the cosine within ${up(cosine)} (absolute). \`prove:numbers\` checks whole samples, too. The radius comes from 52 bits, so no`,
    `  sample is beyond ${largestRadius.toFixed(2)} standard deviations, where a true normal has one in 5e16.`,
    `- **Exponential**, likewise: within ${up(ln)} (relative). It comes from 52 bits, so no sample is beyond 36.74 means, where a true one has one in 9e15.`,
  ].join('\n');
}

function verdictsText({ engines, versions, date, effort, cpu, simd }: NumbersRecord): string {
  return [
    `Measured on ${date.slice(0, 10)}, effort \`${effort}\`, on ${cpu} (${simd}), with SciPy ${versions.scipy}:`,
    markdownTable([
      ['engine', 'tests', 'evenly, p', 'most extreme, p'],
      ...Object.entries(engines).map(([engine, { tests, spread, extreme }]) => [
        engine,
        String(tests),
        spread.toFixed(2),
        extreme.toFixed(2),
      ]),
    ]),
  ].join('\n\n');
}

/** A row a group, of which most are distributions. */
function groupsText(numbers: NumbersRecord): string {
  const rows = groupsOf(numbers, 'native').flatMap(([group, results]) => {
    const p = results.flatMap(pOf);
    const tests = results.reduce(
      (sum, result) => sum + (result.p === undefined ? (result.tests ?? 0) : 1),
      0,
    );
    const samples = Math.max(...results.map((result) => result.samples));
    return p.length === 0
      ? []
      : [[group, String(tests), count(samples), pText(Math.min(...p)), highest(Math.max(...p))]];
  });
  return [
    'The native engine, by what is tested, with the most samples that a test has:',
    markdownTable([['of', 'tests', 'samples', 'least p', 'largest p'], ...rows]),
  ].join('\n\n');
}

function tailsText({ results }: NumbersRecord): string {
  const tails = results.filter(({ engine, kind }) => engine === 'native' && kind === 'tail');
  const [above, below] = [tails.slice(0, tails.length / 2), tails.slice(tails.length / 2)];
  const rows = above.map(({ name, expected, found }, n) => [
    name,
    count(expected!),
    count(found!),
    count(below[n]!.found!),
  ]);
  return [
    `Normal tails of ${count(tails[0]!.samples)} samples of the native engine, in standard deviations:`,
    markdownTable([['interval', 'expected on each side', 'found above', 'found below'], ...rows]),
  ].join('\n\n');
}

function batteriesText(batteries: readonly Outcome[]): string {
  return table([
    ['battery', 'input', 'p-values', 'lowest', 'highest'],
    ...batteries.map(({ battery, input, parts, of, size, results, p }) => [
      [battery, ...(size ? [size] : []), ...(parts < of ? [`${parts} of ${of} tests`] : [])].join(', '),
      input,
      String(results ?? p.length),
      ...(p.length === 0 ? ['none unusual', ''] : [pText(Math.min(...p)), highest(Math.max(...p))]),
    ]),
  ]);
}

function mutantsText(mutants: readonly Judged[]): string {
  const vectors = mutants.filter((mutant) => mutant.vectors !== '').length;
  const numbers = mutants.filter((mutant) => mutant.numbers).length;
  return [
    `Of ${mutants.length} ways to break the library the vectors alone catch ${vectors}, \`prove:numbers\` alone ${numbers}. What only vectors catch is a different stream that is`,
    'just as random, or an error that no statistics can detect; what only `prove:numbers` catches, no published sample depends on.',
    '',
    table([
      ['broken', 'vectors that notice', '`prove:numbers` notices'],
      ...mutants.map(({ name, vectors, numbers, by, equallyRandom, unpublished }) => [
        name,
        vectors || `no: ${unpublished ?? 'MISSED'}`,
        numbers ? by : `no: ${equallyRandom ?? 'MISSED'}`,
      ]),
    ]),
  ].join('\n');
}

/** A table of words. */
function table(cells: readonly (readonly string[])[]): string {
  return markdownTable(cells, '---');
}

function highest(p: number): string {
  return p > 0.999 ? `1 - ${(1 - p).toExponential(1)}` : pText(p);
}

function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
