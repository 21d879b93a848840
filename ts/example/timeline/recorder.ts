import { formatCount } from '../../format.ts';
import type { ChunkEvent, PauseEvent } from '../../run/events.ts';
import type { RequestEvent } from '../../service/events.ts';
import type {
  Instant,
  InstantName,
  Lane,
  LaneProcess,
  LoopDelayPoint,
  Span,
  SpanKind,
  Timeline,
} from './timeline.ts';

/** The lanes that are not slots of the pool, by what they show. */
const LANES = {
  request: 'server_request',
  main: 'main thread',
  reads: 'file reads',
  server: 'server',
} as const;

/** What the server's process said of a connection. `at` is in milliseconds on this process's `performance.now()`. */
export interface ServerMoment {
  readonly type: 'accepted' | 'started' | 'answered';
  /** The connection's stream. */
  readonly stream: number;
  readonly at: number;
}

/** Milliseconds between two looks at how late the event loop is. */
const BEAT = 10;

/**
 * Records one run, from its making until it is stopped. Give its listeners to the run, the request and the
 * server, and take its timeline when the last of them has told all. It only listens: what it hears is put in
 * order when it is asked.
 */
export class Recorder {
  readonly #began = performance.now();
  readonly #spans: Span[] = [];
  readonly #instants: Instant[] = [];
  readonly #loopDelay: LoopDelayPoint[] = [];
  readonly #heart: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  /** When the next look at the loop should come. */
  #due: number;
  #stopped: number | undefined;
  #requested: number | undefined;
  #accepted: number | undefined;
  #started: number | undefined;

  /** The signal is the run's own: its abort is a moment of the timeline. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
    this.#due = this.#began + BEAT;
    this.#heart = setInterval(() => this.#beat(), BEAT).unref();
  }

  /** Hears of a chunk that has ended. */
  readonly onChunk = ({ samples, slot, queued, started, ended }: ChunkEvent): void => {
    const lane = slot === undefined ? LANES.main : slotLane(slot);
    const name = `${formatCount(samples)} samples`;
    if (started > queued) {
      this.#span(lane, 'waiting', 'for a thread', queued, started);
    }
    this.#span(lane, 'computing', name, started, ended);
  };

  /** Hears of a pause that is over. */
  readonly onPause = ({ paused, resumed }: PauseEvent): void => {
    this.#instant(LANES.main, 'pause', paused);
    this.#span(LANES.main, 'paused', 'uniform_sum', paused, resumed);
    this.#instant(LANES.main, 'resume', resumed);
  };

  /** Hears what happens to the request. */
  readonly onRequest = ({ type, at }: RequestEvent): void => {
    if (type === 'connecting') {
      this.#requested = at;
    }
    if (type === 'answered' && this.#requested !== undefined) {
      this.#span(LANES.request, 'waiting', 'for the answer', this.#requested, at);
      this.#instant(LANES.request, 'answer', at);
    }
  };

  /** Hears what the server says of the connection. */
  readonly onServer = ({ type, at }: ServerMoment): void => {
    if (type === 'accepted') {
      this.#accepted = at;
    } else if (type === 'started') {
      this.#started = at;
      this.#span(LANES.server, 'waiting', 'for its turn', this.#accepted ?? at, at);
    } else {
      this.#span(LANES.server, 'computing', 'gaussian_sum', this.#started ?? at, at);
      this.#instant(LANES.server, 'answer', at);
    }
  };

  /** Hears of a file read that is over. */
  readonly onRead = (start: number, end: number): void => {
    this.#span(LANES.reads, 'waiting', 'for a file', start, end);
  };

  /** The run is over. What began before may still be told. */
  stop(): void {
    if (this.#stopped !== undefined) {
      return;
    }
    clearInterval(this.#heart);
    // What holds the loop up at the end has kept this look from coming.
    this.#beat();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#stopped = performance.now();
  }

  /** What was heard until the stop. */
  timeline(title: string): Timeline {
    this.stop();
    const duration = this.#stopped! - this.#began;
    const spans = this.#spans
      .filter(({ start }) => start < duration)
      .map((span) => ({ ...span, end: Math.min(span.end, duration) }));
    return {
      title,
      duration,
      lanes: lanesOf(spans),
      spans,
      instants: this.#instants.filter(({ at }) => at <= duration),
      loopDelay: this.#loopDelay,
    };
  }

  #beat(): void {
    const now = performance.now();
    this.#loopDelay.push({ at: now - this.#began, delay: Math.max(0, now - this.#due) });
    this.#due = now + BEAT;
  }

  readonly #onAbort = (): void => {
    this.#instant(LANES.main, 'abort', performance.now());
  };

  #span(lane: string, kind: SpanKind, name: string, start: number, end: number): void {
    this.#spans.push({ lane, kind, name, start: start - this.#began, end: end - this.#began });
  }

  #instant(lane: string, name: InstantName, at: number): void {
    this.#instants.push({ lane, name, at: at - this.#began });
  }
}

function slotLane(slot: number): string {
  return `slot ${slot + 1}`;
}

/** The lanes that did something, in the order in which they are shown. */
function lanesOf(spans: readonly Span[]): Lane[] {
  const used = new Set(spans.map(({ lane }) => lane));
  const slots = [...used].filter((lane) => lane.startsWith('slot ')).sort(bySlot);
  const order = [LANES.request, LANES.main, ...slots, LANES.reads, LANES.server];
  return order.filter((name) => used.has(name)).map((name) => ({ name, process: processOf(name) }));
}

function bySlot(a: string, b: string): number {
  return Number(a.slice(5)) - Number(b.slice(5));
}

function processOf(lane: string): LaneProcess {
  return lane === LANES.server ? 'server' : 'client';
}
