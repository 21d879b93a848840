// `npm run prove:batteries`: outside batteries of tests, fed with raw words by a pipe. What has run is kept in a folder, a file a
// part, and not run again, so that a long battery can be stopped and resumed. `-- --help` has the options.
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { $, which } from 'zx';
import { newCommand, someOf } from '../kit/command.ts';
import { root } from '../kit/places.mjs';
import { newProgress } from '../kit/progress.ts';
import { keep, type Outcome, readRecorded } from './numbers/randomness.ts';

const NEEDS = `
TestU01 needs gcc and Debian's libtestu01-0-dev (non-free), or TESTU01=<folder>
with its include and lib; dieharder is a package of Debian's, and PractRand's
RNG_test must be in the PATH.`;

/** TestU01's batteries, and how many tests they have: the long ones are run test by test. */
const TESTU01 = { small: 10, crush: 96, big: 106 } as const;
const INPUTS = ['stream', 'reversed', 'streams', 'seeds', 'blocks', 'words', 'redraws', 'children'] as const;
const BATTERIES = ['small', 'dieharder', 'crush', 'big', 'practrand'] as const;

const TITLES: Readonly<Record<Battery, string>> = {
  small: 'SmallCrush',
  dieharder: 'dieharder',
  crush: 'Crush',
  big: 'BigCrush',
  practrand: 'PractRand',
};

type Input = (typeof INPUTS)[number];
type Battery = (typeof BATTERIES)[number];

const values = newCommand('prove:batteries', 'outside batteries of tests, fed with raw words')
  .addOption(someOf('--only <names>', BATTERIES, ['small']))
  .addOption(someOf('--inputs <names>', INPUTS))
  .option('--practrand <size>', 'how much PractRand reads', '64GB')
  .option('--minutes <n>', 'begin no test after so many minutes (default: no limit)', toMinutes)
  .option('--folder <folder>', 'where results are kept (default: target/batteries)')
  .option('--json', 'the results on standard output, in place of the table')
  .option('--record', 'keep them in benchmarks/numbers.json and RANDOMNESS.md')
  .addHelpText('after', NEEDS)
  .parse()
  .opts<{
    only: readonly Battery[];
    inputs: readonly Input[];
    practrand: string;
    minutes?: number;
    folder?: string;
    json?: true;
    record?: true;
  }>();
const end = performance.now() + 60_000 * (values.minutes ?? Number.POSITIVE_INFINITY);
const folder = resolve(values.folder ?? join(root, 'target/batteries'));
mkdirSync(folder, { recursive: true });
const shell = $({ cwd: root, quiet: true, nothrow: true });
const progress = newProgress(false);

const outcomes: Outcome[] = [];
for (const battery of values.only) {
  const missing = await whatIsMissing(battery);
  if (missing !== undefined) {
    console.error(`${battery} is SKIPPED: ${missing}`);
    continue;
  }
  for (const input of values.inputs) {
    // Only TestU01 leaves the lowest bits of a word out of account, so that their order matters.
    if (input !== 'reversed' || battery in TESTU01) {
      const outcome = await runBattery(battery, input);
      if (outcome.parts > 0) {
        outcomes.push(outcome);
      }
    }
  }
}
progress.end();
process.stdout.write(
  values.json ? `${JSON.stringify(outcomes, undefined, 1)}\n` : outcomes.map(lineOf).join(''),
);
if (values.record) {
  const again = ({ battery, input }: Outcome): boolean =>
    outcomes.some((outcome) => outcome.battery === battery && outcome.input === input);
  keep({ batteries: [...readRecorded().batteries.filter((old) => !again(old)), ...outcomes] });
}
process.exitCode = outcomes.some(({ p }) => p.some(fails)) ? 1 : 0;

/** The file of a part's results, each at the end of a line. */
async function runBattery(battery: Battery, input: Input): Promise<Outcome> {
  const of = battery === 'crush' || battery === 'big' ? TESTU01[battery] : 1;
  const p: number[] = [];
  let [parts, text] = [0, ''];
  for (let test = 1; test <= of; test++) {
    const file = join(folder, `${battery}-${input}${of > 1 ? `-${test}` : ''}.txt`);
    if (!existsSync(file)) {
      if (performance.now() > end) {
        continue;
      }
      progress.show(`${battery} on ${input}${of > 1 ? `, test ${test} of ${of}` : ''}`);
      await run(battery, input, of > 1 ? [String(test)] : [], `${file}.part`);
      renameSync(`${file}.part`, file);
    }
    parts++;
    text = readFileSync(file, 'utf8');
    p.push(...pValues(battery, text));
  }
  return { battery: TITLES[battery], input, parts, of, ...(battery === 'practrand' && reached(text)), p };
}

async function run(battery: Battery, input: Input, tests: string[], file: string): Promise<void> {
  const words =
    input === 'stream' || input === 'reversed'
      ? 'dist/cli/main.js sample uniform --samples 9e15 --seed 1 --format u64le --quiet'.split(' ')
      : ['--import=tsx', 'scripts/prove/batteries/words.mjs', input];
  const node = process.execPath;
  const reversed = input === 'reversed' ? ['--reversed'] : [];
  const ran =
    battery === 'dieharder'
      ? await shell`${node} ${words} | dieharder -a -g 200 -c , -D test_name -D ntuple -D pvalues > ${file}`
      : battery === 'practrand'
        ? await shell`${node} ${words} | RNG_test stdin64 -tlmax ${values.practrand} -multithreaded > ${file}`
        : await shell`${node} ${words} | ${join(folder, 'testu01')} ${battery} ${reversed} ${tests} 3> ${file} > /dev/null`;
  if (ran.exitCode !== 0) {
    throw new Error(`${battery} on ${input} ended with ${ran.exitCode}: ${ran.stderr.trim()}`);
  }
}

/** PractRand names only the p-values that it calls unusual, or worse; one near 1 as `1-3.4e-4`. */
function pValues(battery: Battery, text: string): number[] {
  const pattern = battery === 'practrand' ? /p = *(\S+)/g : /[\t,] *([\d.e-]+) *$/gm;
  return Array.from(text.matchAll(pattern), ([, p]) =>
    p!.startsWith('1-') ? 1 - Number(p!.slice(2)) : Number(p),
  );
}

/** How far PractRand came, and its number of results there. */
function reached(text: string): { size?: string; results?: number } {
  const last = text.slice(text.lastIndexOf('length='));
  const [, size, usual] = /^length= (.+?) \(.*?(\d+) test result/s.exec(last) ?? [];
  return size && usual ? { size, results: Number(usual) + pValues('practrand', last).length } : {};
}

async function whatIsMissing(battery: Battery): Promise<string | undefined> {
  if (battery === 'dieharder' || battery === 'practrand') {
    const program = battery === 'dieharder' ? 'dieharder' : 'RNG_test';
    return (await which(program, { nothrow: true })) === null ? `${program} is not in the PATH` : undefined;
  }
  const place = process.env.TESTU01;
  const where = place ? [`-I${place}/include`, `-L${place}/lib`, `-Wl,-rpath,${resolve(place, 'lib')}`] : [];
  const libraries = ['-ltestu01', '-ltestu01probdist', '-ltestu01mylib', '-lm'];
  const source = 'scripts/prove/batteries/testu01.c';
  const built = await shell`gcc -O2 ${source} -o ${join(folder, 'testu01')} ${where} ${libraries}`;
  return built.exitCode === 0
    ? undefined
    : `testu01.c cannot be built: ${built.stderr.trim().split('\n')[0]}`;
}

/** As TestU01 has it for a clear failure; a right generator has a p-value past one in a thousand now and then. */
function fails(p: number): boolean {
  return p < 1e-10 || p > 1 - 1e-10;
}

function lineOf({ battery, input, results, p }: Outcome): string {
  const suspect = p.filter((value) => value < 0.001 || value > 0.999);
  const listed = suspect.map((value) =>
    value > 0.5 ? `1 - ${(1 - value).toExponential(1)}` : value.toExponential(1),
  );
  const outside = suspect.length > 0 ? `, outside 0.001 to 0.999: ${listed.join(' ')}` : '';
  return `${battery.padEnd(10)}${input.padEnd(10)}${String(results ?? p.length).padStart(4)} p-values${outside}\n`;
}

function toMinutes(text: string): number {
  if (!(Number(text) > 0)) {
    throw new InvalidArgumentError('It must be a number above 0.');
  }
  return Number(text);
}
