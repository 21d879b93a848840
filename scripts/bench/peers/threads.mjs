// Piscina's worker threads, as another way to compute off the event loop.
import { Piscina } from 'piscina';

/** The samples of a task: milliseconds of work, as a chunk of offloop is. */
const TASK = 64 * 65_536;

/**
 * A job's samples as streams of its seed, a task each: a whole job that any thread can sum.
 *
 * @typedef {{ distribution: 'uniform' | 'normal', samples: number, seed: bigint }} Job
 * @param {Job} job
 */
export function tasksOf({ samples, ...job }) {
  return Array.from({ length: Math.ceil(samples / TASK) }, (_, stream) => ({
    ...job,
    samples: Math.min(TASK, samples - stream * TASK),
    stream,
  }));
}

/** @param {number} count how many threads */
export function startThreads(count) {
  const filename = new URL('thread.mjs', import.meta.url).href;
  const piscina = new Piscina({ filename, minThreads: count, maxThreads: count });
  const sumOf = async (tasks, engine, name) => {
    const sums = await Promise.all(tasks.map((task) => piscina.run({ engine, task }, { name })));
    return { units: sums.reduce((total, units) => total + units, 0n) };
  };
  return {
    /**
     * The exact sum of a job's tasks.
     *
     * @param {Job} job
     * @param {'native' | 'typescript'} engine
     * @returns {Promise<{ units: bigint }>}
     */
    sum: (job, engine) => sumOf(tasksOf(job), engine, 'default'),
    /**
     * The exact sum of several jobs, off the threads' own event loops.
     *
     * @param {readonly Job[]} jobs
     * @returns {Promise<{ units: bigint }>}
     */
    sumInSlots: (jobs) => sumOf(jobs, 'native', 'inSlots'),
    /** @returns {Promise<void>} */
    stop: () => piscina.destroy(),
  };
}
