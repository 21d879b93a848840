import type { EngineName } from '../engine/engine.ts';
import type { Distribution, Range } from '../job.ts';

/** What happens in a worker: what logs and metrics are made from. `at` is on the clock of `performance.now()`. */
export type WorkEvent = { readonly at: number } & (
  | {
      readonly type: 'ready';
      readonly id: string;
      readonly redis: string;
      readonly engine: EngineName;
      readonly simd: string;
      readonly concurrency: number;
    }
  /** Redis is set up so that jobs may be lost, or refuses something, because its memory is full, say. */
  | { readonly type: 'warning'; readonly why: string }
  | ({ readonly type: 'started' } & PartName)
  | ({ readonly type: 'done'; readonly took: number } & PartName)
  /** It is tried again, some times; then the job fails. */
  | { readonly type: 'failed'; readonly part: string; readonly why: string }
  /** This worker ended before the part did: another computes it. */
  | ({ readonly type: 'returned' } & PartName)
  /** A worker was not heard of: what it computed is computed once more. */
  | { readonly type: 'stalled'; readonly part: string }
  /** A job's parts were merged, and its answer is there. */
  | { readonly type: 'merged'; readonly job: string; readonly parts: number }
  | { readonly type: 'disconnected'; readonly why: string }
  | { readonly type: 'reconnected' }
  | { readonly type: 'closing' }
  | { readonly type: 'closed' }
);

/** Which part, in the queue and of which samples. */
export interface PartName extends Range {
  readonly part: string;
  readonly distribution: Distribution;
}

/** Who computed a part, and when. */
export interface PartRecord extends Range {
  /** The worker's name. */
  readonly worker: string;
  readonly engine: EngineName;
  /** When it was begun, in milliseconds since 1970 by the clock of Redis, which all workers share. */
  readonly began: number;
  /** How many milliseconds it took. */
  readonly took: number;
}

/** What a worker did so far. */
export interface WorkStats {
  /** Parts computed. */
  done: number;
  /** Their samples. */
  samples: number;
  failed: number;
  returned: number;
  stalled: number;
  merged: number;
}

/** Counts an event. */
export function count(stats: WorkStats, event: Untimed): void {
  if (event.type === 'done') {
    stats.samples += event.samples;
  }
  if (event.type in stats) {
    stats[event.type as keyof WorkStats]++;
  }
}

/** An event before its time is noted. */
export type Untimed = WorkEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'at'>
    : never
  : never;

/** Tells a listener. What it throws is an uncaught error of its own, and disturbs no job. */
export function tell<T>(listener: ((news: T) => void) | undefined, news: T): void {
  try {
    listener?.(news);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
