// A process that computes totals for a server (compute-process.ts). Its argument is the `ComputeTask` of every total, as JSON.
import { type JobOptions, toJob } from '../library/jobs/job.ts';
import { type RunOptions, toPlan } from '../library/jobs/options.ts';
import { sumJob } from '../library/jobs/sum.ts';

/** What a worker computes, without the stream, and how. */
export interface ComputeTask {
  readonly job: Omit<JobOptions, 'stream' | 'seed'> & { readonly seed: string };
  readonly run: Pick<RunOptions, 'engine' | 'mode' | 'allotment' | 'concurrency'>;
}

/** An order to a worker: to give a sign of life, or to compute a stream's total, or to cancel it. */
export type Order = 'ping' | { readonly stream: number; readonly cancel?: true };

/** A worker's report: that it is ready, or alive, or a stream's total in units, or why there is none. */
export type Report =
  | 'ready'
  | 'alive'
  | { readonly stream: number; readonly units?: string; readonly error?: string };

const { job, run }: ComputeTask = JSON.parse(process.argv[2]!);
const checked = toJob(job);
const plan = toPlan(run);
const computing = new Map<number, AbortController>();

const tell = (report: Report): void => {
  // The server may end at any moment; then nobody is left to tell.
  process.send?.(report, undefined, undefined, () => {});
};

async function compute(stream: number): Promise<void> {
  const controller = new AbortController();
  computing.set(stream, controller);
  try {
    const { units } = await sumJob({ ...checked, stream }, { ...plan, signal: controller.signal });
    tell({ stream, units: String(units) });
  } catch (error) {
    if (!controller.signal.aborted) {
      tell({ stream, error: error instanceof Error ? error.message : String(error) });
    }
  } finally {
    computing.delete(stream);
  }
}

// A terminal and systemd signal every process of a service. This one ends with the server, which still needs it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => {
  if (order === 'ping') {
    tell('alive');
  } else if (order.cancel) {
    computing.get(order.stream)?.abort();
  } else {
    compute(order.stream);
  }
});
tell('ready');
