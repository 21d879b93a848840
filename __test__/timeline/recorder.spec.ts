import test from 'ava';
import { measureRun } from '../../ts/example/compare/measure.ts';
import { waysOf } from '../../ts/example/compare/ways.ts';
import { sum } from '../../ts/index.ts';
import { serve } from '../../ts/service/server.ts';
import { Recorder } from '../../ts/timeline/recorder.ts';
import { type Timeline, timesOf } from '../../ts/timeline/timeline.ts';
import { engines } from '../engines.ts';
import { named } from './fixtures.ts';

const JOB = { distribution: 'uniform', samples: 4e7, seed: 42n } as const;

/** What must be true of any timeline. */
function isSound({ duration, lanes, spans, instants, loopDelay }: Timeline): boolean {
  const ids = new Set(lanes.map(({ id }) => id));
  const inside = (at: number): boolean => at >= 0 && at <= duration;
  const disjoint = lanes.every(({ id }) => {
    const own = spans.filter(({ lane }) => lane === id).sort((a, b) => a.start - b.start);
    return own.every(({ start }, i) => i === 0 || start >= own[i - 1]!.end - 1e-6);
  });
  return (
    disjoint &&
    spans.every(({ lane, start, end }) => ids.has(lane) && inside(start) && inside(end) && start <= end) &&
    instants.every(({ lane, at }) => ids.has(lane) && inside(at)) &&
    loopDelay.every(({ at, delay }) => inside(at) && delay >= 0)
  );
}

for (const engine of engines) {
  for (const mode of ['blocking', 'cooperative', 'threadpool'] as const) {
    test(`a ${mode} run of ${engine} is recorded`, async (t) => {
      const recorder = new Recorder();
      let computed = 0;
      const onChunk = (chunk: Parameters<typeof recorder.onChunk>[0]): void => {
        computed += chunk.ended - chunk.started;
        recorder.onChunk(chunk);
      };
      await sum(JOB, { engine, mode, allotment: 1, onChunk, onPause: recorder.onPause });
      const timeline = recorder.timeline(named('a run'));
      t.true(isSound(timeline));
      const slots = timeline.lanes.filter(({ id }) => id.startsWith('slot-'));
      t.is(slots.length > 0, mode === 'threadpool');
      const computing = timeline.lanes.reduce((all, lane) => all + timesOf(timeline, lane).computing, 0);
      t.true(Math.abs(computing - computed) < 1e-6);
      const pauses = timeline.instants.filter(({ name }) => name === 'pause').length;
      t.is(pauses > 0, mode !== 'blocking');
      t.is(timeline.instants.filter(({ name }) => name === 'resume').length, pauses);
      if (mode === 'blocking') {
        const latest = Math.max(...timeline.loopDelay.map(({ delay }) => delay));
        t.true(latest > computing - 10 - 1, 'the loop was held up all the time but for its first beat');
      }
    });
  }
}

test('an abort is a moment of the timeline', async (t) => {
  const stop = new AbortController();
  const recorder = new Recorder(stop.signal);
  const run = sum({ ...JOB, samples: 1e13 }, { signal: stop.signal, onChunk: recorder.onChunk });
  setTimeout(() => stop.abort(), 30);
  await t.throwsAsync(run, { any: true });
  const timeline = recorder.timeline(named('stopped'));
  t.deepEqual(
    timeline.instants.map(({ name }) => name),
    ['abort'],
  );
});

test('every way is measured: the request, the server, the loop and file reads', async (t) => {
  const server = await serve({ port: 0, samples: 1e6, seed: 1 });
  const units = new Set<bigint>();
  for (const way of engines.flatMap(waysOf)) {
    // This server is in the same process: it tells nothing.
    const run = await measureRun(
      way,
      { samples: JOB.samples, seed: JOB.seed, port: server.port },
      async () => {},
    );
    const request = run.timeline.lanes.find(({ id }) => id === 'request')!;
    t.true(isSound(run.timeline), way.id);
    t.true(run.timeline.lanes.some(({ id }) => id === 'reads'));
    t.true(run.longestRead > 0);
    t.true(run.loopDelay.max >= run.loopDelay.p50);
    t.true(timesOf(run.timeline, request).waiting <= run.timeline.duration);
    units.add(run.result.compute.total.units);
    t.true(way.predict({ wait: 500, compute: 500, allotment: 10 }) >= 500 / 2);
  }
  t.is(units.size, 1);
  await server.close();
});
