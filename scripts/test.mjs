// `npm test`: sets up what is missing, then runs the Rust and the TypeScript tests. Arguments after `--` go to ava.
// `npm run test:scalar`: the Rust tests of the kernels' scalar fallback, which compile for two minutes.
// The last line says `N passed, N failed, N skipped`, also for .ci/run, which adds such lines up.
import { countTests } from './count-tests.mjs';
import { say, setUp } from './setup.mjs';

const cargoTest = ['test', '--locked', '--quiet'];
const total = { passed: 0, failed: 0, skipped: 0 };

if (process.argv[2] === '--scalar') {
  await add('cargo', [...cargoTest, '--release', '-p', 'offloop-sampling', '--features', 'scalar']);
} else {
  const { native, whyNot } = setUp();
  if (native) {
    say('Testing the Rust crates (cargo test) …');
    await add('cargo', [...cargoTest, '--workspace']);
  } else {
    const required = process.env.OFFLOOP_REQUIRE_NATIVE === '1';
    say(`${required ? 'Failed' : 'Skipped'}: all Rust tests, since ${whyNot}.`);
    total[required ? 'failed' : 'skipped']++;
  }
  say('Testing the TypeScript (ava) …');
  await add('npx', ['ava', ...process.argv.slice(2)]);
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function add(command, args) {
  for (const [outcome, count] of Object.entries(await countTests(command, args))) {
    total[outcome] += count;
  }
}
