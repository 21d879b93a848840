import { bestOf, loadNative, wasmNow } from '../engines/choose.ts';
import type { PoolStats } from '../engines/engine.ts';

const NONE = { count: 0, min: 0, mean: 0, p50: 0, p99: 0, max: 0 };

/**
 * Statistics of the slots: the process's with the native engine, over all its worker threads; else those of this thread,
 * which other engines have. Edge runtimes have none.
 */
export function poolStats(): PoolStats {
  const { slots } = loadNative().engine ?? bestOf(wasmNow());
  return slots === undefined
    ? { size: 0, cores: 0, busy: 0, waiting: 0, waited: NONE, ran: NONE }
    : { ...slots.stats(), cores: slots.limits.cores };
}
