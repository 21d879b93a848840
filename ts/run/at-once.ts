import type { Engine } from '../engine/engine.ts';
import { BLOCK_SAMPLES, type Distribution, type Job } from '../job.ts';
import type { Plan } from './options.ts';

/** About what it costs to hand a job to another thread and to hear of its end, in milliseconds. */
const HANDOVER = 0.025;

/** The most milliseconds of small jobs in one turn of the event loop. */
const TURN = 1;

/** Samples by whose sum the speed is measured: some microseconds of them. */
const PROBE = 16_384;

/**
 * Whether a job for the thread pool is computed at once, on the event loop: when that takes less time, at the speed
 * measured, than handing it to another thread.
 */
export function isSmall(job: Job, plan: Plan): boolean {
  return (
    plan.mode === 'threadpool' &&
    job.samples <= BLOCK_SAMPLES &&
    job.samples * millisecondsPerSample(plan.engine, job.distribution) <= HANDOVER
  );
}

const measured = new Map<string, number>();

function millisecondsPerSample(engine: Engine, distribution: Distribution): number {
  const key = `${engine.name} ${distribution}`;
  let cost = measured.get(key);
  if (cost === undefined) {
    const time = (samples: number): number => {
      const began = performance.now();
      engine.sum({ distribution, seed: 0n, stream: 0 }, { start: 0, samples });
      return performance.now() - began;
    };
    time(PROBE); // the first call is slower than any other
    // What a call costs by itself is no part of a sample's cost.
    cost = Math.max(0, time(PROBE) - time(0)) / PROBE;
    measured.set(key, cost);
  }
  return cost;
}

let spent = 0;
const waiting: (() => void)[] = [];

/**
 * Computes something small on the event loop, now if this turn of the loop has time left for it, else in a later one,
 * in the order in which they came.
 */
export function atOnce<T>(compute: () => T): T | Promise<T> {
  if (waiting.length === 0 && spent < TURN) {
    if (spent === 0) {
      setImmediate(newTurn);
    }
    return timed(compute);
  }
  return new Promise((resolve, reject) => {
    waiting.push(() => {
      try {
        resolve(timed(compute));
      } catch (error) {
        reject(error);
      }
    });
  });
}

function timed<T>(compute: () => T): T {
  const began = performance.now();
  try {
    return compute();
  } finally {
    // What takes no time by the clock counts, too, or the turn would never be over.
    spent += Math.max(performance.now() - began, 1e-6);
  }
}

function newTurn(): void {
  spent = 0;
  let done = 0;
  while (done < waiting.length && spent < TURN) {
    waiting[done++]!();
  }
  waiting.splice(0, done);
  if (waiting.length > 0) {
    setImmediate(newTurn);
  } else {
    spent = 0;
  }
}
