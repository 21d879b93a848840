import type { ChunkEvent } from '../library/engines/engine.ts';
import type { PauseEvent } from '../library/jobs/events.ts';
import type { RequestEvent } from '../service/events.ts';
import { formatCount } from '../text/format.ts';
import type { Instant, InstantName, Lane, LoopDelayPoint, Span, SpanKind, Timeline } from './timeline.ts';

const REQUEST: Lane = { id: 'request', name: 'server_request', process: 'client' };
const MAIN: Lane = { id: 'main', name: 'main thread', process: 'client' };
const READS: Lane = { id: 'reads', name: 'file reads', process: 'client' };
const SERVER: Lane = { id: 'server', name: 'server', process: 'server' };

/** The lane of a slot, which people count from 1. */
function slotLane(slot: number): Lane {
  return { id: `slot-${slot}`, name: `slot ${slot + 1}`, process: 'client' };
}

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
  /** How many slots there are at least: one more than the highest that was heard of. */
  #slots = 0;
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
    const lane = slot === undefined ? MAIN : slotLane(slot);
    this.#slots = Math.max(this.#slots, (slot ?? -1) + 1);
    const name = `${formatCount(samples)} samples`;
    if (started > queued) {
      this.#span(lane, 'waiting', 'for a thread', queued, started);
    }
    this.#span(lane, 'computing', name, started, ended);
  };

  /** Hears of a pause that is over. */
  readonly onPause = ({ paused, resumed }: PauseEvent): void => {
    this.#instant(MAIN, 'pause', paused);
    this.#span(MAIN, 'paused', 'uniform_sum', paused, resumed);
    this.#instant(MAIN, 'resume', resumed);
  };

  /** Hears what happens to the request. */
  readonly onRequest = ({ type, at }: RequestEvent): void => {
    if (type === 'connecting') {
      this.#requested = at;
    }
    if (type === 'answered' && this.#requested !== undefined) {
      this.#span(REQUEST, 'waiting', 'for the answer', this.#requested, at);
      this.#instant(REQUEST, 'answer', at);
    }
  };

  /** Hears what the server says of the connection. */
  readonly onServer = ({ type, at }: ServerMoment): void => {
    if (type === 'accepted') {
      this.#accepted = at;
    } else if (type === 'started') {
      this.#started = at;
      this.#span(SERVER, 'waiting', 'for its turn', this.#accepted ?? at, at);
    } else {
      this.#span(SERVER, 'computing', 'gaussian_sum', this.#started ?? at, at);
      this.#instant(SERVER, 'answer', at);
    }
  };

  /** Hears of a file read that is over. */
  readonly onRead = (start: number, end: number): void => {
    this.#span(READS, 'waiting', 'for a file', start, end);
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

  /** What was heard until the stop, under the names that the caller gives it. */
  timeline(names: Pick<Timeline, 'id' | 'group' | 'title'>): Timeline {
    this.stop();
    const duration = this.#stopped! - this.#began;
    const spans = this.#spans
      .filter(({ start }) => start < duration)
      .map((span) => ({ ...span, end: Math.min(span.end, duration) }));
    return {
      ...names,
      duration,
      lanes: this.#lanesOf(spans),
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
    this.#instant(MAIN, 'abort', performance.now());
  };

  #span(lane: Lane, kind: SpanKind, name: string, start: number, end: number): void {
    this.#spans.push({ lane: lane.id, kind, name, start: start - this.#began, end: end - this.#began });
  }

  #instant(lane: Lane, name: InstantName, at: number): void {
    this.#instants.push({ lane: lane.id, name, at: at - this.#began });
  }

  /** The lanes that did something, in the order in which they are shown. */
  #lanesOf(spans: readonly Span[]): Lane[] {
    const used = new Set(spans.map(({ lane }) => lane));
    const slots = Array.from({ length: this.#slots }, (_, slot) => slotLane(slot));
    return [REQUEST, MAIN, ...slots, READS, SERVER].filter(({ id }) => used.has(id));
  }
}
