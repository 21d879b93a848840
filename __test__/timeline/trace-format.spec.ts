import test from 'ava';
import fc from 'fast-check';
import type { Timeline } from '../../ts/timeline/timeline.ts';
import { renderTrace } from '../../ts/timeline/trace.ts';
import { named } from './fixtures.ts';
import { complaintsOf, type Trace, traceOf } from './trace-format.ts';

/** A trace with an event of every sort, two spans a lane, and two processes. */
const GOOD: Timeline = {
  ...named('good'),
  duration: 50,
  lanes: [
    { id: 'main', name: 'main thread', process: 'client' },
    { id: 'server', name: 'server', process: 'server' },
  ],
  spans: ['main', 'server'].flatMap((lane) => [
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
  t.notThrows(() =>
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
    ),
  );
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
