import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { WorkEvent } from '../distributed/events.ts';
import { DISTRIBUTIONS } from '../library/distributions/registry.ts';
import { labelledCounter } from './labelled-counter.ts';

/** The outcomes of a part that a worker takes, or notices. */
const OUTCOMES = ['done', 'failed', 'returned', 'stalled'] as const;

/** From the queue's cost to a part on a slow machine. */
const SECONDS = [0.001, 0.01, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

/** Counts what a worker does. No label names a job: submitters must not be able to create series. */
export function workerMetrics(registry: Registry): (event: WorkEvent) => void {
  const registers = [registry];
  const parts = labelledCounter(
    registry,
    {
      name: 'offloop_parts_total',
      help: 'Parts by outcome: done, failed, handed back at the end (returned), or taken from a worker that was not heard of (stalled).',
      label: 'outcome',
    },
    OUTCOMES,
  );
  const samples = labelledCounter(
    registry,
    {
      name: 'offloop_part_samples_total',
      help: 'Samples of the parts that are done.',
      label: 'distribution',
    },
    DISTRIBUTIONS,
  );
  const took = new Histogram({
    name: 'offloop_part_seconds',
    help: 'How long the parts took that are done.',
    buckets: SECONDS,
    registers,
  });
  const merged = new Counter({
    name: 'offloop_jobs_merged_total',
    help: 'Jobs whose parts this worker merged.',
    registers,
  });
  const connected = new Gauge({
    name: 'offloop_redis_connected',
    help: 'Whether Redis is there (1) or waited for (0).',
    registers,
  });
  connected.set(1);
  return (event) => {
    switch (event.type) {
      case 'done':
        parts.inc({ outcome: event.type });
        samples.inc({ distribution: event.distribution }, event.samples);
        took.observe(event.took / 1000);
        break;
      case 'failed':
      case 'returned':
      case 'stalled':
        parts.inc({ outcome: event.type });
        break;
      case 'merged':
        merged.inc();
        break;
      case 'disconnected':
      case 'reconnected':
        connected.set(event.type === 'reconnected' ? 1 : 0);
        break;
    }
  };
}
