// `npm run prove:mutants`: the library is broken on purpose, one way at a time, and judged by the vectors alone and by the part
// of `prove:numbers` alone that should see it (by all of it where none should). Fails when one gets past what should see it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { newCommand } from '../kit/command.ts';
import { root } from '../kit/places.mjs';
import { newProgress } from '../kit/progress.ts';
import { brokenText, type Mutant, readMutants } from './mutants/list.ts';
import { type Judged, keep } from './numbers/randomness.ts';
import type { NumbersRecord, Result } from './numbers/record.ts';

const command = newCommand('prove:mutants', 'break the library on purpose, and see what notices')
  .option('--only <text>', 'only the mutants with this in their name')
  .option('--json', 'a line of JSON for each')
  .option('--record', 'keep the result in benchmarks/numbers.json and RANDOMNESS.md')
  .parse();
const values = command.opts<{ only?: string; json?: true; record?: true }>();
if (values.record && values.only !== undefined) {
  command.error('error: --record needs all mutants: leave --only out');
}
const progress = newProgress(false);

const mutants = readMutants().filter(({ name }) => name.includes(values.only ?? ''));
if (mutants.length === 0) {
  command.error(`error: no mutant has '${values.only}' in its name`);
}
// Vectors and prove:numbers must pass what is whole, or they would catch everything.
const wholes = ['ts/index.ts', 'crates/sampling/src/lib.rs'].filter((file) =>
  mutants.some((mutant) => isRust(mutant.file) === isRust(file)),
);
for (const file of wholes) {
  progress.show(`nothing broken: ${file}`);
  const { vectors, numbers, by } = await judge({ name: 'nothing broken', file });
  progress.end();
  if (vectors !== '' || numbers) {
    throw new Error(`without a mutant ${file} does not pass: ${vectors} ${by}`);
  }
}

const judged: Judged[] = [];
for (const mutant of mutants) {
  progress.show(mutant.name);
  const found = await judge(mutant);
  progress.end();
  process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : lineOf(found));
  judged.push(found);
}
const missed = judged.filter(
  ({ vectors, numbers, equallyRandom, unpublished }) =>
    (vectors === '') !== (unpublished !== undefined) || numbers === (equallyRandom !== undefined),
);
console.error(
  `${judged.length} mutants: vectors catch ${judged.filter(({ vectors }) => vectors !== '').length}, ` +
    `prove:numbers ${judged.filter(({ numbers }) => numbers).length}; ${missed.length} not as expected`,
);
if (values.record) {
  keep({ mutants: judged });
}
process.exitCode = missed.length === 0 ? 0 : 1;

/** Judges a mutant, or a whole library where it says only of which file's engine. */
async function judge(mutant: Pick<Mutant, 'name' | 'file'> & Partial<Mutant>): Promise<Judged> {
  const { name, file, seenBy, equallyRandom, unpublished } = mutant;
  const folder = mkdtempSync(join(tmpdir(), 'offloop-mutant-'));
  const rust = isRust(file);
  try {
    const rustParts = rust ? ['crates', 'Cargo.toml', 'Cargo.lock'] : [];
    for (const part of ['dist', 'native', 'ts', 'package.json', ...rustParts]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    // What is judged is the sources, which tsx compiles.
    writeFileSync(join(folder, 'dist/index.js'), "export * from '../ts/index.ts';\n");
    if (mutant.from !== undefined) {
      writeFileSync(join(folder, file), brokenText(mutant as Mutant));
    }
    if (rust) {
      buildInto(folder);
    }
    const engine = rust ? 'native' : 'typescript';
    const run = $({ cwd: root, quiet: true, nothrow: true });
    const vectors = await run`npx tsx scripts/prove/mutants/vectors.ts ${folder} ${engine}`;
    const only = seenBy === undefined ? [] : ['--only', seenBy];
    const numbers =
      await run`npx tsx scripts/prove/numbers.ts --library ${folder} --engine ${engine} --effort short ${only} --json`;
    const what = {
      name,
      file,
      equallyRandom,
      unpublished,
      vectors: vectors.exitCode === 0 ? vectors.stdout.trim() : 'an error',
    };
    if (numbers.stdout === '') {
      return {
        ...what,
        numbers: true,
        by: `it ends with an error: ${numbers.stderr.trim().split('\n').at(-1)}`,
      };
    }
    const record: NumbersRecord = JSON.parse(numbers.stdout);
    const fails = !record.engines[engine]!.ok;
    return { ...what, numbers: fails, by: fails ? furthest(record) : '' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a file is of the native engine. */
function isRust(file: string): boolean {
  return file.startsWith('crates/');
}

/** All mutants share what is compiled of other crates, and none needs to be as fast as can be. */
function buildInto(folder: string): void {
  const target = join(root, 'target/mutants');
  const quickly = ['lto="off"', 'codegen-units=16'].flatMap((set) => ['--config', `profile.release.${set}`]);
  const what = ['--release', '--locked', '-p', 'offloop-addon', '--target-dir', target];
  execFileSync('cargo', ['build', ...what, ...quickly], { cwd: folder, stdio: 'ignore' });
  const { platform, arch } = process;
  cpSync(
    join(target, 'release/liboffloop_addon.so'),
    join(folder, `native/offloop.${platform}-${arch}-gnu.node`),
  );
}

/** The test whose p-value is nearest to 0 or 1, and how many are past one in a million. */
function furthest({ results }: NumbersRecord): string {
  const bound = results.find(({ ok }) => ok === false);
  const distance = ({ p = 0.5 }: Result): number => Math.min(p, 1 - p);
  const extreme = results.filter((result) => distance(result) < 1e-6);
  const worst = results.toSorted((a, b) => distance(a) - distance(b))[0]!;
  const named = extreme.length > 0 ? [`${worst.group}: ${worst.name}`] : [];
  const more = extreme.length > 1 ? [`${extreme.length - 1} more`] : [];
  return [...named, ...more, ...(bound ? ['accuracy'] : [])].join(', ') || 'all p-values together';
}

function lineOf({ name, vectors, numbers, by, equallyRandom, unpublished }: Judged): string {
  const seen = numbers ? by : `nothing: ${equallyRandom ?? 'MISSED'}`;
  return `${name}\n  vectors: ${vectors || `nothing: ${unpublished ?? 'MISSED'}`}\n  numbers: ${seen}\n`;
}
