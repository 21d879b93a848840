import { BLOCK_SAMPLES } from '../../job.ts';
import type { Engine } from '../engine.ts';
import { eachBlock, seedBlock } from './block.ts';
import { fillGaussian, sumGaussian } from './gaussian.ts';
import { fillUniform, sumUniform } from './uniform.ts';

/** The sample stream (docs/stream.md) in pure TypeScript: the readable reference, and the fallback. */
export const typescriptEngine: Engine = {
  name: 'typescript',
  simd: 'none',
  sumBlocks(job, firstBlock, blockCount) {
    const sumBlock = job.distribution === 'uniform' ? sumUniform : sumGaussian;
    let units = 0n;
    eachBlock(job, firstBlock, blockCount, (block, samples) => {
      units += sumBlock(seedBlock(job, block), samples);
    });
    return units;
  },
  fillBlocks(job, firstBlock, array) {
    const fillBlock = job.distribution === 'uniform' ? fillUniform : fillGaussian;
    const blockCount = Math.ceil(array.length / BLOCK_SAMPLES);
    eachBlock(job, firstBlock, blockCount, (block, samples) => {
      const from = (block - firstBlock) * BLOCK_SAMPLES;
      fillBlock(seedBlock(job, block), array.subarray(from, Math.min(from + samples, array.length)));
    });
  },
};
