// Draws arrays of so many samples, and tells how much memory the first took at most and how late the event loop was: idle,
// and meanwhile. A process of its own, since the most memory that a process ever had is known only once; in JavaScript,
// since tsx's own memory would make V8's work longer. Arguments: the distribution, the samples.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

const { sample } = await import(new URL('../../../dist/index.js', import.meta.url).href);
const [distribution, samples] = process.argv.slice(2);
const job = { distribution, samples: Number(samples), seed: 42n };

/** Milliseconds between the ticks from which the loop's delay is told. */
const RESOLUTION = 1;

/** How late the event loop was, in milliseconds. */
async function latenessWhile(work) {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  // What is felt lies between two ticks.
  await delay(10);
  await work();
  await delay(10);
  histogram.disable();
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  return { p99: late(histogram.percentile(99)), max: late(histogram.max) };
}

/** The most memory that this process ever had, in bytes. */
function peakMemory() {
  return process.platform === 'linux'
    ? Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
    : process.resourceUsage().maxRSS * 1024;
}

const before = process.memoryUsage.rss();
let array = await sample(job);
const memory = (peakMemory() - before) / array.byteLength;
array = undefined;
const idle = await latenessWhile(() => delay(500));
const sampling = await latenessWhile(async () => {
  for (let n = 0; n < 5; n++) {
    await sample(job);
  }
});
process.send({ memory, idle, sampling }, () => process.disconnect());
