import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { mergeTotals, sampleSync, sumSync } from '../../ts/index.ts';
import { serve } from '../../ts/service/index.ts';
import { nativeTest, testEngines } from '../engines.ts';
import { run } from './run.ts';

const JOB = { distribution: 'normal', samples: 1_200_000, seed: 42, stream: 7 } as const;
const SUM = ['sum', 'normal', '--samples', '1_200_000', '--seed', '42', '--stream', '7'];

test('sum prints the total', async (t) => {
  const expected = sumSync(JOB);
  const text = await run(SUM);
  t.is(text.code, 0);
  t.true(text.stdout.includes(String(expected.sum)) && text.stdout.includes(String(expected.units)));
});

testEngines('sum --json prints one object', async (t, engine) => {
  const expected = sumSync(JOB);
  for (const mode of ['blocking', 'cooperative', 'threadpool']) {
    const { stdout, stderr, code } = await run([...SUM, '--engine', engine, '--mode', mode, '--json']);
    t.is(code, 0);
    t.is(stderr, '');
    const { seconds, nsPerSample, simd, concurrency, ...answer } = JSON.parse(stdout);
    t.deepEqual(answer, {
      total: expected.toJSON(),
      engine,
      mode,
    });
    t.true(seconds > 0 && nsPerSample > 0 && simd.length > 0 && concurrency >= 1);
  }
});

nativeTest('sum claims no more slots than the process has', async (t) => {
  const args = [...SUM, '--engine', 'native', '--concurrency', '64'];
  const env = { UV_THREADPOOL_SIZE: '3' };
  const slots = Math.min(availableParallelism(), 2);
  t.is(JSON.parse((await run([...args, '--json'], env)).stdout).concurrency, slots);
  t.regex((await run(args, env)).stdout, new RegExp(`threadpool, ${slots} slots?\\)\n$`));
});

test('counts are taken as people write them', async (t) => {
  const expected = String(sumSync({ distribution: 'uniform', samples: 1_200_000, seed: 1 }).sum);
  for (const samples of ['1200000', '1.2e6', '1_200_000', '12e5']) {
    const { stdout } = await run(['sum', 'uniform', '--samples', samples, '--seed', '1', '--json']);
    t.is(String(JSON.parse(stdout).total.sum), expected);
  }
});

const SAMPLE = ['sample', 'uniform', '--samples', '20000', '--seed', '5'];
const samples = sampleSync({ distribution: 'uniform', samples: 20_000, seed: '5' });

test('sample writes decimals that parse back', async (t) => {
  const { stdout } = await run(SAMPLE);
  t.deepEqual(Float64Array.from(stdout.trimEnd().split('\n'), Number), samples);
});

test('a part of a sum is what merges with the rest', async (t) => {
  const part = async (args: string[]) => {
    const { stdout } = await run(['sum', 'normal', '--seed', '42', '--stream', '7', '--json', ...args]);
    return JSON.parse(stdout).total;
  };
  const first = await part(['--samples', '131072']);
  const rest = await part(['--start', '131072', '--samples', '1068928']);
  t.deepEqual(mergeTotals([rest, first]), sumSync(JOB));
  const { stderr, code } = await run(['sum', 'normal', '--start', '100']);
  t.is(code, 2);
  t.regex(stderr, /^error: start of a sum must be a multiple of 65536, .*: 0 or 65536, not 100\n$/);
});

test('sample takes a start and parameters, and tells the seed that it draws', async (t) => {
  const args = ['--samples', '5', '--start', '70000', '--low', '-1e3', '--high', '.5'];
  const { stdout, stderr } = await run(['sample', 'uniform', ...args]);
  const [, seed] = /^seed (\d+)\n$/.exec(stderr)!;
  const job = { distribution: 'uniform', seed, samples: 5, start: 70_000, low: -1000, high: 0.5 } as const;
  t.deepEqual(Float64Array.from(stdout.trimEnd().split('\n'), Number), sampleSync(job));
  const wrong = await run(['sample', 'uniform', '--mean', '3']);
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /error: 'uniform' samples have no mean: their parameters are low and high\n$/);
  t.regex((await run(['sample', 'uniform', '--low', 'x'])).stderr, /It must be a number/);
});

test('sample --format f64le writes the bytes of the doubles, little-endian, and nothing else', async (t) => {
  const expected = Buffer.alloc(samples.length * 8);
  samples.forEach((sample, i) => {
    expected.writeDoubleLE(sample, i * 8);
  });
  const { bytes, code } = await run([...SAMPLE, '--format', 'f64le']);
  t.is(code, 0);
  t.true(bytes.equals(expected));
});

test('info names the engine, and why there is no native one', async (t) => {
  const text = await run(['info'], { OFFLOOP_ENGINE: 'typescript' });
  t.is(text.code, 0);
  t.regex(text.stdout, /engine +typescript \(set by OFFLOOP_ENGINE\)/);
  const json = JSON.parse((await run(['info', '--json'])).stdout);
  t.is(json.streamVersion, 1);
  t.is(json.native, json.fallbackReason === null);
});

test('info names NAPI_RS_NATIVE_LIBRARY_PATH where that cannot be loaded', async (t) => {
  const missing = await run(['info'], { NAPI_RS_NATIVE_LIBRARY_PATH: '/nowhere/addon.node' });
  t.is(missing.code, 0);
  t.regex(
    missing.stdout,
    /could not be loaded from NAPI_RS_NATIVE_LIBRARY_PATH, '\/nowhere\/addon\.node': there is no such file\n/,
  );
  const wrong = await run(['sum', 'uniform', '--engine', 'native'], {
    NAPI_RS_NATIVE_LIBRARY_PATH: fileURLToPath(new URL('../../README.md', import.meta.url)),
  });
  t.is(wrong.code, 1);
  t.regex(wrong.stderr, /^error: [^\n]*NAPI_RS_NATIVE_LIBRARY_PATH[^\n]*\n$/);
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
