import { formatDuration } from '../text/format.ts';

/** What a lane is doing. */
export type SpanKind = 'computing' | 'waiting' | 'paused';

/** Every kind of span, in the order in which a legend names them. */
export const SPAN_KINDS: readonly SpanKind[] = ['computing', 'waiting', 'paused'];

/** Whose thread a lane is: this process's, or the server's. */
export type LaneProcess = 'client' | 'server';

/** One who does one thing at a time: a thread, a slot of the pool, a connection. Its spans never overlap. */
export interface Lane {
  /** What spans and instants name it by: `slot-2`. No other lane of the timeline has it. */
  readonly id: string;
  /** What people call it: `slot 3`. */
  readonly name: string;
  readonly process: LaneProcess;
}

/** A stretch of time in which a lane did one thing. Times are milliseconds since the run began. */
export interface Span {
  /** The lane's id. */
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
  /** The lane's id. */
  readonly lane: string;
  readonly name: InstantName;
  readonly at: number;
}

/** How late the event loop was at a moment. Both in milliseconds, the moment since the run began. */
export interface LoopDelayPoint {
  readonly at: number;
  readonly delay: number;
}

/** What people call the event loop, beside the lanes. */
export const LOOP_NAME = 'event loop';

/** Who worked in a run, who waited, and what the event loop felt. */
export interface Timeline {
  /** What others name it by. No other timeline beside it has it. */
  readonly id: string;
  /** What it is shown together with, such as its engine. Empty for none. */
  readonly group: string;
  /** What people call it, within its group. */
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

/** A timeline's title where its group is not beside it: `native: serial`. */
export function fullTitleOf({ group, title }: Timeline): string {
  return group === '' ? title : `${group}: ${title}`;
}

/** How long a lane spent on each kind of thing, in milliseconds. */
export type LaneTimes = Readonly<Record<SpanKind, number>>;

/** The sums of a lane's spans: the figures that every rendering shows. */
export function timesOf({ spans }: Timeline, { id }: Lane): LaneTimes {
  const times = { computing: 0, waiting: 0, paused: 0 };
  for (const span of spans) {
    if (span.lane === id) {
      times[span.kind] += span.end - span.start;
    }
  }
  return times;
}

/** What a lane spent its time on, in words: `computing 25.1ms, waiting 3.20ms`. */
export function timesInWords(times: LaneTimes): string {
  return SPAN_KINDS.filter((kind) => times[kind] > 0)
    .map((kind) => `${kind} ${formatDuration(times[kind])}`)
    .join(', ');
}

/** The most that the event loop was late, in milliseconds. */
export function latestOf({ loopDelay }: Timeline): number {
  return loopDelay.reduce((most, { delay }) => Math.max(most, delay), 0);
}
