import { engineHere } from '../engines/choose.ts';
import type { PoolStats } from '../engines/engine.ts';

const NONE = { count: 0, min: 0, mean: 0, p50: 0, p99: 0, max: 0 };

/**
 * Statistics of the slots of jobs that name no engine: with the native one the process's, over all its worker threads; with
 * others those of this thread. Edge runtimes have none.
 */
export function poolStats(): PoolStats {
  const { slots } = engineHere();
  return slots === undefined
    ? { size: 0, cores: 0, busy: 0, waiting: 0, waited: NONE, ran: NONE }
    : { ...slots.stats(), cores: slots.limits.cores };
}
