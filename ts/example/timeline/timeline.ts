/** What a lane is doing. */
export type SpanKind = 'computing' | 'waiting' | 'paused';

/** Every kind of span, in the order in which a legend names them. */
export const SPAN_KINDS: readonly SpanKind[] = ['computing', 'waiting', 'paused'];

/** Whose thread a lane is: this process's, or the server's. */
export type LaneProcess = 'client' | 'server';

/** One who does one thing at a time: a thread, a slot of the pool, a connection. Its spans never overlap. */
export interface Lane {
  readonly name: string;
  readonly process: LaneProcess;
}

/** A stretch of time in which a lane did one thing. Times are milliseconds since the run began. */
export interface Span {
  /** The lane's name. */
  readonly lane: string;
  readonly kind: SpanKind;
  /** What it was about, in a few words: `blocks 0 to 45`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What a moment was. */
export type InstantName = 'pause' | 'resume' | 'abort' | 'answer';

/** A moment in a lane, in milliseconds since the run began. */
export interface Instant {
  readonly lane: string;
  readonly name: InstantName;
  readonly at: number;
}

/** How late the event loop was at a moment. Both in milliseconds, the moment since the run began. */
export interface LoopDelayPoint {
  readonly at: number;
  readonly delay: number;
}

/** Who worked in a run, who waited, and what the event loop felt. */
export interface Timeline {
  readonly title: string;
  /** Milliseconds that the run took. */
  readonly duration: number;
  /** In the order in which they are shown. */
  readonly lanes: readonly Lane[];
  /** In the order in which they ended. */
  readonly spans: readonly Span[];
  readonly instants: readonly Instant[];
  readonly loopDelay: readonly LoopDelayPoint[];
}

/** How long a lane spent on each kind of thing, in milliseconds. */
export type LaneTimes = Readonly<Record<SpanKind, number>>;

/** The sums of a lane's spans: the figures that every rendering shows. */
export function timesOf({ spans }: Timeline, lane: string): LaneTimes {
  const times = { computing: 0, waiting: 0, paused: 0 };
  for (const span of spans) {
    if (span.lane === lane) {
      times[span.kind] += span.end - span.start;
    }
  }
  return times;
}
