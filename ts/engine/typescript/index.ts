import { BLOCK_SAMPLES } from '../../job.ts';
import type { Engine } from '../engine.ts';
import { isSingle } from '../sample-array.ts';
import { seedBlock, skipSteps, toKey, WORDS } from './block.ts';
import { fillGaussian, sumGaussian } from './gaussian.ts';
import { fillUniform, sumUniform } from './uniform.ts';
import { fillWords } from './words.ts';

/** Samples of two steps, from which Gaussian ones are made. */
const PAIR = 2 * WORDS;

/** The sample stream (docs/stream.md) in pure TypeScript: the readable reference, and the fallback. */
export const typescriptEngine: Engine = {
  name: 'typescript',
  simd: 'none',
  sum({ distribution, seed, stream }, { start, samples }) {
    const sumBlock = distribution === 'uniform' ? sumUniform : sumGaussian;
    const key = toKey(seed);
    let units = 0n;
    for (let done = 0; done < samples; done += BLOCK_SAMPLES) {
      const block = (start + done) / BLOCK_SAMPLES;
      units += sumBlock(seedBlock(key, block, stream), Math.min(BLOCK_SAMPLES, samples - done));
    }
    return units;
  },
  fill({ distribution, seed, stream }, start, array, scale) {
    const fillBlock = distribution === 'uniform' ? fillUniform : fillGaussian;
    const key = toKey(seed);
    for (let done = 0; done < array.length; ) {
      const first = (start + done) % BLOCK_SAMPLES;
      const states = seedBlock(key, Math.floor((start + done) / BLOCK_SAMPLES), stream);
      skipSteps(states, 2 * Math.floor(first / PAIR));
      // Blocks are filled from the start of a pair of steps. Samples before the first one go elsewhere.
      const before = first % PAIR;
      const samples = Math.min(BLOCK_SAMPLES - first, array.length - done);
      if (before === 0) {
        fillBlock(states, array, done, samples, scale);
      } else {
        const pair = isSingle(array) ? new Float32Array(PAIR) : new Float64Array(PAIR);
        fillBlock(states, pair, 0, PAIR, scale);
        const begun = Math.min(PAIR - before, samples);
        array.set(pair.subarray(before, before + begun), done);
        fillBlock(states, array, done + begun, samples - begun, scale);
      }
      done += samples;
    }
  },
  seekLanes(lanes, { seed, stream }, start) {
    seedBlock(toKey(seed), Math.floor(start / BLOCK_SAMPLES), stream, lanes);
    skipSteps(lanes, (2 * (start % BLOCK_SAMPLES)) / PAIR);
  },
  readLanes(lanes, distribution, array, from) {
    const fillBlock = distribution === 'uniform' ? fillUniform : fillGaussian;
    fillBlock(lanes, array, from, array.length - from);
  },
  readWords: fillWords,
};
