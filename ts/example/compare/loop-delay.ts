import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from './statistics.ts';

/**
 * What an event that arrives at a random moment waits for the event loop, in milliseconds. Each is right to the
 * meter's resolution of 4 ms, and a block of twice that or more is never taken for a shorter one.
 */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** The part of the time in which the loop did not wait for events, 0 to 1. */
  readonly utilization: number;
}

/** Measures the event loop from its start until it is stopped. */
export interface LoopDelayMeter {
  /** What was felt since the start; the same when asked again. Resolves when the loop has come round once more. */
  stop(): Promise<LoopDelay>;
}

/** Milliseconds between two ticks of the meter's timer. Ticks of 2 ms would cost a busy machine over 1 %. */
const RESOLUTION = 4;

/**
 * Starts a meter, and resolves when it is live. It takes Node's histogram of the gaps between the ticks of a timer.
 *
 * Newer Nodes can also sample each iteration of the loop (`samplePerIteration`), but count there what a callback of
 * the thread pool blocks only as far as it outlasts the time until the next timer: they would miss the very blocks
 * that a job in the thread pool may cause.
 */
export async function startLoopDelay(): Promise<LoopDelayMeter> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  // Of the first tick nothing is recorded: gaps are measured from it.
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
  // What lies between the percentages of two ranks is the upper one's, however it is rounded.
  return Array.from(
    { length: count },
    (_, rank) => histogram.percentile(((rank + 0.75) / count) * 100) / 1e6,
  );
}

/**
 * What events feel that arrive every millisecond of a time that these gaps between ticks make up, when an idle loop
 * ticks every `resolution` milliseconds.
 *
 * Counting the gaps themselves would make a block of a second one sample among many (nodejs/node#34661). A tick is
 * itself an event that arrives when it is due, and waits as long as it is late. So do, on average, the events that
 * arrive before, of which no more is known, and those that arrive after wait for the rest. But when a tick is late
 * by the resolution or more, the loop was blocked before it was due, and maybe for the whole gap.
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
