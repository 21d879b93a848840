// A Monte Carlo in worker threads of which one simulation is drawn again, alone: its draws are its stream's, so nothing
// of them needs to be kept, and a strange result can be looked at on its own.
import { isMainThread } from 'node:worker_threads';
import { sampleSync } from 'offloop';
import { Piscina } from 'piscina';
import { readOptions } from './options.mjs';

/** A worker's task: a random walk of normal steps, of which it gives the lowest point and the end. */
export default function walk({ seed, simulation, steps }) {
  let [position, lowest] = [0, 0];
  for (const step of drawsOf({ seed, simulation, steps })) {
    position += step;
    lowest = Math.min(lowest, position);
  }
  return { lowest, end: position };
}

/** What a simulation draws, wherever it is computed. */
function drawsOf({ seed, simulation, steps }) {
  return sampleSync({ distribution: 'normal', samples: steps, seed, stream: simulation });
}

if (isMainThread) {
  const { seed, replay, steps, workers } = readOptions('Runs walks in workers, then one of them alone.', {
    replay: { initial: 3, least: 0, most: 1000, help: 'the walk that is drawn again' },
    workers: { initial: 2, most: 256, help: 'worker threads' },
    steps: { initial: 100_000, most: 1e8, help: 'steps of a walk' },
    seed: { initial: 42n, help: 'the same seed gives the same walks' },
  });
  const pool = new Piscina({ filename: import.meta.url, minThreads: workers, maxThreads: workers });
  const simulations = Array.from({ length: Math.max(8, replay + 1) }, (_, simulation) => simulation);
  const walks = await Promise.all(simulations.map((simulation) => pool.run({ seed, simulation, steps })));
  await pool.close();
  for (const [simulation, { lowest, end }] of walks.entries()) {
    console.log(`walk ${simulation}: lowest ${lowest}, end ${end}`);
  }

  const alone = walk({ seed, simulation: replay, steps });
  console.log(`walk ${replay} again, alone: lowest ${alone.lowest}, end ${alone.end}`);
  console.log(`its first steps: ${drawsOf({ seed, simulation: replay, steps: 4 }).join(' ')}`);
}
