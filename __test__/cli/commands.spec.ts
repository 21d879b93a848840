import test from 'ava';
import { sampleSync, sumSync } from '../../ts/index.ts';
import { serve } from '../../ts/service/server.ts';
import { engines } from '../engines.ts';
import { run } from './run.ts';

test('sum prints the total, and --json one object', async (t) => {
  const expected = sumSync({ distribution: 'gaussian', samples: 1_200_000, seed: 42, stream: 7 });
  const args = ['sum', 'gaussian', '--samples', '1_200_000', '--seed', '42', '--stream', '7'];
  const text = await run(args);
  t.is(text.code, 0);
  t.true(text.stdout.includes(String(expected.sum)) && text.stdout.includes(String(expected.units)));

  for (const engine of engines) {
    for (const mode of ['blocking', 'cooperative', 'threadpool']) {
      const { stdout, stderr, code } = await run([...args, '--engine', engine, '--mode', mode, '--json']);
      t.is(code, 0);
      t.is(stderr, '');
      const { seconds, nsPerSample, simd, concurrency, ...answer } = JSON.parse(stdout);
      t.deepEqual(answer, {
        distribution: 'gaussian',
        samples: 1_200_000,
        seed: '42',
        stream: 7,
        engine,
        mode: engine === 'typescript' && mode === 'threadpool' ? 'cooperative' : mode,
        sum: expected.sum,
        units: String(expected.units),
      });
      t.true(seconds > 0 && nsPerSample > 0 && simd.length > 0 && concurrency >= 1);
    }
  }
});

test('counts are taken as people write them', async (t) => {
  const expected = String(sumSync({ distribution: 'uniform', samples: 1_200_000, seed: 1 }).sum);
  for (const samples of ['1200000', '1.2e6', '1_200_000', '12e5']) {
    const { stdout } = await run(['sum', 'uniform', '--samples', samples, '--seed', '1', '--json']);
    t.is(String(JSON.parse(stdout).sum), expected);
  }
});

test('sample writes decimals that parse back, or bytes', async (t) => {
  const job = { distribution: 'uniform', samples: 20_000, seed: '5' } as const;
  const args = ['sample', 'uniform', '--samples', '20000', '--seed', '5'];
  const { stdout } = await run(args);
  t.deepEqual(Float64Array.from(stdout.trimEnd().split('\n'), Number), sampleSync(job));
});

test('info names the engine, and why there is no native one', async (t) => {
  const text = await run(['info'], { OFFLOOP_ENGINE: 'typescript' });
  t.is(text.code, 0);
  t.regex(text.stdout, /engine +typescript \(set by OFFLOOP_ENGINE\)/);
  const json = JSON.parse((await run(['info', '--json'])).stdout);
  t.is(json.streamVersion, 1);
  t.is(json.native, json.fallbackReason === null);
});

test('help teaches every command', async (t) => {
  const { stdout, code } = await run(['--help']);
  t.is(code, 0);
  for (const command of ['compare', 'serve', 'serial', 'async', 'request', 'sum', 'sample', 'info']) {
    t.true(stdout.includes(command));
    const help = await run([command, '--help']);
    t.is(help.code, 0);
    t.regex(help.stdout, new RegExp(`Usage: offloop ${command}`));
  }
});

test('compare runs both programs with every engine and finds the same totals', async (t) => {
  const args = ['compare', '--samples', '3e6', '--server-samples', '1e5', '--seed', '42'];
  const text = await run(args);
  t.is(text.code, 0, text.stderr);
  t.regex(text.stdout, /====== Done server_request\. total: -?\d+\.\d\d\. Ran for: [\d.]+(µs|ms|s)\. ======/);
  t.regex(text.stdout, /====== Done uniform_sum\. total: \d+\.\d\d\. Ran for: [\d.]+(µs|ms|s)\. ======/);
  t.regex(text.stdout, /Total time elapsed: [\d.]+(µs|ms|s)\./);
  t.regex(text.stdout, /ideal max\(wait/);

  const { runs, equal } = JSON.parse((await run([...args, '--json'])).stdout);
  t.true(equal);
  t.is(runs.length, engines.length);
  const units = String(sumSync({ distribution: 'uniform', samples: 3e6, seed: 42 }).units);
  const server = (stream: number) =>
    sumSync({ distribution: 'gaussian', samples: 1e5, seed: 43, stream }).sum;
  for (const { serial, async } of runs) {
    t.is(serial.compute.units, units);
    t.is(async.compute.units, units);
    t.is(serial.request.sum, server(0));
    t.is(async.request.sum, server(1));
  }
});

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

test('no server, and a port in use, are one sentence and exit 1', async (t) => {
  const server = await serve({ port: 0, samples: 10 });
  const taken = await run(['serve', '--port', String(server.port)]);
  await server.close();
  t.is(taken.code, 1);
  t.regex(taken.stderr, /^error: [^\n]*already in use[^\n]*\n$/);

  for (const command of ['request', 'serial', 'async']) {
    const { code, stderr } = await run([command, '--port', String(server.port)]);
    t.is(code, 1);
    t.regex(stderr, /^error: [^\n]*refused the connection[^\n]*\n$/);
  }
});
