import { setPriority } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { says, startProgram } from '../processes.ts';
import { BUILD_LIMIT } from '../time.js';
import { outputOf, testWhere } from '../where.ts';
import { EXAMPLES, runExample, startExample } from './run.ts';

const hasCargo = outputOf('cargo', ['--version']).startsWith('cargo ');
const program = 'addon/count.mjs';

test.before(async (t) => {
  if (hasCargo) {
    t.timeout(BUILD_LIMIT, 'the addon is being built');
    const { child, finished } = startProgram('npm', ['--prefix', join(EXAMPLES, 'addon'), 'run', 'build']);
    // Others have tests to run meanwhile.
    setPriority(child.pid!, 10);
    const { code, stdout, stderr } = await finished;
    t.is(code, 0, stdout + stderr);
  }
});

testWhere(hasCargo, 'cargo')("an addon of one's own counts primes, with progress", async (t) => {
  // The number of primes below powers of ten: https://oeis.org/A006880
  const { code, stdout, stderr } = await runExample(program, '1e9');
  t.is(code, 0, stderr);
  t.regex(stdout, /^50847534 primes below 1000000000\n/);
  t.regex(stderr, /^\d+\.\d %\n(\d.*\n)*100\.0 %\n$/);
});

testWhere(hasCargo, 'cargo')('it counts right from the smallest numbers on', async (t) => {
  for (const [below, primes] of [
    [0, 0],
    [2, 0],
    [3, 1],
    [10, 4],
    // A piece, and one number more or less.
    [262_143, 23_000],
    [262_144, 23_000],
    [262_148, 23_001],
  ]) {
    const { code, stdout } = await runExample(program, String(below));
    t.deepEqual([code, stdout.split('\n')[0]], [0, `${primes} primes below ${below}`]);
  }
});

testWhere(hasCargo, 'cargo')('it stops after Ctrl-C', async (t) => {
  const { child, finished } = startExample(program, '1e12');
  await says(child, ' %');
  child.kill('SIGINT');
  const { code, stdout, stderr } = await finished;
  t.deepEqual([code, stdout], [130, '']);
  t.true(stderr.endsWith('interrupted\n'));
});

testWhere(hasCargo, 'cargo')('it refuses what is no number of its own', async (t) => {
  const { code, stdout, stderr } = await runExample(program, 'many');
  t.deepEqual([code, stdout], [2, '']);
  t.is(stderr, 'below must be a whole number from 0 to 1000000000000, not NaN\n');
});
