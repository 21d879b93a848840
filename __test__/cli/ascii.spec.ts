import test from 'ava';
import { run } from './run.ts';

const EXAMPLE = [
  'compare',
  '--samples',
  '1e5',
  '--server-samples',
  '1e3',
  '--repeats',
  '1',
  '--mode',
  'blocking',
];

/** The commands that have --ascii, with so little to do that times are microseconds. With --redis: see redis.spec.ts. */
const RUNS: readonly (readonly [code: number, ...args: string[]])[] = [
  [0, 'sum', 'uniform', '--samples', '0', '--engine', 'typescript', '--mode', 'blocking'],
  [0, ...EXAMPLE],
  [0, ...EXAMPLE, '--verbose', '--all'],
  [0, 'compare', '--samples', '2e6', '--server-samples', '1e5', '--repeats', '1', '--json'],
  [2, 'sum', 'uniform', '--samples', 'x'.repeat(5000)],
  [2, 'sum', 'uniform', '--seed', '9'.repeat(5000)],
];

for (const [code, ...args] of RUNS) {
  test(`ASCII alone: offloop ${args.join(' ').slice(0, 90)}`, async (t) => {
    const finished = await run([...args, '--ascii']);
    t.is(finished.code, code, finished.stderr);
    t.true(finished.stdout.length + finished.stderr.length > 20);
    t.regex(finished.stdout, /^[ -~\n]*$/);
    t.regex(finished.stderr, /^[ -~\n]*$/);
  });
}
