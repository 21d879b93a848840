import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { waysOf } from '../../ts/example/compare/ways.ts';
import { sampleSync, sumSync } from '../../ts/index.ts';
import { serve } from '../../ts/service/server.ts';
import { engines } from '../engines.ts';
import { complaintsOf, type TraceEvent } from '../example/timeline/trace-format.ts';
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

test('compare runs both programs and every way with every engine, and finds the same totals', async (t) => {
  const args = ['compare', '--samples', '3e6', '--server-samples', '1e5', '--seed', '42', '--repeats', '2'];
  const text = await run([...args, '--ascii']);
  t.is(text.code, 0, text.stderr);
  t.regex(text.stdout, /====== Done server_request\. total: -?\d+\.\d\d\. Ran for: [\d.]+(µs|ms|s)\. ======/);
  t.regex(text.stdout, /====== Done uniform_sum\. total: \d+\.\d\d\. Ran for: [\d.]+(µs|ms|s)\. ======/);
  t.regex(text.stdout, /Total time elapsed: [\d.]+(µs|ms|s)\./);
  t.regex(text.stdout, /ideal max\(wait/);
  t.regex(text.stdout, /main thread +[#.o ]+ {2}computing/);
  t.regex(text.stdout, /one blocking call on the loop \(a mistake\)/);
  t.regex(text.stdout, /Every engine and way gave the same totals, to the last bit\.\n$/);

  const { runs, ways, equal, verdict } = JSON.parse((await run([...args, '--json'])).stdout);
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
  t.deepEqual(
    ways.map(({ engine, name }: { engine: string; name: string }) => `${engine}: ${name}`),
    engines.flatMap((engine) => waysOf(engine).map(({ name }) => `${engine}: ${name}`)),
  );
  for (const { wall, predicted, loopDelay, longestRead, lanes } of ways) {
    t.true(0 < wall.min && wall.min <= wall.median && wall.median <= wall.max);
    t.true(predicted > 0 && longestRead > 0 && loopDelay.max >= loopDelay.p50);
    t.true(
      lanes.some(
        ({ name, computing }: { name: string; computing: number }) => name === 'server' && computing > 0,
      ),
    );
  }
  t.true(verdict.length >= engines.length);
});

test('compare writes a page and a trace, whose spans add up to the printed figures', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'offloop-compare-'));
  const html = join(folder, 'compare.html');
  const trace = join(folder, 'compare.json');
  const args = ['compare', '--samples', '3e6', '--server-samples', '1e5', '--repeats', '1', '--json'];
  const { stdout, code, stderr } = await run([...args, '--html', html, '--trace', trace]);
  t.is(code, 0, stderr);
  const { ways } = JSON.parse(stdout);
  const page = await readFile(html, 'utf8');
  const traced = await readFile(trace, 'utf8');
  await rm(folder, { recursive: true });
  t.deepEqual(complaintsOf(traced), []);
  t.true(page.startsWith('<!doctype html>'));
  for (const { name, engine, kind, lanes } of ways) {
    const title = `${engine}: ${name}${kind === 'mistake' ? ' (a mistake)' : ''}`;
    t.true(page.includes(title), title);
    for (const lane of lanes) {
      for (const spent of ['computing', 'waiting', 'paused']) {
        const sum = tracedSum(traced, title, lane.name, spent);
        t.true(
          Math.abs(sum - lane[spent]) < 0.01,
          `${title}, ${lane.name}, ${spent}: ${sum} ms, ${lane[spent]} ms`,
        );
      }
    }
  }
});

/** The milliseconds that a trace has of one kind of span in one lane of one run, the server's process included. */
function tracedSum(trace: string, title: string, lane: string, kind: string): number {
  const events: TraceEvent[] = JSON.parse(trace).traceEvents;
  const named = (what: string, name: string): TraceEvent[] =>
    events.filter((event) => event.name === what && event.args.name === name);
  const pids = [title, `${title}: server`].flatMap((name) =>
    named('process_name', name).map(({ pid }) => pid),
  );
  const threads = named('thread_name', lane).filter(({ pid }) => pids.includes(pid));
  return events
    .filter(
      ({ ph, cat, pid, tid }) =>
        ph === 'X' && cat === kind && threads.some((of) => of.pid === pid && of.tid === tid),
    )
    .reduce((sum, { dur }) => sum + dur / 1000, 0);
}

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
