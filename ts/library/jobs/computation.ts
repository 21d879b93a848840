/** A running job, wherever it is computed. The chunk loop (chunk-loop.ts) drives it. */
export interface Computation {
  /** Samples of the whole computation. */
  readonly samples: number;
  /** Computes until the allotment is spent, or to the end. Returns how many samples are done. */
  work(): Promise<number>;
  /** Ends it, however far it is, and waits until nothing computes it any more. */
  end(): Promise<void>;
}
