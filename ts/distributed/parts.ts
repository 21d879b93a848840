import { BLOCK_SAMPLES, type Range } from '../library/stream/stream.ts';

/** The most parts of a job, and the most by default. */
export const MAX_PARTS = 20_000;
const USUAL_PARTS = 2000;

/** The most samples of a part: some minutes of work, whatever anyone writes into the queue. */
export const MAX_PART_SAMPLES = 2 ** 43;

/**
 * How many seconds a part takes on the slowest worker, since everyone waits for the last part; and at least on the
 * fastest, so that the queue's cost, a millisecond per part, does not matter.
 */
const SECONDS = { slowest: 1, fastest: 0.1 };

/** Samples per file: 256 MiB of doubles. */
const FILE_SAMPLES = 2 ** 25;

/** Samples per part: from the number of parts asked for, or else from the workers' speeds, in samples per second. */
export function partSamplesOf(samples: number, speeds: readonly number[], parts?: number): number {
  if (parts !== undefined) {
    return wholeBlocks(samples / parts);
  }
  const slowest = speeds.length === 0 ? 0 : Math.min(...speeds);
  const fastest = Math.max(0, ...speeds);
  return wholeBlocks(Math.max(slowest * SECONDS.slowest, fastest * SECONDS.fastest, samples / USUAL_PARTS));
}

/** The same for a job whose parts are files, of rows of so many numbers. */
export function fileSamplesOf(samples: number, parts: number | undefined, size: number): number {
  const usual = Math.max(FILE_SAMPLES / size, samples / USUAL_PARTS);
  return wholeBlocks(parts === undefined ? usual : samples / parts);
}

function wholeBlocks(samples: number): number {
  const blocks = Math.max(1, Math.ceil(samples / BLOCK_SAMPLES));
  return Math.min(blocks * BLOCK_SAMPLES, MAX_PART_SAMPLES);
}

/** The parts of a job, in order; a job of no samples is one part. */
export function partsOf({ start, samples }: Range, partSamples: number): Range[] {
  const parts: Range[] = [];
  for (let done = 0; done < samples || parts.length === 0; done += partSamples) {
    parts.push({ start: start + done, samples: Math.min(partSamples, samples - done) });
  }
  return parts;
}
