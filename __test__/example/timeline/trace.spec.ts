import test from 'ava';
import fc from 'fast-check';
import { Recorder } from '../../../ts/example/timeline/recorder.ts';
import { SPAN_KINDS, type Span, type Timeline, timesOf } from '../../../ts/example/timeline/timeline.ts';
import { renderTrace } from '../../../ts/example/timeline/trace.ts';
import { poolStats, sum } from '../../../ts/index.ts';
import { hasNative } from '../../engines.ts';
import { complaintsOf, type TraceEvent } from './trace-format.ts';

interface Trace {
  traceEvents: TraceEvent[];
  displayTimeUnit: unknown;
  otherData: unknown;
}

const traceOf = (text: string): Trace => JSON.parse(text) as Trace;

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
  .chain((lanes) => {
    const names = lanes.map(({ name }) => name);
    const instant = fc.record({
      lane: fc.constantFrom(...names, 'nobody'),
      name: fc.constantFrom('pause', 'resume', 'abort', 'answer'),
      at: time,
    });
    return fc.record({
      title: words,
      duration: time,
      lanes: fc.constant(lanes),
      spans: fc.tuple(...names.map(spansIn)).map((spans) => spans.flat()),
      instants: fc.array(
        instant.filter(({ lane }) => names.includes(lane)),
        { maxLength: names.length * 4 },
      ),
      loopDelay: fc.array(fc.record({ at: time, delay: length })),
    });
  }) as fc.Arbitrary<Timeline>;

const anyTimelines = fc.array(timelines, { maxLength: 3 });

/** A timeline's lanes with what the trace says of them, found by the names of processes and threads. */
function lanesIn(text: string, { title, lanes }: Timeline): { lane: string; events: TraceEvent[] }[] {
  const { traceEvents } = traceOf(text);
  const named = (what: string, name: string): TraceEvent[] =>
    traceEvents.filter((event) => event.name === what && event.args.name === name);
  return lanes.map(({ name, process }) => {
    const [pid] = named('process_name', process === 'client' ? title : `${title}: server`).map(
      ({ pid }) => pid,
    );
    const [tid] = named('thread_name', name)
      .filter((event) => event.pid === pid)
      .map(({ tid }) => tid);
    return { lane: name, events: traceEvents.filter((event) => event.ph !== 'M' && event.tid === tid) };
  });
}

/** Whether the trace has every span and instant, and sums that are right to a microsecond in a thousand spans. */
function tellsAll(text: string, timeline: Timeline): boolean {
  return lanesIn(text, timeline).every(({ lane, events }) => {
    const spans = events.filter(({ ph }) => ph === 'X');
    const own = timeline.spans.filter((span) => span.lane === lane);
    const times = timesOf(timeline, lane);
    return (
      sameNames(spans, own) &&
      sameNames(
        events.filter(({ ph }) => ph === 'i'),
        timeline.instants.filter((instant) => instant.lane === lane),
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
  fc.assert(fc.property(anyTimelines, (some) => complaintsOf(renderTrace(some)).length === 0));
  t.pass();
});

test('a trace tells all of a timeline', (t) => {
  fc.assert(fc.property(timelines, (timeline) => tellsAll(renderTrace([timeline]), timeline)));
  t.pass();
});

test('no number has an exponent', (t) => {
  // Of what a number is made of, in a text without texts.
  const numbers = (text: string): string => text.replaceAll(/"(\\.|[^"\\])*"/g, '');
  fc.assert(fc.property(anyTimelines, (some) => !/\de/i.test(numbers(renderTrace(some)))));
  t.pass();
});

test('a run with two slots becomes a sound trace, and its sums are those that are printed', async (t) => {
  const recorder = new Recorder();
  const { onChunk, onPause } = recorder;
  await sum(
    { distribution: 'gaussian', samples: 2e7, seed: 42n },
    { concurrency: 2, allotment: 2, onChunk, onPause },
  );
  const threaded = recorder.timeline('a run');
  const again = new Recorder();
  await sum(
    { distribution: 'uniform', samples: 5e6, seed: 42n },
    { engine: 'typescript', allotment: 2, onChunk: again.onChunk, onPause: again.onPause },
  );
  const cooperative = again.timeline('another');
  const text = renderTrace([threaded, cooperative]);
  t.deepEqual(complaintsOf(text), []);
  t.true(tellsAll(text, threaded));
  t.true(tellsAll(text, cooperative));
  const { traceEvents } = traceOf(text);
  const slots = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && /^slot/.test(String(args.name)),
  );
  t.is(slots.length, hasNative ? Math.min(2, poolStats().size) : 0);
  t.true(traceEvents.some(({ ph, name }) => ph === 'i' && name === 'pause'));
});

test('a timeline is two processes, its lanes are threads, and a late look at the loop began when it was due', (t) => {
  const timeline: Timeline = {
    title: 'serial',
    duration: 100,
    lanes: [
      { name: 'main thread', process: 'client' },
      { name: 'server', process: 'server' },
    ],
    spans: [
      { lane: 'server', kind: 'computing', name: 'gaussian_sum', start: 10, end: 20.5 },
      { lane: 'main thread', kind: 'computing', name: 'blocks 0 to 9', start: 0, end: 80 },
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

/** A trace with an event of every sort, two spans a lane, and two processes. */
const GOOD: Timeline = {
  title: 'good',
  duration: 50,
  lanes: [
    { name: 'main thread', process: 'client' },
    { name: 'server', process: 'server' },
  ],
  spans: ['main thread', 'server'].flatMap((lane) => [
    { lane, kind: 'waiting', name: 'first', start: 1, end: 11 },
    { lane, kind: 'computing', name: 'second', start: 11, end: 31 },
  ]),
  instants: [{ lane: 'server', name: 'answer', at: 31 }],
  loopDelay: [{ at: 20, delay: 0.5 }],
};

/** A way to break an event, whose sort it says, and what the validator must say of it. */
type Break = readonly [sort: string, what: RegExp, change: (event: Record<string, unknown>) => void];

const without =
  (field: string) =>
  (event: Record<string, unknown>): void => {
    delete event[field];
  };
const having =
  (field: string, ...values: unknown[]) =>
  (event: Record<string, unknown>): void => {
    event[field] = values[Number(event.tid) % values.length];
  };

const NO_TIME = [-1, '1', null, {}, -0.001];

const BREAKS: readonly Break[] = [
  ['XiCM', /name is not a text/, without('name')],
  ['XiCM', /name is not a text/, having('name', 1, '', null)],
  ['XiCM', /pid is not an integer/, without('pid')],
  ['XiCM', /pid is not an integer/, having('pid', 1.5, '1', -1, 2 ** 32)],
  ['XiCM', /tid is not an integer/, without('tid')],
  ['XiCM', /unknown phase/, without('ph')],
  ['XiCM', /unknown phase/, having('ph', 'x', '', 'XX', 5)],
  ['XiC', /cat is not a text/, having('cat', 1, [], null)],
  ['XiC', /args is not an object/, having('args', 1, [], 'x', null)],
  ['XiC', /ts is not a time/, without('ts')],
  ['XiCM', /ts is not a time/, having('ts', ...NO_TIME)],
  ['X', /dur is not the time/, without('dur')],
  ['X', /dur is not the time/, having('dur', ...NO_TIME)],
  ['iCM', /dur is not the time of a complete event/, having('dur', 5)],
  ['i', /s is no scope/, having('s', 'x', 1, '')],
  ['XCM', /s is no scope/, having('s', 't')],
  ['C', /a counter without a series/, without('args')],
  ['C', /a counter of what is no number/, having('args', { ms: '5' }, { ms: null }, { ms: 1, other: [] })],
  ['M', /unknown metadata/, having('name', 'thread_nom', 'toString')],
  ['M', /metadata without a sound/, without('args')],
  ['M', /metadata without a sound/, having('args', {}, { name: 1 }, { sort_index: 0.5 })],
  ['XiC', /not sorted/, having('ts', 1e9)],
  ['X', /overlaps/, having('dur', 1e6)],
  ['XiC', /no process \d+ process_name/, having('pid', 77)],
  ['Xi', /no thread \d+\/\d+ thread_name/, having('tid', 77)],
  ['X', /is of two processes/, (event) => having('tid', event.pid === 1 ? 4 : 2)(event)],
];

test('the validator accepts a good trace', (t) => {
  t.deepEqual(complaintsOf(renderTrace([GOOD])), []);
});

test('the validator refuses whatever is broken in an event', (t) => {
  const broken = fc.tuple(fc.constantFrom(...BREAKS), fc.nat());
  fc.assert(
    fc.property(broken, ([[sort, what, change], which]) => {
      const trace = traceOf(renderTrace([GOOD]));
      const events = trace.traceEvents.filter(({ ph }) => sort.includes(ph));
      // What comes last cannot be moved out of order, nor can a lane's last span reach into the next.
      const breakable = events.filter(
        (event) => !/overlaps|sorted/.test(what.source) || event.name === 'first',
      );
      change(breakable[which % breakable.length] as unknown as Record<string, unknown>);
      return complaintsOf(JSON.stringify(trace)).some((words) => what.test(words));
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test('the validator refuses what is broken between events', (t) => {
  const breaks: readonly (readonly [RegExp, (trace: Trace) => void])[] = [
    [/has two thread_name/, ({ traceEvents }) => traceEvents.unshift(traceEvents[2]!)],
    [/no process 1 process_name/, ({ traceEvents }) => traceEvents.splice(0, 1)],
    [/no thread 1\/2 thread_name/, ({ traceEvents }) => traceEvents.splice(2, 1)],
    [/not sorted/, ({ traceEvents }) => traceEvents.reverse()],
    [/traceEvents is not an array/, (trace) => Object.assign(trace, { traceEvents: {} })],
    [/displayTimeUnit/, (trace) => Object.assign(trace, { displayTimeUnit: 'us' })],
    [/otherData/, (trace) => Object.assign(trace, { otherData: [] })],
    [/event \d+: not an object/, ({ traceEvents }) => traceEvents.push(null as never)],
  ];
  for (const [what, change] of breaks) {
    const trace = traceOf(renderTrace([GOOD]));
    change(trace);
    const complaints = complaintsOf(JSON.stringify(trace));
    t.true(
      complaints.some((words) => what.test(words)),
      `${what}: ${complaints}`,
    );
  }
  t.regex(complaintsOf('{"traceEvents":[')[0]!, /not JSON/);
  t.regex(complaintsOf('[]')[0]!, /object form/);
});

test('spans that touch stay apart in Perfetto, which cuts decimal fractions off', (t) => {
  const edges = Array.from({ length: 1000 }, (_, i) => 1000 + i * 12_347);
  const touching = edges.slice(1).map((end, i) => ({ start: edges[i]!, end }));
  const spans = touching.map(({ start, end }) => ({ ...GOOD.spans[0]!, start: start / 1e6, end: end / 1e6 }));
  const trace = traceOf(renderTrace([{ ...GOOD, spans }]));
  t.deepEqual(complaintsOf(JSON.stringify(trace)), []);
  // The same nanoseconds as decimals: some of them come back as one less.
  const computing = trace.traceEvents.filter(({ ph }) => ph === 'X');
  touching.forEach(({ start, end }, i) => {
    Object.assign(computing[i]!, { ts: start / 1000, dur: (end - start) / 1000 });
  });
  t.regex(complaintsOf(JSON.stringify(trace)).join('\n'), /overlaps/);
});
