// Pi by Monte Carlo, in worker threads: the share of a square's random points that lie in its quarter circle.
// Simulation i draws from stream i of the seed, so the answer is the same however many workers share the simulations.
import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { fillSync } from 'offloop';
import { Piscina } from 'piscina';
import { readOptions } from './options.mjs';

/** Random numbers of a simulation. They are drawn an array at a time, which fits into a core's cache. */
const DRAWS = 2 ** 21;
const array = new Float64Array(2 ** 16);

/** A simulation: counts the points that lie outside the circle. */
export default function countOutside({ seed, stream }) {
  let outside = 0;
  for (let start = 0; start < DRAWS; start += array.length) {
    fillSync(array, { distribution: 'uniform', seed, stream, start });
    for (let i = 0; i < array.length; i += 2) {
      const x = array[i];
      const y = array[i + 1];
      outside += (x * x + y * y) | 0; // The whole part is 0 inside and 1 outside: faster than a branch.
    }
  }
  return outside;
}

/** What offloop is compared with: Math.random, on this thread, with another answer each time. */
function countOutsidePlainly(points) {
  let outside = 0;
  for (let i = 0; i < points; i++) {
    const x = Math.random();
    const y = Math.random();
    outside += (x * x + y * y) | 0;
  }
  return outside;
}

async function inWorkers(tasks, workers) {
  const pool = new Piscina({ filename: import.meta.url, minThreads: workers, maxThreads: workers });
  const answers = await Promise.all(tasks.map((task) => pool.run(task)));
  await pool.close();
  return answers;
}

if (isMainThread) {
  const { draws, workers, seed, plain } = readOptions('Estimates pi by Monte Carlo.', {
    draws: { initial: 1e8, most: 1e12, help: `random numbers, rounded up to a multiple of ${DRAWS}` },
    workers: { initial: availableParallelism(), most: 256, help: 'worker threads; with 1, this thread' },
    seed: { initial: 42n, help: 'the same seed gives the same answer' },
    plain: { initial: false, help: 'with Math.random, on this thread' },
  });
  const simulations = Math.ceil(draws / DRAWS);
  const points = (simulations * DRAWS) / 2;
  const tasks = Array.from({ length: simulations }, (_, stream) => ({ seed, stream }));

  const began = performance.now();
  const counts = plain
    ? [countOutsidePlainly(points)]
    : workers === 1
      ? tasks.map(countOutside)
      : await inWorkers(tasks, workers);
  const took = Math.round(performance.now() - began);

  const inside = 1 - counts.reduce((sum, count) => sum + count) / points;
  const error = Math.sqrt((inside * (1 - inside)) / points);
  const how = plain ? 'Math.random' : `seed ${seed}, workers: ${workers}`;
  console.log(`pi is ${4 * inside}, with a standard error of ${(4 * error).toPrecision(2)}`);
  console.log(`${points} points, ${took} ms, ${how}`);
}
