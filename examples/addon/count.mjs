// `node count.mjs 1e10`: counts primes, with progress on standard error. Ctrl-C stops it.
import { countPrimes } from './index.mjs';

const below = Number(process.argv[2] ?? 1e9);
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());

let ticks = 0;
const ticking = setInterval(() => ticks++, 1);
try {
  const primes = await countPrimes(below, {
    signal: interrupt.signal,
    onProgress: (sieved) => process.stderr.write(`${((100 * sieved) / below).toFixed(1)} %\n`),
  });
  console.log(`${primes} primes below ${below}; the event loop ran ${ticks} timers meanwhile`);
} catch (error) {
  console.error(interrupt.signal.aborted ? 'interrupted' : error.message);
  process.exitCode = interrupt.signal.aborted ? 130 : 2;
} finally {
  clearInterval(ticking);
}
