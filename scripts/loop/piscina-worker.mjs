// What a thread of Piscina runs: some blocks of a job, by either engine. JavaScript, since tsx loads no TypeScript in
// worker threads. threads.ts says what a part is.
const { chooseEngine } = await import(new URL('../../dist/engine/choose.js', import.meta.url).href);

/** Blocks between two looks at the flag: milliseconds of work, so that looking costs nothing. */
const STEP = 64;

export default function sumPart({ engine, job, firstBlock, blockCount, stop }) {
  const { sumBlocks } = chooseEngine(engine);
  const end = firstBlock + blockCount;
  let units = 0n;
  for (let block = firstBlock; block < end && Atomics.load(stop, 0) === 0; block += STEP) {
    units += sumBlocks(job, block, Math.min(STEP, end - block));
  }
  return units;
}
