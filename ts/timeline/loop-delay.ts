import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from './statistics.ts';

/**
 * How long an event that arrives at a random moment waits for the event loop, in milliseconds. Each figure is accurate
 * to the meter's resolution of 4 ms, and a block of twice that or more is never reported as shorter.
 */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** The fraction of the time in which the loop did not wait for events, 0 to 1. */
  readonly utilization: number;
}

/** Measures the event loop from its start until it is stopped. */
export interface LoopDelayMeter {
  /** The delays since the start; the same when called again. Resolves after one more turn of the loop. */
  stop(): Promise<LoopDelay>;
}

/** Milliseconds between two ticks of the meter's timer. Ticks of 2 ms would cost a busy machine over 1 %. */
const RESOLUTION = 4;

/**
 * Starts a meter, and resolves when it is live. It uses Node's histogram of the gaps between a timer's ticks.
 *
 * Newer versions of Node can also sample each iteration of the loop (`samplePerIteration`), but then count a block by a
 * thread-pool callback only beyond the time until the next timer: they would miss the very blocks that a job in the
 * thread pool may cause.
 */
export async function startLoopDelay(): Promise<LoopDelayMeter> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  // The first tick records nothing: gaps are measured from it.
  await nextTick(histogram);
  const before = gapsOf(histogram);
  const began = performance.eventLoopUtilization();
  let felt: Promise<LoopDelay> | undefined;

  const stop = async (): Promise<LoopDelay> => {
    const { utilization } = performance.eventLoopUtilization(began);
    // A block that has just ended is in the gap that the next tick ends.
    await nextTick(histogram);
    histogram.disable();
    const gaps = gapsOf(histogram);
    for (const gap of before) {
      gaps.splice(gaps.indexOf(gap), 1);
    }
    return { ...feltIn(gaps, RESOLUTION), utilization };
  };
  return {
    stop() {
      felt ??= stop();
      return felt;
    },
  };
}

async function nextTick(histogram: IntervalHistogram): Promise<void> {
  const { count } = histogram;
  while (histogram.count === count) {
    await delay(1);
  }
}

/** All gaps that a histogram has recorded, in milliseconds. */
function gapsOf(histogram: IntervalHistogram): number[] {
  const { count } = histogram;
  // A percentage between those of two ranks belongs to the upper one, however it is rounded.
  return Array.from(
    { length: count },
    (_, rank) => histogram.percentile(((rank + 0.75) / count) * 100) / 1e6,
  );
}

/**
 * How long events would wait that arrive in every millisecond of these gaps between ticks, if an idle loop ticks every
 * `resolution` milliseconds.
 *
 * Counting the gaps themselves would make a one-second block one sample among many (nodejs/node#34661). A tick is
 * itself an event that arrives when it is due, and waits as long as it is late. So, on average, do the events that
 * arrive before it, about which nothing more is known, and those that arrive after it wait for the rest. But if a tick
 * is late by the resolution or more, the loop was blocked before the tick was due, perhaps for the whole gap.
 */
export function feltIn(gaps: readonly number[], resolution: number): Omit<LoopDelay, 'utilization'> {
  const waits: number[] = [];
  let max = 0;
  let at = 0;
  for (const gap of gaps) {
    const longest = gap < 2 * resolution ? Math.max(0, gap - resolution) : gap;
    max = Math.max(max, longest);
    for (; at < gap; at++) {
      waits.push(Math.min(longest, gap - at));
    }
    at -= gap;
  }
  return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), max };
}
