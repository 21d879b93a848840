import test from 'ava';
import { run } from './run.ts';

const COMMANDS = ['sample', 'sum', 'worker', 'serve', 'request', 'compare', 'serial', 'async', 'info'];

test('without a command offloop teaches, in 80 columns', async (t) => {
  const { stdout } = await run(['--help']);
  t.deepEqual(
    [...stdout.matchAll(/^ {2}(\w+) (?:\[options\]|\[command\])/gm)].map(([, name]) => name),
    [...COMMANDS, 'help'],
  );
  t.regex(stdout, /\n {2}\$ offloop sample normal /);
  t.true(
    stdout.split('\n').every((line) => line.length <= 80),
    stdout,
  );
  const alone = await run([]);
  t.is(alone.code, 2);
  t.is(alone.stderr, stdout);
});

for (const command of COMMANDS) {
  test(`${command} --help has an example, and fits 80 columns`, async (t) => {
    const { stdout, code } = await run([command, '--help']);
    t.is(code, 0);
    t.regex(stdout, new RegExp(`\\nExample:\\n(.*\\n)?.*\\$ .*offloop ${command}`));
    t.true(
      stdout.split('\n').every((line) => line.length <= 80),
      stdout,
    );
    t.regex(stdout, /^[ -~\n]*$/);
    t.is(stdout.includes(' --ascii '), command === 'sum' || command === 'compare', 'ascii.spec.ts has all');
  });
}
