import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { EngineName } from '../../ts/engine/engine.ts';
import { blocksOf, type Job, type JobOptions, toJob } from '../../ts/job.ts';
import type { Effort } from './section.ts';

/** A part of a job, as piscina-worker.mjs gets it. */
interface Part {
  readonly engine: EngineName;
  readonly job: Job;
  readonly firstBlock: number;
  readonly blockCount: number;
  /** Not 0: stop. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** Piscina's worker threads: as many as offloop has slots. */
export interface Threads {
  /** The exact sum of a job that is cut into so many parts of equal size. */
  sum(job: JobOptions, engine: EngineName, parts?: number): Promise<bigint>;
  stop(): Promise<void>;
}

/** Starts the threads. */
export function startThreads({ machine: { slots }, atEnd }: Pick<Effort, 'machine' | 'atEnd'>): Threads {
  const piscina = new Piscina<Part, bigint>({
    filename: join(import.meta.dirname, 'piscina-worker.mjs'),
    minThreads: slots,
    maxThreads: slots,
  });
  const stop = new Int32Array(new SharedArrayBuffer(4));
  // The process cannot end while a thread is inside native code.
  atEnd(() => Atomics.store(stop, 0, 1));

  return {
    async sum(options, engine, parts = slots) {
      const job = toJob(options);
      const blocks = blocksOf(job);
      const size = Math.max(1, Math.ceil(blocks / parts));
      const sums: Promise<bigint>[] = [];
      for (let firstBlock = 0; firstBlock < blocks; firstBlock += size) {
        sums.push(piscina.run({ engine, job, firstBlock, blockCount: size, stop }));
      }
      return (await Promise.all(sums)).reduce((total, units) => total + units, 0n);
    },
    stop: () => piscina.destroy(),
  };
}
