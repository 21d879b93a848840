import type { SlotNews, SlotOptions, SlotRun } from '../engines/engine.ts';
import { onAbort } from '../platform/on-abort.ts';
import type { Computation } from './computation.ts';
import type { Plan } from './options.ts';

/**
 * How a computation is driven: `sum` and `sample` go straight to its end, while a caller's own loop asks for every
 * step.
 */
export type Driver = 'end' | 'steps';

/** How a plan's job is computed in slots. Pauses are reported only if somebody listens. */
export function slotOptions(plan: Plan, driver: Driver): SlotOptions {
  const { concurrency, allotment, chunkBlocks, onProgress, onPause, onChunk } = plan;
  const steps = driver === 'steps';
  return {
    concurrency,
    allotment,
    chunkBlocks,
    pauses: steps || onProgress !== undefined || onPause !== undefined,
    spans: onChunk !== undefined,
    waits: steps,
  };
}

/** Whether anybody listens to a job before its end. If not, it needs no chunk loop. */
export function isHeard({ onProgress, onPause, onChunk }: Plan): boolean {
  return onProgress !== undefined || onPause !== undefined || onChunk !== undefined;
}

/** A job's answer, if nobody listens before its end: few objects, since thousands of such jobs may wait. */
export function answerOf<T>(run: SlotRun<T>, { signal }: Plan): Promise<T> {
  return signal === undefined ? run.next().then(answerIn) : answerUnlessAborted(run, signal);
}

async function answerUnlessAborted<T>(run: SlotRun<T>, signal: AbortSignal): Promise<T> {
  const ignore = onAbort(signal, () => run.cancel());
  try {
    return answerIn(await run.next());
  } finally {
    ignore();
    // The caller's reason comes before the engine's message.
    signal.throwIfAborted();
  }
}

function answerIn<T>({ answer }: SlotNews<T>): T {
  if (answer === undefined) {
    throw new Error('There is no answer before the end.');
  }
  return answer;
}

/** A computation off the event loop, with its answer at the end. */
export interface SlotComputation<T> extends Computation {
  answer(): T;
}

/**
 * A job that crosses to the slots once. An abort ends it there, and then the awaited news rejects. It listens to the
 * signal only while news is awaited: whoever asks for no more would leave the listener on a signal that lives on.
 */
export function inSlots<T>(run: SlotRun<T>, samples: number, plan: Plan): SlotComputation<T> {
  const { signal, onChunk } = plan;
  let news: ReturnType<SlotRun<T>['next']> | undefined;
  let answer: T | undefined;
  let began = false;
  return {
    samples,
    async work() {
      began = true;
      news = run.next();
      const ignore = onAbort(signal, () => run.cancel());
      const { samplesDone, spans, answer: found } = await news.finally(ignore);
      news = undefined;
      answer = found;
      for (const span of spans) {
        onChunk?.(span);
      }
      // The last piece is done a moment before the end is reported.
      return answer === undefined ? Math.min(samplesDone, samples - 1) : samples;
    },
    async end() {
      if (answer === undefined && began) {
        run.cancel();
        // It has ended when its news rejects, or has the end.
        await (news ?? run.next()).catch(() => {});
      }
    },
    answer() {
      if (answer === undefined) {
        throw new Error('There is no answer before the end.');
      }
      return answer;
    },
  };
}
