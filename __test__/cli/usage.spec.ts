import test from 'ava';
import { run } from './run.ts';

const bad: string[][] = [
  ...['-1', '1.5', 'NaN', '1e300', 'ten', '9007199254740992', '', '1__0', '0x10'].map((v) => [
    'sum',
    'uniform',
    '--samples',
    v,
  ]),
  ...['-1', '18446744073709551616', '1.5', 'x'].map((v) => ['sum', 'uniform', '--seed', v]),
  ['sum', 'uniform', '--stream', '4294967296'],
  ['sum', 'poisson'],
  ['sum'],
  ['sum', 'uniform', 'twice'],
  ['sum', 'uniform', '--engine', 'gpu'],
  ['sum', 'uniform', '--mode', 'magic'],
  ['sum', 'uniform', '--allotment', '0'],
  ['sum', 'uniform', '--concurrency', '0'],
  ['sum', 'uniform', '--sample', '10'],
  ['serve', '--port', '70000'],
  ['request', '--port', '0'],
  ['async', '--samples', 'ten'],
  ['sample', 'uniform', '--format', 'xml'],
  ['compare', '--repeats', '0'],
  ['compare', '--html', '/nowhere/at/all/page.html'],
  ['compare', '--trace', '/nowhere/at/all/trace.json'],
  ['conquer'],
];

for (const args of bad) {
  test(`bad input is refused in one sentence: ${args.join(' ')}`, async (t) => {
    const { code, stdout, stderr } = await run(args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /^error: [^\n]+\n(\(Did you mean [^\n]+\)\n)?$/);
  });
}

test('a bad OFFLOOP_ENGINE is refused', async (t) => {
  const { code, stderr } = await run(['sum', 'uniform'], { OFFLOOP_ENGINE: 'gpu' });
  t.is(code, 2);
  t.regex(
    stderr,
    /^error: The environment variable OFFLOOP_ENGINE must be 'native' or 'typescript', not 'gpu'\n$/,
  );
});
