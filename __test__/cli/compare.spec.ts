import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { waysOf } from '../../ts/example/compare/ways.ts';
import { sumSync } from '../../ts/index.ts';
import { formatDuration } from '../../ts/text/format.ts';
import { engines as all } from '../engines.ts';

/** The engines that are compared. */
const engines = all.filter((engine) => engine !== 'wasm');

import { complaintsOf, type TraceEvent } from '../timeline/trace-format.ts';
import { run } from './run.ts';

test('compare runs both programs and every way with every engine, and finds the same totals', async (t) => {
  // Random seeds are as long as this one.
  const seed = 2n ** 64n - 2n;
  const args = [
    'compare',
    '--samples',
    '3e6',
    '--server-samples',
    '1e5',
    '--seed',
    `${seed}`,
    '--repeats',
    '2',
  ];
  const short = await run([...args, '--ascii']);
  t.is(short.code, 0, short.stderr);
  const lines = short.stdout.trimEnd().split('\n');
  t.true(lines.length <= 40 && lines.every((line) => line.length <= 80), short.stdout);
  t.regex(short.stdout, /^[ -~\n]+$/);
  t.true(lines.includes('Every engine and way gave the same totals, to the last bit.'));
  t.regex(short.stdout, /--- \w+: serial ---\n====== Done server_request\. total: -?\d/);

  const text = await run([...args, '--ascii', '--verbose', '--all']);
  t.is(text.code, 0, text.stderr);
  t.regex(text.stdout, /====== Done server_request\. total: -?\d+\.\d\d\. Ran for: [\d.]+(us|ms|s)\. ======/);
  t.regex(text.stdout, /====== Done uniform_sum\. total: \d+\.\d\d\. Ran for: [\d.]+(us|ms|s)\. ======/);
  t.regex(text.stdout, /Total time elapsed: [\d.]+(us|ms|s)\./);
  t.regex(text.stdout, /: ideal [\d.]+(us|ms|s)\./);
  t.regex(text.stdout, /main thread +[#.o ]+ {2}computing/);
  for (const engine of engines) {
    t.regex(text.stdout, new RegExp(`\\n {2}${engine}, medians of 2 +took +least +most +predicted +gain\\n`));
  }
  t.regex(text.stdout, /mistake: one blocking call/);
  t.true(
    text.stdout.split('\n').every((line) => line.length <= 80),
    text.stdout,
  );

  const { runs, ways, equal, verdict } = JSON.parse((await run([...args, '--json'])).stdout);
  t.true(equal);
  t.is(runs.length, engines.length);
  const units = String(sumSync({ distribution: 'uniform', samples: 3e6, seed }).units);
  const server = (stream: number) => sumSync({ distribution: 'normal', samples: 1e5, seed, stream }).sum;
  for (const { serial, async } of runs) {
    t.is(serial.compute.units, units);
    t.is(async.compute.units, units);
    t.is(serial.request.sum, server(0));
    t.is(async.request.sum, server(1));
  }
  t.deepEqual(
    ways.map(({ engine, id, label }: Record<string, string>) => ({ engine, id, label })),
    engines.flatMap((engine) => waysOf(engine).map(({ id, label }) => ({ engine, id, label }))),
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

test('compare says within 80 columns why there is no native engine', async (t) => {
  const args = ['compare', '--samples', '1e5', '--server-samples', '1e4', '--repeats', '1'];
  const { code, stdout, stderr } = await run(args, { NAPI_RS_NATIVE_LIBRARY_PATH: '/nowhere/addon.node' });
  t.is(code, 0, stderr);
  t.regex(stdout.replaceAll('\n', ' '), /'\/nowhere\/addon\.node': .*\. Only the TypeScript engine runs\. /);
  t.true(
    stdout.split('\n').every((line) => line.length <= 80),
    stdout,
  );
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
  const drawn = page.split('<figure ').slice(1);
  for (const [i, { label, engine, kind, lanes, wall, latest }] of ways.entries()) {
    const figure = drawn[i]!;
    t.true(figure.includes(`</h4> ${formatDuration(wall.median)}</div>`), 'the time that the chart has');
    t.true(figure.includes(`late by up to <b>${formatDuration(latest)}</b>`), "the verdict's lateness");
    const title = `${engine}: ${kind === 'mistake' ? 'mistake: ' : ''}${label}`;
    t.true(page.includes(`>${engine}${kind === 'mistake' ? ', mistakes' : ''}: ${label}<`), title);
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
