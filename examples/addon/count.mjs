// `node count.mjs 1e9` counts primes, with progress on standard error. Ctrl-C stops it.
import { countPrimes } from './index.mjs';

const below = Number(process.argv[2] ?? 1e9);
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));

// The event loop is free meanwhile: it runs this timer, and the listeners of progress and of Ctrl-C.
let ticks = 0;
const timer = setInterval(() => ticks++, 5);
try {
  const primes = await countPrimes(below, {
    signal: interrupt.signal,
    onProgress: (sieved) => console.error(`${((100 * sieved) / Math.max(below, 1)).toFixed(1)} %`),
  });
  console.log(`${primes} primes below ${below}`);
  console.log(`a timer of 5 ms ran ${ticks} times meanwhile`);
} catch (error) {
  console.error(error.message);
  process.exitCode = interrupt.signal.aborted ? 130 : 2;
} finally {
  clearInterval(timer);
}
