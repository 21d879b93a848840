import { plainObject } from '../checks/arguments.ts';
import { chooseEngine } from '../engines/choose.ts';
import type { EngineName } from '../engines/engine.ts';
import { now } from '../platform/loop.ts';
import type { Range } from '../stream/stream.ts';
import { atOnce, isSmall } from './at-once.ts';
import { drive, runChunks } from './chunk-loop.ts';
import type { Computation } from './computation.ts';
import type { Progress } from './events.ts';
import { answerOf, type Driver, inSlots, isHeard, slotOptions } from './in-slots.ts';
import { type JobOptions, type SumJob, toJob } from './job.ts';
import { onLoop } from './on-loop.ts';
import { type Plan, type RunOptions, SYNC_KEYS, toPlan } from './options.ts';
import { type Total, toTotal } from './total.ts';

/**
 * The exact sum of a job's samples, computed off the event loop (or taking turns with it, see `mode`).
 *
 * The answer depends only on the job, never on the options.
 *
 * @throws {TypeError | RangeError} for a bad argument, before anything starts
 * @throws the signal's reason when it aborts
 * @throws {OffloopError} `OFFLOOP_NATIVE_UNAVAILABLE` when `engine: 'native'` cannot be loaded
 *
 * @example
 * const total = await sum({ distribution: 'normal', samples: 1e7, seed: 42n });
 * total.sum;   // a number
 * total.units; // the same exactly: a bigint in units of 2^-64
 */
export function sum(job: JobOptions, options?: RunOptions): Promise<Total> {
  // Not an async function: its objects would keep the garbage collector busy when thousands of sums wait.
  return promised(() => sumJob(toJob(job), toPlan(options)));
}

/** The same of a checked job and plan. */
export function sumJob(job: SumJob, plan: Plan): Promise<Total> {
  return promised(() => {
    plan.signal?.throwIfAborted();
    if (isSmall(job, plan)) {
      return atOnce(() => sumAtOnce(job, plan));
    }
    if (plan.mode === 'threadpool' && plan.engine.slots && !isHeard(plan)) {
      const run = plan.engine.slots.sum(job, job, slotOptions(plan, 'end'));
      return answerOf(run, plan).then((units) => toTotal(job, units));
    }
    return sumToTheEnd(job, plan);
  });
}

function sumAtOnce(job: SumJob, plan: Plan): Total {
  plan.signal?.throwIfAborted();
  const began = now();
  const total = toTotal(job, plan.engine.sum(job, job));
  tellOfSmall(job, plan, began);
  return total;
}

async function sumToTheEnd(job: SumJob, plan: Plan): Promise<Total> {
  const { computation, units } = startSum(job, plan, 'end');
  await drive(runChunks(computation, plan));
  return toTotal(job, units());
}

/** What a function returns or throws, as a promise. */
function promised<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return Promise.resolve(make());
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Tells listeners about a job that was computed in one go on the event loop. */
export function tellOfSmall({ samples }: Range, { onChunk, onProgress }: Plan, began: number): void {
  if (onChunk !== undefined || onProgress !== undefined) {
    const ended = now();
    onChunk?.({ samples, queued: began, started: began, ended });
    onProgress?.({ samplesDone: samples, samples, elapsed: ended - began, worked: ended - began });
  }
}

/**
 * The same, blocking the calling thread: about 0.1 to 1 ns per uniform sample with the native engine, 2 ns in
 * TypeScript.
 *
 * @throws {TypeError | RangeError} for a bad argument
 *
 * @example
 * sumSync({ distribution: 'uniform', samples: 1_000_000, seed: 42n }).sum; // 500039.46480943775
 */
export function sumSync(job: JobOptions, options: SyncOptions = {}): Total {
  const { engine } = plainObject('options', options, SYNC_KEYS);
  const checked = toJob(job);
  return toTotal(checked, chooseEngine(engine).sum(checked, checked));
}

/** How a blocking call computes. */
export interface SyncOptions {
  /**
   * The engine that computes. The environment variable `OFFLOOP_ENGINE` sets the default.
   * @default 'native' if it loads, else 'typescript'
   */
  engine?: EngineName | undefined;
}

/** Progress at a pause; at the end it has the total. */
export type SumProgress = Progress & { readonly total?: Total };

/**
 * The same, driven by your own loop: it computes for an allotment, yields its progress, and continues when asked for
 * more. The last progress has the `total`. `break` cancels the rest.
 *
 * @example
 * for await (const { samplesDone, samples, total } of sumInChunks({ distribution: 'uniform', samples: 1e9 })) {
 *   console.log(`${samplesDone} of ${samples}`, total?.sum);
 * }
 */
export function sumInChunks(job: JobOptions, options?: RunOptions): AsyncGenerator<SumProgress, Total, void> {
  return sumJobInChunks(toJob(job), toPlan(options));
}

/** The same of a checked job and plan. */
export function sumJobInChunks(job: SumJob, plan: Plan): AsyncGenerator<SumProgress, Total, void> {
  return sumChunks(job, plan);
}

async function* sumChunks(job: SumJob, plan: Plan): AsyncGenerator<SumProgress, Total, void> {
  const { computation, units } = startSum(job, plan, 'steps');
  const last = yield* runChunks(computation, plan);
  const total = toTotal(job, units());
  yield { ...last, total };
  return total;
}

/** A running sum, and its units at the end. */
function startSum(
  job: SumJob,
  plan: Plan,
  driver: Driver,
): { computation: Computation; units: () => bigint } {
  const { engine, mode } = plan;
  if (mode === 'threadpool' && engine.slots) {
    const computation = inSlots(engine.slots.sum(job, job, slotOptions(plan, driver)), job.samples, plan);
    return { computation, units: computation.answer };
  }
  let units = 0n;
  const computation = onLoop(job, plan, (chunk) => {
    units += engine.sum(job, chunk);
  });
  return { computation, units: () => units };
}
