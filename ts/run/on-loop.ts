import { type BlockRange, type Job, samplesBefore } from '../job.ts';
import { ChunkSizer } from './chunk-size.ts';
import type { Computation } from './computation.ts';
import type { Plan } from './options.ts';

/** Computes blocks on this thread. */
export type ComputeBlocks = (firstBlock: number, blockCount: number) => void;

/** Blocks of a job computed on the event loop, chunk by chunk. */
export function onLoop(
  job: Job,
  blocks: BlockRange,
  plan: Plan,
  compute: ComputeBlocks,
  sizer = new ChunkSizer(plan),
): Computation {
  const position = samplesBefore(job, blocks.start);
  let next = blocks.start;

  const computeChunk = (worked: number): void => {
    const firstBlock = next;
    const blockCount = Math.min(sizer.next(worked), blocks.end - firstBlock);
    const started = performance.now();
    compute(firstBlock, blockCount);
    const ended = performance.now();
    next += blockCount;
    sizer.learn(blockCount, ended - started);
    const samples = samplesBefore(job, next) - samplesBefore(job, firstBlock);
    plan.onChunk?.({ samples, queued: started, started, ended });
  };

  return {
    samples: samplesBefore(job, blocks.end) - position,
    async work() {
      const began = performance.now();
      for (let worked = 0; next < blocks.end && worked < plan.allotment; worked = performance.now() - began) {
        computeChunk(worked);
      }
      return samplesBefore(job, next) - position;
    },
    async end() {},
  };
}
