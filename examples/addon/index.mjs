// Counts primes off the event loop: what JavaScript makes of the addon.
import { createRequire } from 'node:module';
import { inspect } from 'node:util';

const { count, stopAll } = createRequire(import.meta.url)('./primes.node');

/** The root of it is a million: its primes are found in a few milliseconds. */
const MOST = 1e12;

// `process.exit` waits for the slots before an addon hears of it.
process.once('exit', stopAll);

/**
 * How many primes there are below a number.
 *
 * @param {number} below a whole number up to 1e12
 * @param {{ signal?: AbortSignal, onProgress?: (sieved: number) => void }} [options]
 * @returns {Promise<number>}
 */
export async function countPrimes(below, { signal, onProgress } = {}) {
  if (!Number.isInteger(below) || below < 0 || below > MOST) {
    throw new RangeError(`below must be a whole number from 0 to ${MOST}, not ${inspect(below)}`);
  }
  signal?.throwIfAborted();
  const run = count(below);
  const cancel = () => run.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    for (;;) {
      const { sieved, primes } = await nextNews(run);
      onProgress?.(sieved);
      if (typeof primes === 'number') {
        return primes;
      }
    }
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    // Ends what is left when `onProgress` has thrown.
    run.cancel();
  }
}

function nextNews(run) {
  return new Promise((resolve, reject) => {
    run.next((sieved, primes, error) => (error ? reject(new Error(error)) : resolve({ sieved, primes })));
  });
}
