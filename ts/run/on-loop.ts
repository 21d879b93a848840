import { BLOCK_SAMPLES, type Range } from '../stream/stream.ts';
import { ChunkSizer } from './chunk-size.ts';
import type { Computation } from './computation.ts';
import { inTurns } from './in-turns.ts';
import type { Plan } from './options.ts';

/** Computes a range of a stream's samples on the event loop, chunk by chunk. Chunks end at block boundaries. */
export function onLoop(
  { start, samples }: Range,
  plan: Plan,
  compute: (chunk: Range) => void,
  sizer = new ChunkSizer(plan),
): Computation {
  const { mode, allotment, signal } = plan;
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

  /** Computes for the rest of an allotment. */
  const step = (room: number): number => {
    const began = performance.now();
    for (let worked = 0; next < end && worked < room; worked = performance.now() - began) {
      computeChunk(allotment - room + worked);
    }
    return next - start;
  };

  return {
    samples,
    async work() {
      return mode === 'blocking' ? step(allotment) : inTurns(allotment, signal, step);
    },
    async end() {},
  };
}
