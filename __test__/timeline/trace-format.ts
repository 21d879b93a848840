/**
 * A validator of the Trace Event Format, written from its specification ("Trace Event Format", a document by Google:
 * docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU) for the phases that a timeline needs, and
 * stricter where Perfetto is: it drops spans that overlap, reads whole nanoseconds, and names a thread by its number.
 */

type Fields = Record<string, unknown>;

/** What is wrong with a trace, in words; nothing when it is sound. */
export function complaintsOf(text: string): string[] {
  let trace: unknown;
  try {
    trace = JSON.parse(text);
  } catch (error) {
    return [`not JSON: ${(error as Error).message}`];
  }
  if (!isObject(trace)) {
    return ['not the object form'];
  }
  const { traceEvents, displayTimeUnit, otherData } = trace;
  const complaints: string[] = [];
  if (displayTimeUnit !== undefined && displayTimeUnit !== 'ms' && displayTimeUnit !== 'ns') {
    complaints.push('displayTimeUnit is neither ms nor ns');
  }
  if (otherData !== undefined && !isObject(otherData)) {
    complaints.push('otherData is not an object');
  }
  if (!Array.isArray(traceEvents)) {
    return [...complaints, 'traceEvents is not an array'];
  }
  const single = traceEvents.flatMap((event, i) => ofEvent(event).map((words) => `event ${i}: ${words}`));
  // What events are to each other can be told only of sound ones.
  const together = single.length > 0 ? [] : ofAll(traceEvents as TraceEvent[]);
  return [...complaints, ...single, ...together];
}

/** An event in which every field is sound. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  cat?: string;
  s?: string;
  args: Fields;
}

/** A trace of sound events. */
export interface Trace {
  traceEvents: TraceEvent[];
  displayTimeUnit: unknown;
  otherData: unknown;
}

export function traceOf(text: string): Trace {
  return JSON.parse(text) as Trace;
}

/** What each known metadata event carries. */
const METADATA = new Map<unknown, [argument: string, isSound: (value: unknown) => boolean]>([
  ['process_name', ['name', isText]],
  ['process_labels', ['labels', isText]],
  ['process_sort_index', ['sort_index', Number.isInteger]],
  ['thread_name', ['name', isText]],
  ['thread_sort_index', ['sort_index', Number.isInteger]],
]);

/** What is wrong with an event taken alone. */
function ofEvent(event: unknown): string[] {
  if (!isObject(event)) {
    return ['not an object'];
  }
  const { name, ph, pid, tid, ts, dur, cat, s, args } = event;
  const wrong: string[] = [];
  const check = (isSound: boolean, words: string): void => {
    if (!isSound) {
      wrong.push(words);
    }
  };
  check(isText(name), 'name is not a text');
  check(isId(pid), 'pid is not an integer of 32 bits');
  check(isId(tid), 'tid is not an integer of 32 bits');
  check(cat === undefined || typeof cat === 'string', 'cat is not a text');
  check(args === undefined || isObject(args), 'args is not an object');
  check(ph === 'M' ? ts === undefined || isTime(ts) : isTime(ts), 'ts is not a time');
  check(ph === 'X' ? isTime(dur) : dur === undefined, 'dur is not the time of a complete event');
  check(
    ph === 'i' ? s === undefined || 'gpt'.split('').includes(s as string) : s === undefined,
    's is no scope',
  );
  const values = isObject(args) ? args : {};
  switch (ph) {
    case 'X':
    case 'i':
      break;
    case 'C':
      check(Object.keys(values).length > 0, 'a counter without a series');
      check(Object.values(values).every(Number.isFinite), 'a counter of what is no number');
      break;
    case 'M': {
      const [argument, isSound] = METADATA.get(name) ?? [];
      check(argument !== undefined, 'unknown metadata');
      check(argument === undefined || isSound!(values[argument]), `metadata without a sound ${argument}`);
      break;
    }
    default:
      wrong.push(`unknown phase ${ph}`);
  }
  return wrong;
}

/** What is wrong between events. */
function ofAll(events: readonly TraceEvent[]): string[] {
  const timed = events.filter(({ ph }) => ph !== 'M');
  const unsorted = timed.some(({ ts }, i) => i > 0 && ts < timed[i - 1]!.ts);
  return [...(unsorted ? ['events are not sorted by ts'] : []), ...ofNames(events), ...ofThreads(events)];
}

/** Processes and the threads that do something are named, and once. */
function ofNames(events: readonly TraceEvent[]): string[] {
  const wrong: string[] = [];
  const named = new Set<string>();
  for (const { name, ph, pid, tid } of events) {
    if (ph === 'M') {
      const whose = name.startsWith('thread') ? `thread ${pid}/${tid}` : `process ${pid}`;
      if (named.has(`${whose} ${name}`)) {
        wrong.push(`${whose} has two ${name}`);
      }
      named.add(`${whose} ${name}`);
    }
  }
  const needed = new Set<string>();
  for (const { ph, pid, tid } of events) {
    needed.add(`process ${pid} process_name`);
    if (ph === 'X' || ph === 'i') {
      needed.add(`thread ${pid}/${tid} thread_name`);
    }
  }
  return [...wrong, ...[...needed].filter((name) => !named.has(name)).map((name) => `no ${name}`)];
}

/** A thread is of one process, and its spans are disjoint: as numbers, and in Perfetto's nanoseconds. */
function ofThreads(events: readonly TraceEvent[]): string[] {
  const wrong: string[] = [];
  const processes = new Map<number, number>();
  const threads = new Map<number, TraceEvent[]>();
  for (const event of events) {
    const { pid, tid } = event;
    if ((processes.get(tid) ?? pid) !== pid) {
      wrong.push(`thread ${tid} is of two processes`);
    }
    processes.set(tid, pid);
    if (event.ph === 'X') {
      const spans = threads.get(tid) ?? [];
      spans.push(event);
      threads.set(tid, spans);
    }
  }
  for (const [tid, spans] of threads) {
    spans.sort((a, b) => a.ts - b.ts || a.dur - b.dur);
    spans.slice(1).forEach(({ ts }, i) => {
      const before = spans[i]!;
      const gap = nanoseconds(ts) - (nanoseconds(before.ts) + nanoseconds(before.dur));
      if (ts < before.ts + before.dur || gap < 0) {
        wrong.push(`thread ${tid}: the span at ${ts} overlaps the one at ${before.ts}`);
      }
    });
  }
  return wrong;
}

/** As Perfetto reads microseconds (`CoerceToTs` in its JSON importer). */
function nanoseconds(microseconds: number): number {
  return Math.trunc(microseconds * 1000);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTime(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0;
}

function isId(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
