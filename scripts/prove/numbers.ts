// `npm run prove:numbers`: statistical evidence of the library as it is built, by its public calls, its list of distributions and
// its raw words. The seeds are fixed, so that it finds the same again. `-- --help` has the options.
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { newCommand, someOf } from '../kit/command.ts';
import { root } from '../kit/places.mjs';
import { newProgress } from '../kit/progress.ts';
import { installPython } from '../kit/python.ts';
import type { Evidence } from './numbers/evidence.ts';
import { GROUPS, type GroupName } from './numbers/groups.ts';
import { numbersPage } from './numbers/page.ts';
import { keep } from './numbers/randomness.ts';
import type { NumbersRecord } from './numbers/record.ts';
import { loadSubject } from './numbers/subject.ts';
import { numbersText } from './numbers/text.ts';

/** Samples of a long pass, and normal ones whose tails are counted. TypeScript is several times slower. */
const EFFORTS = {
  short: { native: [2 ** 22, 1e7], typescript: [2 ** 22, 1e7] },
  usual: { native: [2 ** 26, 1e10], typescript: [2 ** 24, 1e9] },
  deep: { native: [2 ** 31, 1e12], typescript: [2 ** 28, 3e10] },
} as const;

const ENGINES = ['native', 'typescript'] as const;
const NAMES = Object.keys(GROUPS) as GroupName[];
const command = newCommand('prove:numbers', 'statistical evidence of the library as it is built')
  .addOption(new Option('--engine <name>', 'one of them (default: both)').choices(ENGINES))
  .addOption(
    new Option('--effort <name>', 'short (minutes), usual (an hour) or deep (hours)')
      .choices(Object.keys(EFFORTS))
      .default('usual'),
  )
  .option('--deep', '--effort deep')
  .addOption(someOf('--only <groups>', NAMES))
  .option('--json', 'the record on standard output, in place of the table')
  .option('--html <file>', 'a page with plots, too')
  .option('--library <folder>', 'the package to judge (default: this one)')
  .option(
    '--record',
    'keep it in benchmarks/numbers.json and RANDOMNESS.md, with the exactness of radius, direction and logarithm (minutes more)',
  )
  .parse();
const {
  engine: one,
  only,
  ...values
} = command.opts<{
  engine?: (typeof ENGINES)[number];
  effort: keyof typeof EFFORTS;
  deep?: true;
  only: readonly GroupName[];
  json?: true;
  html?: string;
  library?: string;
  record?: true;
}>();
const effort = values.deep ? 'deep' : values.effort;
const isPart = one !== undefined || values.library !== undefined || only !== NAMES;
if (values.record && (isPart || effort === 'short')) {
  command.error('error: --record is of all of this library, both engines and an effort above short');
}
const engines = one === undefined ? ENGINES : [one];

const folder = resolve(values.library ?? root);
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
  for (const name of only) {
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
