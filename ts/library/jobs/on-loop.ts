import { inTurns } from '../platform/in-turns.ts';
import { now } from '../platform/loop.ts';
import { BLOCK_SAMPLES, type Range } from '../stream/stream.ts';
import { ChunkSizer } from './chunk-size.ts';
import type { Computation } from './computation.ts';
import type { Plan } from './options.ts';

/**
 * Blocks that a job computes in a turn whose clock stands still, as on Cloudflare and under fake timers in a browser:
 * some ten milliseconds in TypeScript.
 */
const BLOCKS_WITHOUT_CLOCK = 32;

/**
 * Computes a range of a stream's samples on the event loop, chunk by chunk. Chunks end at block boundaries; those of rows,
 * which do not, at multiples of as many rows as have a block's numbers.
 */
export function onLoop(
  { start, samples }: Range,
  plan: Plan,
  compute: (chunk: Range) => void,
  sizer = new ChunkSizer(plan),
  unit = BLOCK_SAMPLES,
): Computation {
  const { mode, allotment, signal } = plan;
  const end = start + samples;
  let next = start;

  /** Computes a chunk, and gives back how many blocks it had. */
  const computeChunk = (worked: number): number => {
    const firstBlock = Math.floor(next / unit);
    const chunkEnd = Math.min(end, (firstBlock + sizer.next(worked)) * unit);
    const chunk = { start: next, samples: chunkEnd - next };
    const started = now();
    compute(chunk);
    const ended = now();
    next = chunkEnd;
    const blocks = Math.ceil(chunk.samples / unit);
    sizer.learn(blocks, ended - started);
    plan.onChunk?.({ samples: chunk.samples, queued: started, started, ended });
    return blocks;
  };

  /** Computes for the rest of an allotment. */
  const step = (room: number): number => {
    const began = now();
    let worked = 0;
    for (let blocks = 0; next < end && worked < room; worked = now() - began) {
      if (worked === 0 && blocks >= BLOCKS_WITHOUT_CLOCK) {
        break;
      }
      blocks += computeChunk(allotment - room + worked);
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
