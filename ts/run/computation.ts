/** A job on its way, wherever it is computed. The chunk loop (chunk-loop.ts) drives it. */
export interface Computation {
  /** Samples of it all. */
  readonly samples: number;
  /** Computes until the allotment is spent, or to the end. Gives how many samples are done. */
  work(): Promise<number>;
  /** Ends it, wherever it is, and waits until nothing computes it any more. */
  end(): Promise<void>;
}
