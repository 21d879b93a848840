import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import { poolStats } from '../library/jobs/pool-stats.ts';
import { packageVersion } from '../library/platform/version.ts';
import type { Log } from './log.ts';
import { startProbe } from './probe.ts';

/** From half a millisecond, the least a timer can measure, to ten seconds. */
const DELAYS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The metrics of any process that computes: Node's usual ones, the slots, and the delays of the event loop and of
 * libuv's pool. Returns a function that stops the measuring.
 */
export function processMetrics(registry: Registry, log: Log): () => void {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'offloop_info',
    help: 'The version that runs.',
    labelNames: ['version'],
    registers,
  }).set({ version: packageVersion() }, 1);
  new Gauge({
    name: 'offloop_slots',
    help: 'The most slots that compute at once; 0 without the native engine.',
    registers,
    collect() {
      this.set(poolStats().size);
    },
  });
  new Gauge({
    name: 'offloop_slots_busy',
    help: "Slots in libuv's thread pool.",
    registers,
    collect() {
      this.set(poolStats().busy);
    },
  });
  new Gauge({
    name: 'offloop_jobs_waiting',
    help: 'Jobs that wait for a slot.',
    registers,
    collect() {
      this.set(poolStats().waiting);
    },
  });
  new Counter({
    name: 'offloop_log_lines_lost_total',
    help: 'Log lines that standard error did not take.',
    registers,
    collect() {
      this.reset();
      this.inc(log.lost);
    },
  });
  const loop = new Histogram({
    name: 'offloop_loop_delay_seconds',
    help: 'How much later than asked for a timer was called.',
    buckets: DELAYS,
    registers,
  });
  const pool = new Histogram({
    name: 'offloop_pool_delay_seconds',
    help: "How long a call to the file system that does next to nothing took: most of it is the wait for a thread of libuv's pool.",
    buckets: DELAYS,
    registers,
  });
  return startProbe(
    (milliseconds) => loop.observe(milliseconds / 1000),
    (milliseconds) => pool.observe(milliseconds / 1000),
  );
}
