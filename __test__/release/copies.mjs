// What copies.spec.ts runs: two copies of the package in a process compute at once. It is given their folders, and how.
import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const ENDLESS = { distribution: 'normal', samples: 1e13, seed: 1 };
const SHORT = { distribution: 'uniform', samples: 3e7, seed: 1 };

const load = (folder) => import(new URL('dist/index.js', `${pathToFileURL(folder)}/`).href);

/** Two endless sums in a copy, then the number of its slots at most, and a short sum. */
async function compute(copy, stop) {
  const sums = [0, 1].map((stream) =>
    copy.sum({ ...ENDLESS, stream }, { signal: stop.signal }).catch(() => {}),
  );
  return { copy, sums };
}

async function main([a, b, how]) {
  const stop = new AbortController();
  const first = await load(a);
  await compute(first, stop);
  let second;
  if (how === 'workers') {
    const threads = [a, b].map(
      (folder) => new Worker(new URL(import.meta.url), { workerData: folder, env: {} }),
    );
    await Promise.all(threads.map((thread) => new Promise((resolve) => thread.once('message', resolve))));
    second = first;
  } else {
    second = await load(b);
    await compute(second, stop);
  }
  let most = 0;
  for (let looks = 0; looks < 20; looks++) {
    await stat(a);
    most = Math.max(most, first.poolStats().busy, second.poolStats().busy);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const units = await Promise.all([first, second].map(async (copy) => String((await copy.sum(SHORT)).units)));
  stop.abort();
  return { most, size: first.poolStats().size, units };
}

if (isMainThread) {
  console.log(JSON.stringify(await main(process.argv.slice(2))));
  process.exit();
} else {
  await compute(await load(workerData), new AbortController());
  const { parentPort } = await import('node:worker_threads');
  parentPort.postMessage('started');
}
