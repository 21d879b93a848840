// Asks a server again and again until it is told to stop, and then tells how many milliseconds each answer took. It is a
// process of its own, so that asking does not disturb the event loop that answers. Arguments: the URL, and the
// milliseconds from one request to the next.
import { setTimeout as delay } from 'node:timers/promises';

const [url = '', every] = process.argv.slice(2);
const times: number[] = [];
let stopped = false;
process.once('message', () => {
  stopped = true;
});

process.once('disconnect', () => process.exit());

const began = performance.now();
for (let n = 1; !stopped; n++) {
  const asked = performance.now();
  await (await fetch(url, { signal: AbortSignal.timeout(10_000) })).text();
  times.push(performance.now() - asked);
  await delay(Math.max(0, began + n * Number(every) - performance.now()));
}
process.send?.(times, () => process.disconnect());
