import { packageVersion } from '../library/platform/version.ts';
import { fullTitleOf, type LaneProcess, type LoopDelayPoint, type Timeline } from './timeline.ts';

/** An event of the Trace Event Format. */
type TraceEvent = Readonly<{
  name: string;
  /** The phase: what sort of event it is. */
  ph: 'X' | 'i' | 'C' | 'M';
  pid: number;
  tid: number;
  /** In microseconds, as is `dur`. Only the names of processes and threads have no time. */
  ts?: number;
  dur?: number;
  cat?: string;
  /** The scope of an instant: its thread. */
  s?: 't';
  args: Readonly<Record<string, string | number>>;
}>;

/** The process and thread of a lane's events. */
interface Place {
  readonly pid: number;
  readonly tid: number;
}

/**
 * Timelines as a trace in the Trace Event Format, which Perfetto (https://ui.perfetto.dev) and chrome://tracing
 * open. A timeline is two processes, this one and the server's, and a lane is a thread. All begin at 0, so that
 * they can be compared.
 */
export function renderTrace(timelines: readonly Timeline[]): string {
  const ids = counter();
  const events = timelines.flatMap((timeline) => [
    ...processOf(timeline, 'client', fullTitleOf(timeline), ids),
    ...processOf(timeline, 'server', `${fullTitleOf(timeline)}: server`, ids),
  ]);
  // Sorting is stable: events without a time come first, and a span comes before the instant at which it starts.
  events.sort((a, b) => (a.ts ?? -1) - (b.ts ?? -1));
  return JSON.stringify({
    traceEvents: events,
    displayTimeUnit: 'ms',
    otherData: {
      producer: `offloop ${packageVersion()}`,
      runs: timelines.map((timeline) => ({
        title: fullTitleOf(timeline),
        milliseconds: milliseconds(timeline.duration),
      })),
    },
  });
}

/** Numbers from 1: Perfetto identifies a thread only by its number, so no two processes may share one. */
function counter(): () => number {
  let last = 0;
  return () => ++last;
}

/** The events of one of a timeline's processes. A server without lanes has none. */
function processOf(timeline: Timeline, process: LaneProcess, title: string, ids: () => number): TraceEvent[] {
  const lanes = timeline.lanes.filter((lane) => lane.process === process);
  if (process === 'server' && lanes.length === 0) {
    return [];
  }
  const pid = ids();
  // Events of the whole process belong to its main thread, which has the process's number, as on Linux.
  const loop = { pid, tid: pid };
  const threads = lanes.map(({ id, name }) => ({ id, name, place: { pid, tid: ids() } }));
  return [
    meta('process_name', loop, { name: title }),
    meta('process_sort_index', loop, { sort_index: pid }),
    ...threads.flatMap(({ name, place }) => [
      meta('thread_name', place, { name }),
      meta('thread_sort_index', place, { sort_index: place.tid }),
    ]),
    ...threads.flatMap(({ id, place }) => [
      ...spansOf(timeline, id, place),
      ...instantsOf(timeline, id, place),
    ]),
    ...(process === 'client' ? delaysOf(timeline, loop) : []),
  ];
}

function meta(name: string, place: Place, args: TraceEvent['args']): TraceEvent {
  return { name, ph: 'M', ...place, args };
}

/** A lane's spans. Rounding errors must not make one begin before the last has ended. */
function spansOf({ spans }: Timeline, lane: string, place: Place): TraceEvent[] {
  let free = 0;
  return spans
    .filter((span) => span.lane === lane)
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ name, kind, start, end }) => {
      const ts = Math.max(free, microseconds(start));
      free = Math.max(ts, microseconds(end));
      const args = { milliseconds: milliseconds(end - start) };
      return { name, cat: kind, ph: 'X', ...place, ts, dur: free - ts, args };
    });
}

function instantsOf({ instants }: Timeline, lane: string, place: Place): TraceEvent[] {
  return instants
    .filter((instant) => instant.lane === lane)
    .map(({ name, at }) => {
      const args = { milliseconds: milliseconds(at) };
      return { name, cat: 'instant', ph: 'i', s: 't', ...place, ts: microseconds(at), args };
    });
}

/** A late look at the event loop stands for the whole time it was late, as in the text. */
function delaysOf({ loopDelay, duration }: Timeline, place: Place): TraceEvent[] {
  const point = ({ at, delay }: LoopDelayPoint): TraceEvent => ({
    name: 'event loop delay',
    cat: 'loop',
    ph: 'C',
    ...place,
    ts: microseconds(at - delay),
    args: { ms: milliseconds(delay) },
  });
  if (loopDelay.length === 0) {
    return [];
  }
  // A counter keeps its last value until the trace ends, and a longer timeline may be in the same trace.
  return [...loopDelay.map(point), point({ at: duration, delay: 0 })];
}

/**
 * Milliseconds as microseconds, to the nearest 1/1024. Perfetto truncates `ts` and `dur` to whole nanoseconds, and
 * drops a span that then overlaps another: with decimal fractions, which are not exact in binary, it loses one in a
 * hundred. With these, `ts + dur` is exact, and so is the next span's `ts`.
 */
function microseconds(ms: number): number {
  return Math.max(0, Math.round(ms * 1000 * 1024) / 1024);
}

/** Milliseconds to the nearest nanosecond. */
function milliseconds(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
