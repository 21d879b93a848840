import type { ServerEvent } from '../service/events.ts';
import type { Server } from '../service/server.ts';
import type { ComputeWorkers } from './compute-workers.ts';
import type { Operation } from './operation.ts';
import { serverEntry } from './service-log.ts';

/** What an operator sees of a server. */
export interface ServiceWatch {
  /** Logs an event, and counts it. */
  hear(event: ServerEvent): void;
  /** Counts this server's connections and its workers from now on. */
  count(server: Server, workers: ComputeWorkers | undefined): void;
}

export async function watchService({ log, registry }: Operation): Promise<ServiceWatch> {
  const metrics =
    registry && (await import('./service-metrics.ts').then(({ serviceMetrics }) => serviceMetrics(registry)));
  return {
    hear(event) {
      log.write(serverEntry(event));
      metrics?.hear(event);
    },
    count(server, workers) {
      metrics?.count(server, workers);
    },
  };
}
