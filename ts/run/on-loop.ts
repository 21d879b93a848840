import { BLOCK_SAMPLES, type Range } from '../job.ts';
import { ChunkSizer } from './chunk-size.ts';
import type { Computation } from './computation.ts';
import type { Plan } from './options.ts';

/** Some of a stream's samples computed on the event loop, chunk by chunk. Chunks end where blocks do. */
export function onLoop(
  { start, samples }: Range,
  plan: Plan,
  compute: (chunk: Range) => void,
  sizer = new ChunkSizer(plan),
): Computation {
  const end = start + samples;
  let next = start;

  const computeChunk = (worked: number): void => {
    const firstBlock = Math.floor(next / BLOCK_SAMPLES);
    const chunkEnd = Math.min(end, (firstBlock + sizer.next(worked)) * BLOCK_SAMPLES);
    const chunk = { start: next, samples: chunkEnd - next };
    const started = performance.now();
    compute(chunk);
    const ended = performance.now();
    next = chunkEnd;
    sizer.learn(Math.ceil(chunk.samples / BLOCK_SAMPLES), ended - started);
    plan.onChunk?.({ samples: chunk.samples, queued: started, started, ended });
  };

  return {
    samples,
    async work() {
      const began = performance.now();
      for (let worked = 0; next < end && worked < plan.allotment; worked = performance.now() - began) {
        computeChunk(worked);
      }
      return next - start;
    },
    async end() {},
  };
}
