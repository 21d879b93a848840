/** The executor: whatever is made of a job's samples goes through it. */
import type { News, Run } from '../engines/engine.ts';
import { nextTurn, now } from '../platform/loop.ts';
import { shortly } from '../platform/loop-budget.ts';
import { onAbort } from '../platform/on-abort.ts';
import type { ChunkSizer } from './chunk-size.ts';
import type { Progress } from './events.ts';
import { onLoop } from './on-loop.ts';
import type { Plan } from './options.ts';
import { isSmall } from './small.ts';
import type { Work } from './work.ts';

/** Where work is within its job, if the job is executed in several parts. */
export interface JobOffset {
  /** When the job began. */
  readonly began: number;
  /** Samples of the job before this part. */
  readonly samplesBefore: number;
  /** The speed as measured in the parts before. */
  readonly sizer: ChunkSizer;
}

/**
 * Executes work as its plan says: at once if it is small, in slots, in turns with the event loop, or blocking it. Listeners
 * are told at every pause and at the end. If it rejects, with the signal's reason or an error, nothing computes it any more.
 */
export function execute<T, A>(work: Work<T, A>, plan: Plan, offset?: JobOffset): Promise<T> {
  return promised(() => start(work, plan, offset));
}

function start<T, A>(work: Work<T, A>, plan: Plan, offset: JobOffset | undefined): T | Promise<T> {
  plan.signal?.throwIfAborted();
  return isSmall(work.job, plan)
    ? shortly(() => executeSmall(work, plan))
    : new Execution(work, plan, false, offset).toTheEnd();
}

/** Executes work for a loop of the caller's: yields at every pause, and continues when asked. `return` ends it. */
export async function* executeInSteps<T, A>(
  work: Work<T, A>,
  plan: Plan,
): AsyncGenerator<Progress, { readonly progress: Progress; readonly result: T }, void> {
  plan.signal?.throwIfAborted();
  const execution = new Execution(work, plan, true);
  try {
    while (!execution.hear(await execution.news())) {
      if (plan.mode !== 'blocking') {
        yield execution.progress!;
      }
      await execution.resume();
    }
    return { progress: execution.progress!, result: execution.result() };
  } finally {
    await execution.end();
  }
}

/** Executes work on this thread, without a pause. */
export function executeSync<T>(work: Work<T>): T {
  if (work.range.samples > 0) {
    work.compute(work.range);
  }
  return work.result();
}

function executeSmall<T>(work: Work<T>, { signal, onChunk, onProgress }: Plan): T {
  signal?.throwIfAborted();
  const began = now();
  work.compute(work.range);
  if (onChunk !== undefined || onProgress !== undefined) {
    const ended = now();
    const { samples } = work.range;
    onChunk?.({ samples, queued: began, started: began, ended });
    onProgress?.({ samplesDone: samples, samples, elapsed: ended - began, worked: ended - began });
  }
  return work.result();
}

/** Work that is being computed, step by step. */
class Execution<T, A> {
  readonly #work: Work<T, A>;
  readonly #plan: Plan;
  readonly #run: Run<A>;
  readonly #offset: JobOffset | undefined;
  readonly #began: number;
  #resumed: number;
  #paused = 0;
  #answer: A | undefined;
  /** Whether nothing computes it any more. */
  #ended = false;
  /** At the last pause, or at the end. */
  progress: Progress | undefined;

  /** `inSteps` says whether its caller asks for every step, and may ask for no more. */
  constructor(work: Work<T, A>, plan: Plan, inSteps: boolean, offset?: JobOffset) {
    this.#work = work;
    this.#plan = plan;
    this.#offset = offset;
    this.#resumed = now();
    this.#began = offset?.began ?? this.#resumed;
    const { slots, concurrency, allotment, chunkBlocks, onProgress, onPause, onChunk } = plan;
    this.#run =
      slots === undefined
        ? onLoop(work, plan, offset?.sizer)
        : work.begin(slots, {
            concurrency,
            allotment,
            chunkBlocks,
            pauses: inSteps || onProgress !== undefined || onPause !== undefined,
            chunks: onChunk !== undefined,
            waits: inSteps,
          });
  }

  /** Takes all steps, and resolves with the result. */
  toTheEnd(): Promise<T> {
    // The objects of an async function would stay as long as it waits for the first news, which may be all there is.
    return this.news().then((news) => this.#fromFirst(news));
  }

  async #fromFirst(first: News<A>): Promise<T> {
    try {
      for (let news = first; !this.hear(news); news = await this.news()) {
        await this.resume();
      }
      return this.result();
    } finally {
      await this.end();
    }
  }

  /** Waits for the next turn of the event loop, if it shares it, and says that the pause is over. */
  async resume(): Promise<void> {
    const { mode, signal, onPause } = this.#plan;
    if (mode === 'cooperative') {
      await new Promise<void>(nextTurn);
    }
    signal?.throwIfAborted();
    this.#resumed = now();
    if (mode !== 'blocking') {
      onPause?.({ paused: this.#paused, resumed: this.#resumed });
    }
  }

  /** Once the end is reached. */
  result(): T {
    return this.#work.result(this.#answer);
  }

  /** Ends it, however far it is, and waits until nothing computes it any more. */
  async end(): Promise<void> {
    if (!this.#ended) {
      this.#run.cancel();
      await this.#run.next().catch(() => {});
    }
  }

  /** Computes until the next pause, or to the end. */
  news(): Promise<News<A>> {
    // Unless there is news of a pause.
    this.#ended = true;
    const { signal } = this.#plan;
    const news = this.#run.next();
    return signal === undefined ? news : this.#unlessAborted(news, signal);
  }

  /** Listens to the signal only while news is awaited: whoever asks for no more would leave a listener on it. */
  async #unlessAborted(news: Promise<News<A>>, signal: AbortSignal): Promise<News<A>> {
    const ignore = onAbort(signal, () => this.#run.cancel());
    try {
      return await news;
    } catch (error) {
      // A cancelled run fails with the engine's message: the caller's reason comes first.
      signal.throwIfAborted();
      throw error;
    } finally {
      ignore();
    }
  }

  /** Tells the listeners. Returns whether it was the end. */
  hear({ samplesDone, chunks, answer }: News<A>): boolean {
    const { signal, onChunk, onProgress } = this.#plan;
    const { range, job } = this.#work;
    this.#ended = samplesDone === range.samples;
    this.#answer = answer;
    this.#paused = now();
    this.progress = {
      samplesDone: (this.#offset?.samplesBefore ?? 0) + samplesDone,
      samples: job.samples,
      elapsed: this.#paused - this.#began,
      worked: this.#paused - this.#resumed,
    };
    for (const chunk of chunks) {
      onChunk?.(chunk);
    }
    signal?.throwIfAborted();
    onProgress?.(this.progress);
    return this.#ended;
  }
}

/** What a function returns or throws, as a promise. An async function's objects would stay as long as it waits. */
export function promised<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return Promise.resolve(make());
  } catch (error) {
    return Promise.reject(error);
  }
}
