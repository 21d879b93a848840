/** What all rooms speak of: streams, ranges of their samples, and where words come from (docs/stream.md). */

/** The version of the sample stream. */
export const STREAM_VERSION = 1;

/** Samples per block: what has random states of its own, and what exact totals are made of. */
export const BLOCK_SAMPLES = 65_536;

/** How many samples are computed as a block: fewer of those that are rows of so many numbers. */
export function samplesOfBlock(size: number): number {
  return Math.max(1, Math.floor(BLOCK_SAMPLES / size));
}

/** Samples per row, which is two steps: eight, then the eight that share their pairs. */
export const ROW_SAMPLES = 16;

/** The number of samples in a stream: 2^53 - 1. */
export const MAX_SAMPLES = Number.MAX_SAFE_INTEGER;

/** The largest stream number: 2^32 - 1. */
export const MAX_STREAM = 0xffff_ffff;

/** The most words of a sample. */
export const MAX_WORDS = 8;

/** A seed and one of the independent streams under it. */
export interface Key {
  readonly seed: bigint;
  readonly stream: number;
}

/** Endless words, eight for each sample: those of one distribution, or of one use that is none, by its number. */
export interface Source extends Key {
  readonly number: number;
}

/** Some of a stream's samples. */
export interface Range {
  readonly start: number;
  readonly samples: number;
}

/** The numbers of uses that are no distributions: indices, as `shuffle` draws them; raw bits; orders by weight. */
export const USES = { pick: 1000, bits: 1001, order: 1002 } as const;
