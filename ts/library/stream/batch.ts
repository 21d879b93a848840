/** The words of some samples, and what is made of them: short arrays, which stay in the L1 cache. */
import { BATCH_STEPS } from './lanes.ts';
import { MAX_WORDS } from './stream.ts';

/** What an attempt at the first samples of a batch reads and writes. */
export interface Batch {
  /** The lower and the upper halves of each word, by the word's number m. */
  readonly low: readonly Int32Array[];
  readonly high: readonly Int32Array[];
  /** The normals of pairs. */
  readonly normals: Float64Array;
  /** What the stage before made. */
  readonly before: Float64Array;
  /** Of samples that are rows: the place of each in its row. */
  readonly places: Int32Array;
  /** The samples: a rejected one, too, has a value, in case no attempt is left. */
  readonly out: Float64Array;
  /** What a rule makes beside each sample, for rows. */
  readonly beside: Float64Array;
  /** The indices of the samples that were rejected. */
  readonly rejected: Int32Array;
}

/** The words of later attempts begin with a pair's two. */
const WORDS = MAX_WORDS + 1;

export function newBatch(): Batch {
  const halves = (): Int32Array[] => Array.from({ length: WORDS }, () => new Int32Array(2 * BATCH_STEPS));
  return {
    low: halves(),
    high: halves(),
    normals: new Float64Array(2 * BATCH_STEPS),
    before: new Float64Array(BATCH_STEPS),
    places: new Int32Array(BATCH_STEPS),
    out: new Float64Array(BATCH_STEPS),
    beside: new Float64Array(BATCH_STEPS),
    rejected: new Int32Array(BATCH_STEPS),
  };
}
