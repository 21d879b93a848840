/** How far a job is, reported at every pause and at the end. */
export interface Progress {
  /** Samples done so far. */
  readonly samplesDone: number;
  /** Samples of the whole job. */
  readonly samples: number;
  /** Milliseconds since the job began. */
  readonly elapsed: number;
  /** Milliseconds since the job began or last resumed after a pause. */
  readonly worked: number;
}

/** A finished pause. Times are in milliseconds on the clock of `performance.now()`. */
export interface PauseEvent {
  readonly paused: number;
  readonly resumed: number;
}
