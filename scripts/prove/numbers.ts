// `npm run prove:numbers`: statistical evidence of the library as it is built, by its public calls, its list of distributions and
// its raw words. The seeds are fixed, so that it finds the same again. `-- --help` has the options.
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { newProgress } from '../kit/progress.ts';
import { installPython } from '../kit/python.ts';
import type { Evidence } from './numbers/evidence.ts';
import { GROUPS, type GroupName } from './numbers/groups.ts';
import { numbersPage } from './numbers/page.ts';
import { keep } from './numbers/randomness.ts';
import type { NumbersRecord } from './numbers/record.ts';
import { loadSubject } from './numbers/subject.ts';
import { numbersText } from './numbers/text.ts';
import { chosen, readOptions } from './options.ts';

const HELP = `npm run prove:numbers -- [options]
  --engine <name>    native or typescript (default: both)
  --effort <name>    short (a minute), usual (minutes) or deep (hours)
  --deep             --effort deep
  --only <groups>    some parts of it, such as together,redraws (default: all)
  --json             the record on standard output, in place of the table
  --html <file>      a page with plots, too
  --library <folder> the package to judge (default: this one)
  --record           keep it in benchmarks/numbers.json and RANDOMNESS.md,
                     with the exactness of radius, direction and logarithm
                     (minutes more)
`;

/** Samples of a long pass, and normal ones whose tails are counted. TypeScript is several times slower. */
const EFFORTS = {
  short: { native: [2 ** 22, 1e7], typescript: [2 ** 22, 1e7] },
  usual: { native: [2 ** 26, 1e10], typescript: [2 ** 24, 1e9] },
  deep: { native: [2 ** 31, 1e12], typescript: [2 ** 28, 3e10] },
} as const;

const ENGINES = ['native', 'typescript'] as const;
const { effort, engines, groups, ...values } = readOptions(
  HELP,
  {
    engine: { type: 'string' },
    effort: { type: 'string', default: 'usual' },
    deep: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    html: { type: 'string' },
    library: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
  ({ effort, deep, engine, only, library, ...rest }) => {
    const some = [engine, only, library].some((given) => given !== undefined);
    if (rest.record && (some || effort === 'short')) {
      throw new Error('--record is of all of this library, both engines and an effort above short');
    }
    return {
      ...rest,
      library: library ?? join(import.meta.dirname, '../..'),
      effort: oneOf('effort', deep ? 'deep' : effort, Object.keys(EFFORTS) as (keyof typeof EFFORTS)[]),
      groups: chosen(Object.keys(GROUPS) as GroupName[], only, 'group '),
      engines: engine === undefined ? ENGINES : [oneOf('engine', engine, ENGINES)],
    };
  },
);

const folder = resolve(values.library);
const cli = join(folder, 'dist/cli/main.js');
const info = JSON.parse(execFileSync(process.execPath, [cli, 'info', '--json'], { encoding: 'utf8' }));
const began = performance.now();
const progress = newProgress(false);
const python = await installPython(['numpy', 'scipy', 'mpmath'], (line) => progress.show(line));

const newSubject = await loadSubject(folder, (distributions) => ask('expected.py', distributions));
const evidence: (Evidence & { engine: string })[] = [];
for (const engine of engines) {
  if (engine === 'native' && !info.native) {
    if (engines.length === 1 || values.record) {
      throw new Error(`the native engine is not there: ${info.fallbackReason}`);
    }
    console.error(`The native engine is LEFT OUT: ${info.fallbackReason}`);
    continue;
  }
  const [samples, tailSamples] = EFFORTS[effort][engine];
  const subject = newSubject(engine, samples, tailSamples);
  for (const name of groups) {
    progress.show(`${engine}: ${name}`);
    const found = await GROUPS[name](subject, (what) => progress.show(`${engine}: ${name}`, what));
    evidence.push(...found.map((one) => ({ ...one, engine })));
  }
}
progress.show('SciPy judges');
const judged: Pick<NumbersRecord, 'limit' | 'mostError' | 'versions' | 'engines' | 'results'> = await ask(
  'judge.py',
  evidence,
);
progress.end();
const record: NumbersRecord = {
  date: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  }).trim(),
  effort,
  seconds: Math.round((performance.now() - began) / 1000),
  node: process.version,
  cpu: info.cpu,
  simd: info.simd,
  offloop: info.version,
  ...judged,
};
process.stdout.write(values.json ? `${JSON.stringify(record, undefined, 1)}\n` : `${numbersText(record)}\n`);
if (values.html !== undefined) {
  writeFileSync(values.html, numbersPage(record));
}
if (values.record) {
  progress.show('radius, direction and logarithm in 200 bits');
  const script = fileURLToPath(new URL('numbers/accuracy.py', import.meta.url));
  const accuracy = JSON.parse(execFileSync(python, [script, '1100000'], { encoding: 'utf8' }));
  progress.end();
  keep({ numbers: record, accuracy });
}
process.exitCode = Object.values(record.engines).every(({ ok }) => ok) ? 0 : 1;

/** What one of the scripts beside this one answers. */
async function ask(script: string, question: unknown) {
  const asked = spawn(python, [fileURLToPath(new URL(`numbers/${script}`, import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  asked.stdin.end(JSON.stringify(question));
  const answer = await text(asked.stdout);
  if (answer === '') {
    throw new Error(`${script} gave no answer: see the lines above`);
  }
  return JSON.parse(answer);
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) {
    throw new Error(`${name} must be one of ${allowed.join(', ')}, not ${value}`);
  }
  return found;
}
