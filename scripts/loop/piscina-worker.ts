// What a thread of Piscina runs: some blocks of a job, by either engine.
import type { EngineName } from '../../ts/engine/engine.ts';
import type { Job } from '../../ts/job.ts';
import { built } from '../bench/built.ts';

const { chooseEngine } = await built<typeof import('../../ts/engine/choose.ts')>('engine/choose.js');

/** A part of a job. */
export interface Part {
  readonly engine: EngineName;
  readonly job: Job;
  readonly firstBlock: number;
  readonly blockCount: number;
  /** Not 0: stop. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** Blocks between two looks at the flag: milliseconds of work, so that looking costs nothing. */
const STEP = 64;

export default function sumPart({ engine, job, firstBlock, blockCount, stop }: Part): bigint {
  const { sumBlocks } = chooseEngine(engine);
  const end = firstBlock + blockCount;
  let units = 0n;
  for (let block = firstBlock; block < end && Atomics.load(stop, 0) === 0; block += STEP) {
    units += sumBlocks(job, block, Math.min(STEP, end - block));
  }
  return units;
}
