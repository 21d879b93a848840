/** What a lane is doing. */
export type SpanKind = 'computing' | 'waiting';

/** A stretch of time in which a lane did one thing. Times are in milliseconds on one clock. */
export interface Span {
  readonly lane: string;
  readonly kind: SpanKind;
  readonly start: number;
  readonly end: number;
}

/** The spans of one run. */
export interface Timeline {
  readonly title: string;
  readonly spans: readonly Span[];
}
