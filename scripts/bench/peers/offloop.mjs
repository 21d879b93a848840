// offloop's own arrays, in a process that speaks as generators.py does: what V8 does beside grows with all that a process has
// loaded, which is much in that of the benches. It needs --expose-gc.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { measureOnRequest } from './measured-process.mjs';

const { fill, fillSync, sample, sampleSync, sumSync } = await import(
  new URL('../../../dist/index.js', import.meta.url).href
);
const native = { engine: 'native' };

/** The ways to have a job's samples. Each starts with an array that is used again, where there is one. */
const WAYS = {
  sample: (job) => () => sample(job, native),
  'sample-sync': (job) => () => sampleSync(job, native),
  fill({ samples, ...job }) {
    let array = new Float64Array(samples);
    return async () => {
      array = await fill(array, job, native);
      return array;
    };
  },
  'fill-shared'({ samples, ...job }) {
    const array = new Float64Array(new SharedArrayBuffer(samples * Float64Array.BYTES_PER_ELEMENT));
    return () => fill(array, job, native);
  },
  'fill-sync'({ samples, ...job }) {
    const array = new Float64Array(samples);
    return () => fillSync(array, job, native);
  },
  'sum-sync': (job) => () => sumSync(job, native),
};

/** From so many samples on a fresh array is freed before the next run: V8 would do it meanwhile, on a thread of its own. */
const LARGE = 1e6;

/** Starts a way. Nothing is timed before it has given the bits that a blocking call gives. */
async function startWay(way, job) {
  const run = WAYS[way](job);
  const answer = await run();
  const bytesOf = ({ buffer }) => new Uint8Array(buffer);
  const expected = answer instanceof Float64Array && sampleSync(job, native);
  assert(!expected || Buffer.compare(bytesOf(answer), bytesOf(expected)) === 0, `${way} gave other bits`);
  return run;
}

await measureOnRequest([], async (id, samples) => {
  const [distribution, way] = id.split(' ');
  const run = await startWay(way, { distribution, samples, seed: 42n });
  return { run, before: way.startsWith('sample') && samples >= LARGE ? collect : undefined };
});

async function collect() {
  globalThis.gc();
  await delay(20);
}
