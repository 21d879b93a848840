import type { Run, SlotOptions, Slots } from '../engines/engine.ts';
import type { Range } from '../stream/stream.ts';
import type { Job } from './job.ts';

/** What is made of a job's samples, or of some of them: a total, or an array. The executor (execute.ts) runs it. */
export interface Work<T, Answer = unknown> {
  readonly job: Job;
  /** The samples to compute. */
  readonly range: Range;
  /** Computes some of them, the next ones in order, on this thread. */
  compute(chunk: Range): void;
  /** Has all of them computed in slots. */
  begin(slots: Slots, options: SlotOptions): Run<Answer>;
  /** What the caller gets, from what was computed on this thread or from the slots' answer. */
  result(answer?: Answer): T;
}
