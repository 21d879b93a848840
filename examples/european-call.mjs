// The price of a European call by Monte Carlo, in worker threads, with its standard error.
// Simulation i draws from stream i of the seed, and sums are added in the order of the simulations, so the answer is
// the same to the last bit, however many workers share the simulations.
import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { fillSync } from 'offloop';
import { Piscina } from 'piscina';
import { readOptions } from './options.mjs';

const [SPOT, STRIKE, RATE, VOLATILITY, YEARS] = [100, 105, 0.03, 0.2, 1];
const DEVIATION = VOLATILITY * Math.sqrt(YEARS);
const MEDIAN = SPOT * Math.exp(RATE * YEARS - DEVIATION ** 2 / 2);
const DISCOUNT = Math.exp(-RATE * YEARS);
/** The normal sample that makes the price the strike. */
const BREAK_EVEN = Math.log(STRIKE / MEDIAN) / DEVIATION;
/** What Black and Scholes' formula gives. */
const EXACT = 7.12806;

/** Normal samples of a simulation. They are drawn an array at a time, which fits into a core's cache. */
const DRAWS = 2 ** 21;
const array = new Float64Array(2 ** 16);

function payoff(normal) {
  return normal > BREAK_EVEN ? MEDIAN * Math.exp(DEVIATION * normal) - STRIKE : 0;
}

/** A simulation: the sum of its payoffs, and of their squares. */
export default function sumPayoffs({ seed, stream }) {
  let [sum, squares] = [0, 0];
  for (let start = 0; start < DRAWS; start += array.length) {
    fillSync(array, { distribution: 'normal', seed, stream, start });
    for (let i = 0; i < array.length; i++) {
      const paid = payoff(array[i]);
      sum += paid;
      squares += paid * paid;
    }
  }
  return { sum, squares };
}

/** What offloop is compared with: Math.random and Marsaglia's polar method, which gives two samples at a time. */
function sumPayoffsPlainly(draws) {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < draws; i += 2) {
    let x;
    let y;
    let s;
    do {
      x = 2 * Math.random() - 1;
      y = 2 * Math.random() - 1;
      s = x * x + y * y;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt((-2 * Math.log(s)) / s);
    const [paid, alsoPaid] = [payoff(x * scale), payoff(y * scale)];
    sum += paid + alsoPaid;
    squares += paid * paid + alsoPaid * alsoPaid;
  }
  return { sum, squares };
}

async function inWorkers(tasks, workers) {
  const pool = new Piscina({ filename: import.meta.url, minThreads: workers, maxThreads: workers });
  const answers = await Promise.all(tasks.map((task) => pool.run(task)));
  await pool.close();
  return answers;
}

if (isMainThread) {
  const { draws, workers, seed, plain } = readOptions('Prices a European call by Monte Carlo.', {
    draws: { initial: 1e8, most: 1e12, help: `normal samples, rounded up to a multiple of ${DRAWS}` },
    workers: { initial: availableParallelism(), most: 256, help: 'worker threads; with 1, this thread' },
    seed: { initial: 42n, help: 'the same seed gives the same answer' },
    plain: { initial: false, help: 'with Math.random, on this thread' },
  });
  const simulations = Math.ceil(draws / DRAWS);
  const drawn = simulations * DRAWS;
  const tasks = Array.from({ length: simulations }, (_, stream) => ({ seed, stream }));

  const began = performance.now();
  const parts = plain
    ? [sumPayoffsPlainly(drawn)]
    : workers === 1
      ? tasks.map(sumPayoffs)
      : await inWorkers(tasks, workers);
  const took = Math.round(performance.now() - began);

  const { sum, squares } = parts.reduce((a, b) => ({ sum: a.sum + b.sum, squares: a.squares + b.squares }));
  const mean = sum / drawn;
  const error = Math.sqrt((squares / drawn - mean * mean) / drawn);
  const how = plain ? 'Math.random' : `seed ${seed}, workers: ${workers}`;
  console.log(
    `the call is worth ${DISCOUNT * mean}, with a standard error of ${(DISCOUNT * error).toPrecision(2)}`,
  );
  console.log(`Black and Scholes: ${EXACT}. ${drawn} prices, ${took} ms, ${how}`);
}
