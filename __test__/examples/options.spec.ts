import { readdirSync } from 'node:fs';
import test from 'ava';
import { EXAMPLES, runExample } from './run.ts';

const programs = readdirSync(EXAMPLES).filter((file) => file.endsWith('.mjs') && file !== 'options.mjs');

for (const program of programs) {
  test(`${program} says what its options are, in 80 columns and without colours`, async (t) => {
    const { code, stdout, stderr } = await runExample(program, '--help');
    t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    t.regex(lines[0]!, /^[A-Z].*\.$/);
    t.true(lines.length >= 3);
    t.deepEqual(
      lines.slice(1).filter((line) => !/^ {2}--[a-z]+ +\S/.test(line)),
      [],
    );
    t.deepEqual(
      lines.filter((line) => line.length > 80 || line.includes('\x1b')),
      [],
    );
  });

  test(`${program} refuses an option that it does not have`, async (t) => {
    const { code, stdout, stderr } = await runExample(program, '--sede=1');
    t.deepEqual({ code, stdout, stderr }, { code: 2, stdout: '', stderr: "Unknown option '--sede'\n" });
  });
}

const refused: [option: string, message: string][] = [
  ['--draws=x', "--draws must be a whole number from 1 to 1000000000000, not 'x'"],
  ['--draws=', "--draws must be a whole number from 1 to 1000000000000, not ''"],
  ['--draws=1.5', "--draws must be a whole number from 1 to 1000000000000, not '1.5'"],
  ['--workers=0', "--workers must be a whole number from 1 to 256, not '0'"],
  ['--seed=-1', "--seed must be a whole number from 0 to 2^64 - 1, not '-1'"],
  [
    '--seed=18446744073709551616',
    "--seed must be a whole number from 0 to 2^64 - 1, not '18446744073709551616'",
  ],
];

for (const [option, message] of refused) {
  test(`an example refuses ${option} in one sentence`, async (t) => {
    const { code, stdout, stderr } = await runExample('pi.mjs', option);
    t.deepEqual({ code, stdout, stderr }, { code: 2, stdout: '', stderr: `${message}\n` });
  });
}
