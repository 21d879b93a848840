// Fills, samples and sums that are aborted, dropped, transferred and ended with their threads, all at random: under a
// sanitizer (`npm run prove:memory`) it shows whether anything touches memory that is gone. Takes the number of fills.
import assert from 'node:assert/strict';
import { isMainThread, MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads';
import { fill, fillSync, sample, sampleInChunks, sum } from 'offloop';
import { randomBelow } from '../kit/random.mjs';

const AT_ONCE = 24;
const WORKER_EVERY = 500;

/** One thing that a program may do. What it throws must be its own abort. */
async function act(random) {
  const stop = new AbortController();
  const job = { distribution: random(2) ? 'uniform' : 'normal', seed: random(1000), stream: random(5) };
  const options = { signal: stop.signal, concurrency: 1 + random(2), allotment: 1 + random(10) };
  const length = random(4) ? random(200_000) : random(2_000);
  const fate = random(6);
  if (fate === 0) {
    setTimeout(() => stop.abort('storm'), random(4));
  } else if (fate === 1) {
    queueMicrotask(() => stop.abort('storm'));
  }
  const Kind = random(2) ? Float64Array : Float32Array;
  switch (random(6)) {
    case 0:
      return sum({ ...job, samples: length }, options);
    case 1:
      return sample({ ...job, samples: length }, options);
    case 2: {
      for await (const _ of sampleInChunks(
        { ...job, samples: length * 3 },
        { ...options, reuse: true, chunkSamples: 65_536 },
      )) {
        if (random(3) === 0) {
          break;
        }
      }
      return;
    }
    case 3:
      return fill(new Kind(new SharedArrayBuffer(Kind.BYTES_PER_ELEMENT * length)), job, options);
    default: {
      const filled = await fill(
        new Kind(new ArrayBuffer(Kind.BYTES_PER_ELEMENT * (length + 9)), Kind.BYTES_PER_ELEMENT * 8, length),
        job,
        options,
      );
      if (random(50) === 0) {
        assert.deepEqual(filled, fillSync(new Kind(length), job, { engine: 'typescript' }));
      }
      const { port1, port2 } = new MessageChannel();
      port1.postMessage(filled, [filled.buffer]);
      port1.close();
      port2.close();
    }
  }
}

async function storm(fills, seed, onDone = () => {}) {
  const random = randomBelow(seed);
  let started = 0;
  const lane = async () => {
    while (started < fills) {
      started++;
      await act(random).catch((error) => {
        if (error !== 'storm') {
          throw error;
        }
      });
      await onDone(started, random);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

if (isMainThread) {
  const fills = Number(process.argv[2] ?? 10_000);
  let workers = 0;
  await storm(fills, 1, async (done, random) => {
    if (done % WORKER_EVERY === 0) {
      const worker = new Worker(new URL(import.meta.url), { workerData: done });
      await new Promise((resolve) => worker.once('message', resolve));
      await new Promise((resolve) => setTimeout(resolve, random(20)));
      await worker.terminate();
      workers++;
    }
  });
  console.log(`${fills} fills, ${workers} workers terminated`);
} else {
  parentPort.postMessage('started');
  await storm(1e9, workerData);
}
