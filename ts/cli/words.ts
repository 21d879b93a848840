/** A stream's raw words (docs/stream.md), in pieces. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { definitionOf } from '../library/distributions/registry.ts';
import { chooseEngine } from '../library/engines/choose.ts';
import type { Engine, EngineName } from '../library/engines/engine.ts';
import { givenParameters, type Job, type SampleJob, toSampleJob } from '../library/jobs/job.ts';
import { toLittleEndian } from '../library/stream/byte-order.ts';
import { LANES_WORDS } from '../library/stream/lanes.ts';
import { BLOCK_SAMPLES, ROW_SAMPLES } from '../library/stream/stream.ts';

/** The formats of written words: all 64 bits of each, or the upper 32. */
export const WORD_FORMATS = ['u64le', 'u32le'] as const;

export type WordFormat = (typeof WORD_FORMATS)[number];

/** What is written at a time, and for how many samples. */
export interface Piece {
  readonly output: Uint8Array | string;
  readonly samples: number;
}

export function isWordFormat(format: string): format is WordFormat {
  return (WORD_FORMATS as readonly string[]).includes(format);
}

/**
 * The words behind a job's uniform samples, in order: one per sample.
 *
 * @throws {TypeError | RangeError} for a bad job, before anything starts
 */
export function wordsInPieces(
  job: SampleJob,
  format: WordFormat,
  { engine, signal }: { engine: EngineName | undefined; signal: AbortSignal },
): AsyncGenerator<Piece, void, void> {
  const checked = toSampleJob(job);
  if (checked.distribution !== 'uniform') {
    throw new RangeError(`${format} is for 'uniform' samples, not '${checked.distribution}'`);
  }
  if (Object.keys(givenParameters(checked)).length > 0) {
    throw new RangeError(`${format} is the raw words, which low and high do not change: leave them out`);
  }
  return piecesOf(checked, format, chooseEngine(engine), signal);
}

/** One block at a time, which takes less than a millisecond, with a turn of the event loop in between. */
async function* piecesOf(
  job: Job,
  format: WordFormat,
  engine: Engine,
  signal: AbortSignal,
): AsyncGenerator<Piece, void, void> {
  const lanes = new Int32Array(LANES_WORDS);
  const end = job.start + job.samples;
  for (let start = job.start; start < end; ) {
    signal.throwIfAborted();
    const before = start % ROW_SAMPLES;
    const samples = Math.min(BLOCK_SAMPLES - (start % BLOCK_SAMPLES), end - start);
    const rows = Math.ceil((before + samples) / ROW_SAMPLES);
    engine.seekLanes(lanes, { ...job, number: definitionOf('uniform').number }, 0, start - before);
    const halves = new Uint32Array(2 * ROW_SAMPLES * rows);
    engine.readWords(lanes, halves);
    const words = halves.subarray(2 * before, 2 * (before + samples));
    yield { output: toLittleEndian(format === 'u64le' ? words : upperHalves(words)), samples };
    start += samples;
    await nextTurn();
  }
}

function upperHalves(words: Uint32Array): Uint32Array {
  const uppers = new Uint32Array(words.length / 2);
  for (let i = 0; i < uppers.length; i++) {
    uppers[i] = words[2 * i + 1]!;
  }
  return uppers;
}
