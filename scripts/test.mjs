// `npm test`: sets up what is missing, then runs the Rust and the TypeScript tests. Arguments after `--` go to ava.
import { run, say, setUp } from './setup.mjs';

const { native, whyNot } = setUp();
const required = process.env.OFFLOOP_REQUIRE_NATIVE === '1';
const leftOut = [];
const failed = [];

if (native) {
  say('Testing the Rust crates (cargo test) …');
  if (run('cargo', ['test', '--locked', '--quiet', '--workspace']) !== 0) {
    failed.push('cargo test');
  }
} else if (required) {
  failed.push(`the native engine (${whyNot})`);
} else {
  leftOut.push('the Rust tests', 'every test of the native engine');
}
say('Testing the TypeScript (ava) …');
if (run('npx', ['ava', ...process.argv.slice(2)]) !== 0) {
  failed.push('ava');
}

if (leftOut.length > 0) {
  say(`Left out, since ${whyNot}: ${leftOut.join(', ')}.`);
}
if (failed.length > 0) {
  say(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}
