import test from 'ava';
import fc from 'fast-check';
import { poolStats, sum } from '../../ts/index.ts';
import { Recorder } from '../../ts/timeline/recorder.ts';
import {
  fullTitleOf,
  type Lane,
  SPAN_KINDS,
  type Span,
  type Timeline,
  timesOf,
} from '../../ts/timeline/timeline.ts';
import { renderTrace } from '../../ts/timeline/trace.ts';
import { named } from './fixtures.ts';
import { complaintsOf, type TraceEvent, traceOf } from './trace-format.ts';

const time = fc.double({ min: 0, max: 2000, noNaN: true });
const length = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 500, noNaN: true }));
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

/** A lane's spans, one after the other, at times touching, at times overlapping by floating point's dust. */
function spansIn(lane: string): fc.Arbitrary<Span[]> {
  const piece = fc.record({
    kind: fc.constantFrom(...SPAN_KINDS),
    name: words,
    gap: fc.oneof(fc.constantFrom(0, -1e-9), length),
    length,
  });
  return fc.array(piece, { maxLength: 30 }).map((pieces) => {
    let at = 0;
    return pieces.map(({ kind, name, gap, length }) => {
      const start = Math.max(0, at + gap);
      at = Math.max(at, start + length);
      return { lane, kind, name, start, end: at };
    });
  });
}

const timelines: fc.Arbitrary<Timeline> = fc
  .uniqueArray(fc.record({ name: words, process: fc.constantFrom('client', 'server') }), {
    selector: ({ name }) => name,
    maxLength: 5,
  })
  .map((lanes) => lanes.map((lane, i) => ({ id: `lane-${i}`, ...lane })))
  .chain((lanes) => {
    const ids = lanes.map(({ id }) => id);
    const instant = fc.record({
      lane: fc.constantFrom(...ids, 'nobody'),
      name: fc.constantFrom('pause', 'resume', 'abort', 'answer'),
      at: time,
    });
    return fc.record({
      id: words,
      group: fc.constantFrom('', 'native', 'typescript'),
      title: words,
      duration: time,
      lanes: fc.constant(lanes),
      spans: fc.tuple(...ids.map(spansIn)).map((spans) => spans.flat()),
      instants: fc.array(
        instant.filter(({ lane }) => ids.includes(lane)),
        { maxLength: ids.length * 4 },
      ),
      loopDelay: fc.array(fc.record({ at: time, delay: length })),
    });
  }) as fc.Arbitrary<Timeline>;

const anyTimelines = fc.array(timelines, { maxLength: 3 });

/** A timeline's lanes with what the trace says of them, found by the names of processes and threads. */
function lanesIn(text: string, timeline: Timeline): { lane: Lane; events: TraceEvent[] }[] {
  const { traceEvents } = traceOf(text);
  const title = fullTitleOf(timeline);
  const called = (what: string, name: string): TraceEvent[] =>
    traceEvents.filter((event) => event.name === what && event.args.name === name);
  return timeline.lanes.map((lane) => {
    const [pid] = called('process_name', lane.process === 'client' ? title : `${title}: server`).map(
      ({ pid }) => pid,
    );
    const [tid] = called('thread_name', lane.name)
      .filter((event) => event.pid === pid)
      .map(({ tid }) => tid);
    return { lane, events: traceEvents.filter((event) => event.ph !== 'M' && event.tid === tid) };
  });
}

/** Whether the trace has every span and instant, and sums that are right to a microsecond in a thousand spans. */
function tellsAll(text: string, timeline: Timeline): boolean {
  return lanesIn(text, timeline).every(({ lane, events }) => {
    const spans = events.filter(({ ph }) => ph === 'X');
    const own = timeline.spans.filter((span) => span.lane === lane.id);
    const times = timesOf(timeline, lane);
    return (
      sameNames(spans, own) &&
      sameNames(
        events.filter(({ ph }) => ph === 'i'),
        timeline.instants.filter((instant) => instant.lane === lane.id),
      ) &&
      SPAN_KINDS.every((kind) => {
        const sum = spans.filter(({ cat }) => cat === kind).reduce((all, { dur }) => all + dur, 0);
        return Math.abs(sum - times[kind] * 1000) <= Math.max(1, own.length / 1000);
      })
    );
  });
}

function sameNames(some: readonly { name: string }[], others: readonly { name: string }[]): boolean {
  const sorted = (list: readonly { name: string }[]): string =>
    list
      .map(({ name }) => name)
      .sort()
      .join('\n');
  return sorted(some) === sorted(others);
}

test('any timeline becomes a sound trace', (t) => {
  t.notThrows(() =>
    fc.assert(fc.property(anyTimelines, (some) => complaintsOf(renderTrace(some)).length === 0)),
  );
});

test('a trace tells all of a timeline', (t) => {
  t.notThrows(() =>
    fc.assert(fc.property(timelines, (timeline) => tellsAll(renderTrace([timeline]), timeline))),
  );
});

test('no number has an exponent', (t) => {
  // Of what a number is made of, in a text without texts.
  const numbers = (text: string): string => text.replaceAll(/"(\\.|[^"\\])*"/g, '');
  t.notThrows(() => fc.assert(fc.property(anyTimelines, (some) => !/\de/i.test(numbers(renderTrace(some))))));
});

test('a run with two slots becomes a sound trace, and its sums are those that are printed', async (t) => {
  const recorder = new Recorder();
  const { onChunk, onPause } = recorder;
  await sum(
    { distribution: 'normal', samples: 2e7, seed: 42n },
    { concurrency: 2, allotment: 2, onChunk, onPause },
  );
  const threaded = recorder.timeline(named('a run'));
  const again = new Recorder();
  await sum(
    { distribution: 'uniform', samples: 5e6, seed: 42n },
    {
      engine: 'typescript',
      mode: 'cooperative',
      allotment: 2,
      onChunk: again.onChunk,
      onPause: again.onPause,
    },
  );
  const cooperative = again.timeline(named('another'));
  const text = renderTrace([threaded, cooperative]);
  t.deepEqual(complaintsOf(text), []);
  t.true(tellsAll(text, threaded));
  t.true(tellsAll(text, cooperative));
  const { traceEvents } = traceOf(text);
  const slots = threaded.lanes.filter(({ id }) => id.startsWith('slot-'));
  t.is(slots.length, Math.min(2, poolStats().size));
  t.true(traceEvents.some(({ ph, name }) => ph === 'i' && name === 'pause'));
});

test('a timeline is two processes, its lanes are threads, and a late look at the loop began when it was due', (t) => {
  const timeline: Timeline = {
    ...named('serial'),
    duration: 100,
    lanes: [
      { id: 'main', name: 'main thread', process: 'client' },
      { id: 'server', name: 'server', process: 'server' },
    ],
    spans: [
      { lane: 'server', kind: 'computing', name: 'gaussian_sum', start: 10, end: 20.5 },
      { lane: 'main', kind: 'computing', name: 'blocks 0 to 9', start: 0, end: 80 },
    ],
    instants: [{ lane: 'server', name: 'answer', at: 20.5 }],
    loopDelay: [{ at: 80, delay: 70 }],
  };
  const { traceEvents, displayTimeUnit } = traceOf(renderTrace([timeline]));
  t.is(displayTimeUnit, 'ms');
  t.deepEqual(
    traceEvents.filter(({ ph }) => ph === 'M').map(({ name, pid, tid, args }) => [name, pid, tid, args]),
    [
      ['process_name', 1, 1, { name: 'serial' }],
      ['process_sort_index', 1, 1, { sort_index: 1 }],
      ['thread_name', 1, 2, { name: 'main thread' }],
      ['thread_sort_index', 1, 2, { sort_index: 2 }],
      ['process_name', 3, 3, { name: 'serial: server' }],
      ['process_sort_index', 3, 3, { sort_index: 3 }],
      ['thread_name', 3, 4, { name: 'server' }],
      ['thread_sort_index', 3, 4, { sort_index: 4 }],
    ],
  );
  const [computing, late, serving, answer, end] = traceEvents.filter(({ ph }) => ph !== 'M');
  t.like(computing, { ph: 'X', name: 'blocks 0 to 9', cat: 'computing', tid: 2, ts: 0, dur: 80_000 });
  t.like(late, { ph: 'C', pid: 1, ts: 10_000, args: { ms: 70 } });
  t.like(serving, { ph: 'X', pid: 3, tid: 4, ts: 10_000, dur: 10_500, args: { milliseconds: 10.5 } });
  t.like(answer, { ph: 'i', s: 't', tid: 4, ts: 20_500 });
  t.like(end, { ph: 'C', pid: 1, ts: 100_000, args: { ms: 0 } });
});
