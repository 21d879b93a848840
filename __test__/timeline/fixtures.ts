import { formatDuration } from '../../ts/text/format.ts';
import {
  fullTitleOf,
  type Instant,
  type Lane,
  latestOf,
  type Span,
  type Timeline,
} from '../../ts/timeline/timeline.ts';

const REQUEST: Lane = { id: 'request', name: 'server_request', process: 'client' };
const MAIN: Lane = { id: 'main', name: 'main thread', process: 'client' };
const SLOT: Lane = { id: 'slot-0', name: 'slot 1', process: 'client' };
const SERVER: Lane = { id: 'server', name: 'server', process: 'server' };

/** The names of a timeline that has no group. */
export function named(title: string): Pick<Timeline, 'id' | 'group' | 'title'> {
  return { id: title, group: '', title };
}

/** One task after the other: the request, and then chunks of 10 ms with pauses between them. */
export const serial: Timeline = {
  id: 'typescript-serial',
  group: 'typescript',
  title: 'serial',
  duration: 101,
  lanes: [REQUEST, MAIN, SERVER],
  spans: [
    { lane: SERVER.id, kind: 'waiting', name: 'for its turn', start: 2, end: 3 },
    { lane: SERVER.id, kind: 'computing', name: 'gaussian_sum', start: 3, end: 39 },
    { lane: REQUEST.id, kind: 'waiting', name: 'for the answer', start: 1, end: 40 },
    ...chunks(MAIN.id, 40, 5),
  ],
  instants: [
    { lane: SERVER.id, name: 'answer', at: 39 },
    { lane: REQUEST.id, name: 'answer', at: 40 },
    ...pauses(40, 5),
  ],
  loopDelay: [
    { at: 10, delay: 0.08 },
    { at: 20, delay: 0.1 },
    { at: 30, delay: 0 },
    { at: 41, delay: 0.3 },
    { at: 62, delay: 11.5 },
    { at: 87, delay: 14.25 },
  ],
};

/** The same work with the request overlapped, and given up at the end. */
export const overlapped: Timeline = {
  id: 'typescript-cooperative',
  group: 'typescript',
  title: 'async, cooperative',
  duration: 62,
  lanes: [REQUEST, MAIN],
  spans: [
    ...chunks(MAIN.id, 0, 5),
    { lane: REQUEST.id, kind: 'waiting', name: 'for the answer', start: 10, end: 49 },
  ],
  instants: [
    ...pauses(0, 5),
    { lane: REQUEST.id, name: 'answer', at: 49 },
    { lane: MAIN.id, name: 'abort', at: 61 },
  ],
  loopDelay: [
    { at: 12, delay: 2.5 },
    { at: 36, delay: 13.5 },
  ],
};

/** The same work in so many chunks of a few microseconds, each of which waits for its thread. */
export function fine(chunkCount: number, title = 'chunks too fine'): Timeline {
  const spans: Span[] = [];
  const instants: Instant[] = [];
  let at = 0.01;
  for (let i = 0; i < chunkCount; i++) {
    const queued = at;
    const started = queued + 0.001 + (i % 3) / 1000;
    const ended = started + 0.0075 + (i % 7) / 10_000;
    spans.push({
      lane: SLOT.id,
      kind: 'waiting',
      name: `block ${i}: for a thread`,
      start: queued,
      end: started,
    });
    spans.push({ lane: SLOT.id, kind: 'computing', name: `block ${i}`, start: started, end: ended });
    at = ended + 0.0004;
    if (i % 4 === 3) {
      instants.push({ lane: MAIN.id, name: 'pause', at: ended });
      instants.push({ lane: MAIN.id, name: 'resume', at });
      spans.push({ lane: MAIN.id, kind: 'paused', name: 'uniform_sum', start: ended, end: at });
    }
  }
  return {
    id: `native-${title}`,
    group: 'native',
    title,
    duration: at,
    lanes: [MAIN, SLOT],
    spans,
    instants,
    loopDelay: Array.from({ length: Math.floor(at / 10) }, (_, i) => ({ at: 10 * (i + 1), delay: 0.05 })),
  };
}

/** One call that holds the event loop up for all of its time. */
export const blocking: Timeline = {
  id: 'native-blocking',
  group: 'native',
  title: 'one blocking call',
  duration: 21,
  lanes: [MAIN],
  spans: [{ lane: MAIN.id, kind: 'computing', name: 'blocks 0 to 1831', start: 0, end: 20 }],
  instants: [],
  loopDelay: [{ at: 20, delay: 10 }],
};

const timelines = [serial, overlapped, fine(1000), blocking];

/** All of them, as a page shows them. */
export const page = {
  title: 'Overlapping I/O with computation',
  verdict: [
    '10,000,000 samples were summed while a server was asked for a sum of its own.',
    'Overlapped, the work took 62.0ms where one task after the other took 101ms.',
    'Every way gave the same totals, to the last bit.',
  ],
  charts: [
    {
      title: 'native',
      bars: timelines.map(({ id, title, duration }) => ({
        name: title,
        timeline: id,
        least: duration * 0.9,
        median: duration,
        most: duration * 1.3,
      })),
    },
  ],
  conditions: ['A machine, a version, a day.'],
  table: {
    head: ['way', 'took', 'loop delay max'],
    rows: timelines.map((timeline) => ({
      timeline: timeline.id,
      cells: [fullTitleOf(timeline), formatDuration(timeline.duration), formatDuration(latestOf(timeline))],
    })),
  },
  timelines,
};

function chunks(lane: string, from: number, count: number): Span[] {
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const start = from + 12 * i;
    return [
      { lane, kind: 'computing', name: `blocks ${30 * i} to ${30 * i + 29}`, start, end: start + 10 },
      { lane, kind: 'paused', name: 'uniform_sum', start: start + 10, end: start + 12 },
    ] as const;
  });
}

function pauses(from: number, count: number): Instant[] {
  return Array.from({ length: count }, (_, i) => from + 12 * i).flatMap((start) => [
    { lane: MAIN.id, name: 'pause', at: start + 10 },
    { lane: MAIN.id, name: 'resume', at: start + 12 },
  ]);
}
