import { BLOCK_SAMPLES, type Job } from '../../job.ts';
import type { Engine } from '../engine.ts';
import { seedBlock, skipSteps, toKey } from './block.ts';
import { fillGaussian, sumGaussian } from './gaussian.ts';
import { fillUniform, sumUniform } from './uniform.ts';

/** The sample stream (docs/stream.md) in pure TypeScript: the readable reference, and the fallback. */
export const typescriptEngine: Engine = {
  name: 'typescript',
  simd: 'none',
  sumBlocks(job, firstBlock, blockCount) {
    const sumBlock = job.distribution === 'uniform' ? sumUniform : sumGaussian;
    const key = toKey(job.seed);
    let units = 0n;
    for (let block = firstBlock; block < firstBlock + blockCount; block++) {
      const samples = samplesOf(job, block);
      if (samples === 0) {
        break;
      }
      units += sumBlock(seedBlock(key, block, job.stream), samples);
    }
    return units;
  },
  fillBlocks(job, firstBlock, array) {
    const end = firstBlock * BLOCK_SAMPLES + array.length;
    if (end > job.samples) {
      throw new RangeError(`the array reaches to sample ${end}, but the job has ${job.samples}`);
    }
    const fillBlock = job.distribution === 'uniform' ? fillUniform : fillGaussian;
    const key = toKey(job.seed);
    for (let from = 0, block = firstBlock; from < array.length; from += BLOCK_SAMPLES, block++) {
      const samples = Math.min(BLOCK_SAMPLES, array.length - from);
      fillBlock(seedBlock(key, block, job.stream), array, from, samples);
    }
  },
  seedLanes(lanes, seed, stream, block, steps) {
    seedBlock(toKey(seed), block, stream, lanes);
    skipSteps(lanes, steps);
  },
  readLanes(lanes, distribution, array, from) {
    const fill = distribution === 'uniform' ? fillUniform : fillGaussian;
    fill(lanes, array, from, array.length - from);
  },
};

/** How many of a job's samples are in a block: none where it is past the job's end. */
function samplesOf(job: Job, block: number): number {
  return Math.max(0, Math.min(BLOCK_SAMPLES, job.samples - block * BLOCK_SAMPLES));
}
