import { rowSize } from '../distributions/registry.ts';
import type { Engine } from '../engines/engine.ts';
import { now } from '../platform/loop.ts';
import { BLOCK_SAMPLES } from '../stream/stream.ts';
import type { Job } from './job.ts';
import type { Plan } from './options.ts';

/** The speed is measured by computing this many samples: some microseconds of work. */
const PROBE = 16_384;

/** A job with more has tables to be made, or long rows. */
const FEW_PARAMETERS = 256;

/**
 * Whether a job for the thread pool is computed on the event loop: if that takes less time, at the measured speed, than
 * handing it to another thread.
 */
export function isSmall(job: Job, { slots, engine }: Plan): boolean {
  return (
    slots !== undefined &&
    job.samples <= BLOCK_SAMPLES &&
    job.parameters.length <= FEW_PARAMETERS &&
    job.samples * millisecondsPerSample(engine, job) <= slots.handover
  );
}

const measured = new Map<string, number>();

/** It does not depend on the parameters much. */
function millisecondsPerSample(engine: Engine, { distribution, parameters }: Job): number {
  const key = `${engine.name} ${distribution} ${parameters.length}`;
  let cost = measured.get(key);
  if (cost === undefined) {
    const size = rowSize({ distribution, parameters });
    const probe = Math.ceil(PROBE / size ** 2);
    const time = (samples: number): number => {
      const array = new Float64Array(samples * size);
      const began = now();
      engine.fill({ distribution, parameters, seed: 0n, stream: 0 }, 0, array);
      return now() - began;
    };
    time(probe); // the first call is slower than any other
    // The cost of the call itself is not part of a sample's cost.
    cost = Math.max(0, time(probe) - time(0)) / probe;
    measured.set(key, cost);
  }
  return cost;
}
