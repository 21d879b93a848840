// `npm test`: sets up what is missing, then runs the Rust and the TypeScript tests. Arguments after `--` go to ava.
// `npm run test:scalar`: the Rust tests of the kernels' scalar fallback. They are not optimised: the compiler would take
// more than ten minutes over its loops, and the tests take less.
// At the end there is a line for each tool that is not there, with the number of its tests, and the last line says
// `N passed, N failed, N skipped`, also for .ci/run, which adds such lines up.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTests } from './count-tests.mjs';
import { root } from './kit/places.mjs';
import { say, setUp } from './setup.mjs';
import { TOOLS } from './tools.mjs';

const cargoTest = ['test', '--locked', '--quiet'];
const total = { passed: 0, failed: 0, skipped: 0 };
const missing = {};

if (process.argv[2] === '--scalar') {
  process.env.CARGO_PROFILE_DEV_OPT_LEVEL = '0';
  // What is not optimised keeps every vector on the stack.
  process.env.RUST_MIN_STACK = String(2 ** 28);
  const apart = ['--target-dir', 'target/scalar'];
  await add('cargo', [...cargoTest, ...apart, '-p', 'offloop-sampling', '--features', 'scalar']);
} else {
  const { native, whyNot } = setUp();
  if (native) {
    say('Testing the Rust crates (cargo test) …');
    await add('cargo', [...cargoTest, '--workspace']);
  } else {
    const required = process.env.OFFLOOP_REQUIRE_NATIVE === '1';
    const tests = rustTests();
    say(`${required ? 'Failed' : 'Skipped'}: all ${tests} Rust tests, since ${whyNot}.`);
    total[required ? 'failed' : 'skipped'] += tests;
    missing.cargo = required ? 0 : tests;
  }
  say('Testing the TypeScript (ava) …');
  const chosen = process.argv.slice(2);
  // ava runs the files one after the other, as it runs their tests: two of it keep two cores busy.
  const runs = chosen.length > 0 ? [chosen] : halves();
  await Promise.all(runs.map((args) => add('npx', ['ava', ...args])));
}

for (const [tool, count] of Object.entries(missing)) {
  console.log(`${tool} is not there: ${count} ${count === 1 ? 'test' : 'tests'} skipped; ${TOOLS[tool]}`);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function add(command, args) {
  const { missing: found, ...counts } = await countTests(command, args);
  for (const [outcome, count] of Object.entries(counts)) {
    total[outcome] += count;
  }
  for (const [tool, count] of Object.entries(found)) {
    missing[tool] = (missing[tool] ?? 0) + count;
  }
}

/** The files of tests, every other one in the first half. */
function halves() {
  const names = readdirSync(join(root, '__test__'), { recursive: true }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  const files = names.filter((name) => name.endsWith('.spec.ts')).sort();
  return [0, 1].map((half) => files.filter((_, n) => n % 2 === half).map((name) => `__test__/${name}`));
}

/** How many tests the crates have. */
function rustTests() {
  const files = readdirSync(join(root, 'crates'), { recursive: true }).filter((name) => name.endsWith('.rs'));
  const texts = files.map((name) => readFileSync(join(root, 'crates', name), 'utf8'));
  return texts.reduce((sum, text) => sum + text.split(/^\s*#\[test\]/m).length - 1, 0);
}
