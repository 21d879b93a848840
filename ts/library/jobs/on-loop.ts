import { rowSize } from '../distributions/registry.ts';
import type { ChunkEvent, Run } from '../engines/engine.ts';
import { now } from '../platform/loop.ts';
import { inTurns } from '../platform/loop-budget.ts';
import { samplesOfBlock } from '../stream/stream.ts';
import { ChunkSizer } from './chunk-size.ts';
import type { Plan } from './options.ts';
import type { Work } from './work.ts';

/**
 * Blocks that a job computes in a turn whose clock stands still, as on Cloudflare and under fake timers in a browser:
 * some ten milliseconds in TypeScript.
 */
const BLOCKS_WITHOUT_CLOCK = 32;

/**
 * Runs work on the event loop, chunk by chunk. Chunks end at block boundaries; those of rows, which do not, at multiples of
 * as many rows as have a block's numbers.
 */
export function onLoop(
  work: Work<unknown>,
  { mode, allotment, chunkBlocks, signal }: Plan,
  sizer: ChunkSizer = new ChunkSizer({ allotment, chunkBlocks }),
): Run<never> {
  const { start, samples } = work.range;
  const end = start + samples;
  let next = start;
  const unit = samplesOfBlock(rowSize(work.job));
  const blocksIn = (samples: number): number => Math.ceil(samples / unit);

  /** Computes a chunk. */
  const computeChunk = (worked: number): ChunkEvent => {
    const firstBlock = Math.floor(next / unit);
    const chunkEnd = Math.min(end, (firstBlock + sizer.next(worked)) * unit);
    const chunk = { start: next, samples: chunkEnd - next };
    const started = now();
    work.compute(chunk);
    const ended = now();
    next = chunkEnd;
    sizer.learn(blocksIn(chunk.samples), ended - started);
    return { samples: chunk.samples, queued: started, started, ended };
  };

  /** Computes for the rest of an allotment. */
  const computeChunks = (room: number): ChunkEvent[] => {
    const began = now();
    const chunks: ChunkEvent[] = [];
    let worked = 0;
    for (let blocks = 0; next < end && worked < room; worked = now() - began) {
      if (worked === 0 && blocks >= BLOCKS_WITHOUT_CLOCK) {
        break;
      }
      const done = computeChunk(allotment - room + worked);
      blocks += blocksIn(done.samples);
      chunks.push(done);
    }
    return chunks;
  };

  return {
    async next() {
      const chunks =
        next === end
          ? []
          : mode === 'blocking'
            ? computeChunks(allotment)
            : await inTurns(allotment, signal, computeChunks);
      return { samplesDone: next - start, chunks };
    },
    cancel() {
      next = end;
    },
  };
}
