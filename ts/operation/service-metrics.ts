import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { DROP_REASONS, type ServerEvent } from '../service/events.ts';
import type { Server } from '../service/server.ts';
import type { ComputeWorkers } from './compute-workers.ts';
import { labelledCounter } from './labelled-counter.ts';

/** The outcomes of a connection. */
const OUTCOMES = ['answered', 'gone', 'dropped', 'failed'] as const;

/** From a millisecond to the five minutes of the usual deadline. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** The metrics of a server. No label contains an address: clients must not be able to create series. */
export interface ServiceMetrics {
  hear(event: ServerEvent): void;
  /** Sets the server whose connections a scrape counts, and its workers. */
  count(server: Server, workers: ComputeWorkers | undefined): void;
}

export function serviceMetrics(registry: Registry): ServiceMetrics {
  let server: Server | undefined;
  let workers: ComputeWorkers | undefined;
  const registers = [registry];
  const connections = labelledCounter(
    registry,
    {
      name: 'offloop_connections_total',
      help: 'Connections that have come to their end, by outcome.',
      label: 'outcome',
    },
    OUTCOMES,
  );
  const drops = labelledCounter(
    registry,
    {
      name: 'offloop_drops_total',
      help: 'Connections that the server dropped, by reason.',
      label: 'reason',
    },
    DROP_REASONS,
  );
  const waited = new Histogram({
    name: 'offloop_wait_seconds',
    help: 'From the acceptance of a connection until its turn came.',
    buckets: SECONDS,
    registers,
  });
  const computed = new Histogram({
    name: 'offloop_compute_seconds',
    help: 'From when the turn of a connection came until its total was computed.',
    buckets: SECONDS,
    registers,
  });
  const now = (name: string, help: string, value: (server: Server) => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(server === undefined ? 0 : value(server));
      },
    });
  };
  now('offloop_connections_open', 'Open connections.', ({ load }) => load.open);
  now('offloop_connections_waiting', 'Connections that wait for their turn.', ({ load }) => load.waiting);
  now('offloop_connections_computing', 'Connections whose total is computed.', ({ load }) => load.computing);
  new Gauge({
    name: 'offloop_workers',
    help: 'Processes that compute for the server; 0 where it computes itself.',
    registers,
    collect() {
      this.set(workers?.size ?? 0);
    },
  });
  new Counter({
    name: 'offloop_workers_lost_total',
    help: 'Such processes that have ended by themselves or gave no sign of life, and were replaced.',
    registers,
    collect() {
      this.reset();
      this.inc(workers?.lost ?? 0);
    },
  });
  return {
    count(listening, computing) {
      server = listening;
      workers = computing;
    },
    hear(event) {
      switch (event.type) {
        case 'started':
          waited.observe(event.waited / 1000);
          break;
        case 'answered':
          computed.observe(event.took / 1000);
          connections.inc({ outcome: event.type });
          break;
        case 'dropped':
          drops.inc({ reason: event.reason });
          connections.inc({ outcome: event.type });
          break;
        case 'gone':
        case 'failed':
          connections.inc({ outcome: event.type });
          break;
      }
    },
  };
}
