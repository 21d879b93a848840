import { constants } from 'node:buffer';
import { describeValue } from '../arguments.ts';
import { chooseEngine } from '../engine/choose.ts';
import type { EngineName } from '../engine/engine.ts';
import { BLOCK_SAMPLES, blocksOf, type Job, type JobOptions, samplesBefore, toJob } from '../job.ts';
import { type BlockRange, type ChunkWork, runChunks } from './chunks.ts';
import { type Plan, type RunOptions, toPlan } from './options.ts';

/** The most samples that one array has room for. */
const MAX_ARRAY = Math.floor(constants.MAX_LENGTH / Float64Array.BYTES_PER_ELEMENT);

/**
 * A job's samples, computed off the event loop, in an array of their own.
 *
 * @throws {TypeError | RangeError} for a bad argument, or more samples than an array can hold
 * @throws the signal's reason when it aborts
 *
 * @example
 * const samples = await sample({ distribution: 'uniform', samples: 3, seed: 42n });
 * samples; // Float64Array(3) [ 0.3840214176341199, 0.7629835316803731, 0.9166312544681321 ]
 */
export async function sample(job: JobOptions, options?: RunOptions): Promise<Float64Array> {
  const checked = toJob(job);
  const plan = toPlan(options);
  requireRoom(checked);
  return sampleBlocks(checked, { start: 0, end: blocksOf(checked) }, plan);
}

/** The same on the calling thread, which it blocks. */
export function sampleSync(job: JobOptions, options?: { engine?: EngineName | undefined }): Float64Array {
  const checked = toJob(job);
  requireRoom(checked);
  const samples = new Float64Array(checked.samples);
  chooseEngine(options?.engine).fillBlocks(checked, 0, samples);
  return samples;
}

/**
 * Fills an array with a job's samples on the calling thread, which it blocks: `job.samples` is the
 * array's length. An array that is used again saves the cost of a fresh one.
 *
 * @throws {TypeError} when the array is not a Float64Array over memory of its own (shared memory would be a data race)
 *
 * @example
 * fillSync(new Float64Array(1000), { distribution: 'gaussian', seed: 42n });
 */
export function fillSync(
  array: Float64Array,
  job: Omit<JobOptions, 'samples'>,
  options?: { engine?: EngineName | undefined },
): Float64Array {
  if (!(array instanceof Float64Array) || !(array.buffer instanceof ArrayBuffer)) {
    const given = array instanceof Float64Array ? 'one over shared memory' : describeValue(array);
    throw new TypeError(`array must be a Float64Array over an ArrayBuffer, not ${given}`);
  }
  const checked = toJob({ ...job, samples: array.length });
  chooseEngine(options?.engine).fillBlocks(checked, 0, array);
  return array;
}

/** Samples in one array of `sampleInChunks`: 8 MiB. */
const WINDOW_BLOCKS = 16;

/**
 * A job's samples in order, an array of up to 1,048,576 at a time, so that memory stays flat however many
 * they are. `break` ends it.
 *
 * @example
 * for await (const samples of sampleInChunks({ distribution: 'gaussian', samples: 1e8 })) {
 *   // a Float64Array
 * }
 */
export function sampleInChunks(
  job: JobOptions,
  options?: RunOptions,
): AsyncGenerator<Float64Array, void, void> {
  return sampleWindows(toJob(job), toPlan(options));
}

async function* sampleWindows(job: Job, plan: Plan): AsyncGenerator<Float64Array, void, void> {
  const blocks = blocksOf(job);
  for (let start = 0; start < blocks; start += WINDOW_BLOCKS) {
    yield await sampleBlocks(job, { start, end: Math.min(start + WINDOW_BLOCKS, blocks) }, plan);
  }
}

async function sampleBlocks(job: Job, blocks: BlockRange, plan: Plan): Promise<Float64Array> {
  const origin = samplesBefore(job, blocks.start);
  const samples = new Float64Array(samplesBefore(job, blocks.end) - origin);
  const lengthOf = (firstBlock: number, blockCount: number): number =>
    samplesBefore(job, firstBlock + blockCount) - firstBlock * BLOCK_SAMPLES;
  const work: ChunkWork<Float64Array> = {
    onLoop(engine, firstBlock, blockCount) {
      const from = firstBlock * BLOCK_SAMPLES - origin;
      const part = samples.subarray(from, from + lengthOf(firstBlock, blockCount));
      engine.fillBlocks(job, firstBlock, part);
      return part;
    },
    offLoop: (engine, firstBlock, blockCount, slot, cancel) =>
      engine.fillBlocks(job, firstBlock, lengthOf(firstBlock, blockCount), slot, cancel),
    merge(part, firstBlock) {
      if (part.buffer !== samples.buffer) {
        samples.set(part, firstBlock * BLOCK_SAMPLES - origin);
      }
    },
  };
  for await (const _ of runChunks(job, blocks, work, plan)) {
    // Each pause hands control back; there is nothing else to do in it.
  }
  return samples;
}

function requireRoom(job: Job): void {
  if (job.samples > MAX_ARRAY) {
    throw new RangeError(
      `samples must be at most ${MAX_ARRAY} for one array, not ${job.samples}; sampleInChunks has no such limit`,
    );
  }
}
