// A process that measures one thing at a time, and speaks as generators.py does: a first line of what it offers, and then
// for each line that asks, `samples milliseconds id`, the nanoseconds of a sample.
import { createInterface } from 'node:readline';

/**
 * @param {readonly object[]} offered
 * @param {(id: string, samples: number) => Promise<{ run(): unknown, before?: () => Promise<void> }>} start what is to be
 * timed, and what goes before each time
 * @param {readonly string[]} leftOut what cannot be measured, and why
 */
export async function measureOnRequest(offered, start, leftOut = []) {
  console.log(JSON.stringify({ offered, leftOut, versions: {} }));
  let last = '';
  let started;
  for await (const line of createInterface({ input: process.stdin })) {
    const [samples, milliseconds, ...words] = line.split(' ');
    const id = words.join(' ');
    if (last !== `${samples} ${id}`) {
      last = `${samples} ${id}`;
      started = await start(id, Number(samples));
    }
    console.log(((await medianTime(started, Number(milliseconds))) * 1e6) / Number(samples));
  }
}

/** The milliseconds of a run: the median of as many as there is time for. */
async function medianTime({ run, before }, milliseconds) {
  const times = [];
  const end = performance.now() + milliseconds;
  do {
    await before?.();
    const began = performance.now();
    const result = run();
    if (result instanceof Promise) {
      await result;
    }
    times.push(performance.now() - began);
  } while (performance.now() < end);
  times.sort((a, b) => a - b);
  return times[times.length >> 1];
}
