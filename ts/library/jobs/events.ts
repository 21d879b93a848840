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

/**
 * A stretch of time in which samples of a job were computed: a chunk on the event loop, or what a slot did until it
 * paused or left. Times are in milliseconds on the clock of `performance.now()`.
 */
export interface ChunkEvent {
  readonly samples: number;
  /** The number of the slot that computed, from 0; absent on the event loop. */
  readonly slot?: number;
  /** When the job asked for the slot; the same as `started` on the event loop. */
  readonly queued: number;
  /** When its thread started. */
  readonly started: number;
  /** When it was done. */
  readonly ended: number;
}

/** A finished pause. Times are in milliseconds on the clock of `performance.now()`. */
export interface PauseEvent {
  readonly paused: number;
  readonly resumed: number;
}
