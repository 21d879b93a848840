import type { WorkEvent } from '../distributed/events.ts';
import type { Operation } from './operation.ts';
import { workerEntry } from './worker-log.ts';

/** Logs what happens in a worker, and counts it. */
export async function watchWorker({ log, registry }: Operation): Promise<(event: WorkEvent) => void> {
  const count =
    registry && (await import('./worker-metrics.ts').then(({ workerMetrics }) => workerMetrics(registry)));
  return (event) => {
    log.write(workerEntry(event));
    count?.(event);
  };
}
