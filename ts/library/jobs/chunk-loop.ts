import { nextTurn, now } from '../platform/loop.ts';
import type { Computation } from './computation.ts';
import type { Progress } from './events.ts';
import type { Plan } from './options.ts';

/** Where a computation is within its job, when it is a part of one. */
export interface Part {
  /** When the job began. */
  readonly began: number;
  /** Samples of the job before this part. */
  readonly samplesBefore: number;
  /** Samples of the whole job. */
  readonly samples: number;
}

/**
 * The chunk loop: everything that runs a job asynchronously goes through it. It computes until the allotment is spent,
 * hands control back with its progress, and continues when asked. It returns the last progress. Ending it early
 * (`return`, an abort, an error) ends the computation and waits until nothing computes it any more.
 */
export async function* runChunks(
  computation: Computation,
  plan: Plan,
  part: Part = { began: now(), samplesBefore: 0, samples: computation.samples },
): AsyncGenerator<Progress, Progress, void> {
  const { signal, mode } = plan;
  let resumed = now();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const samplesDone = await computation.work();
      signal?.throwIfAborted();
      const paused = now();
      const progress = {
        samplesDone: part.samplesBefore + samplesDone,
        samples: part.samples,
        elapsed: paused - part.began,
        worked: paused - resumed,
      };
      plan.onProgress?.(progress);
      if (samplesDone === computation.samples) {
        return progress;
      }
      if (mode !== 'blocking') {
        yield progress;
      }
      if (mode === 'cooperative') {
        await new Promise<void>(nextTurn);
      }
      signal?.throwIfAborted();
      resumed = now();
      if (mode !== 'blocking') {
        plan.onPause?.({ paused, resumed });
      }
    }
  } catch (error) {
    // A cancelled computation fails with the engine's message; the caller's reason comes first.
    signal?.throwIfAborted();
    throw error;
  } finally {
    await computation.end();
  }
}

/** Runs a generator to its end and returns its result. */
export async function drive<T>(chunks: AsyncGenerator<unknown, T, void>): Promise<T> {
  for (;;) {
    const step = await chunks.next();
    if (step.done) {
      return step.value;
    }
  }
}
