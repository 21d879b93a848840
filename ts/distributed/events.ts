import type { Distribution } from '../library/distributions/registry.ts';
import type { EngineName } from '../library/engines/engine.ts';
import type { Range } from '../library/stream/stream.ts';

/** What happens in a worker. Logs and metrics are made from this. `at` is on the clock of `performance.now()`. */
export type WorkEvent = { readonly at: number } & (
  | {
      readonly type: 'ready';
      readonly id: string;
      readonly redis: string;
      readonly engine: EngineName;
      readonly simd: string;
      readonly concurrency: number;
    }
  /** Redis is configured so that jobs may be lost, or refuses something, for example because its memory is full. */
  | { readonly type: 'warning'; readonly why: string }
  | ({ readonly type: 'started' } & PartName)
  | ({ readonly type: 'done'; readonly took: number } & PartName)
  /** The part is tried again a few times; then the job fails. */
  | { readonly type: 'failed'; readonly part: string; readonly why: string }
  /** This worker stopped before the part was done: another computes it. */
  | ({ readonly type: 'returned' } & PartName)
  /** A worker has disappeared: its part is computed again. */
  | { readonly type: 'stalled'; readonly part: string }
  /** A job's parts were merged, and its answer is stored. */
  | { readonly type: 'merged'; readonly job: string; readonly parts: number }
  | { readonly type: 'disconnected'; readonly why: string }
  | { readonly type: 'reconnected' }
  | { readonly type: 'closing' }
  | { readonly type: 'closed' }
);

/** A part: its name in the queue, and which samples. */
export interface PartName extends Range {
  readonly part: string;
  readonly distribution: Distribution;
}

/** Who computed a part, and when. */
export interface PartRecord extends Range {
  /** The worker's name. */
  readonly worker: string;
  readonly engine: EngineName;
  /** When it began, in milliseconds since 1970 by Redis's clock, which all workers share. */
  readonly began: number;
  /** How many milliseconds it took. */
  readonly took: number;
}

/** What a worker has done so far. */
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

/** An event without its time. */
export type Untimed = WorkEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'at'>
    : never
  : never;

/** Calls a listener. If that throws, it is an uncaught error, but does not disturb any job. */
export function tell<T>(listener: ((news: T) => void) | undefined, news: T): void {
  try {
    listener?.(news);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
