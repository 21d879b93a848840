// `npm run bench:loop`: what timers and file reads feel while a job runs off the event loop, against the same
// process idle, in turns.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseEngine } from '../ts/engine/choose.ts';
import { formatDuration } from '../ts/format.ts';
import { sum } from '../ts/index.ts';

const BEAT = 10;
const ROUNDS = 3;
const ROUND = Number(process.argv[2] ?? 5) * 1000;

interface Felt {
  readonly gaps: number[];
  readonly reads: number[];
}

const file = join(tmpdir(), `offloop-loop-${process.pid}.tmp`);
await writeFile(file, Buffer.alloc(1 << 20));
const idle: Felt = { gaps: [], reads: [] };
const busy: Felt = { gaps: [], reads: [] };
const { simd } = chooseEngine('native');
console.error(
  `${ROUNDS} rounds of ${ROUND / 1000} s idle and ${ROUND / 1000} s with a threadpool job on every slot …`,
);
for (let round = 0; round < ROUNDS; round++) {
  await feel(idle);
  const stop = new AbortController();
  const job = sum({ distribution: 'gaussian', samples: 1e13 }, { engine: 'native', signal: stop.signal });
  await feel(busy);
  stop.abort('measured');
  await job.catch(() => {});
}
await rm(file);

console.log(`Native engine (SIMD ${simd}); a ${BEAT} ms timer, and reads of 1 MiB:`);
for (const [name, felt] of Object.entries({ idle, busy })) {
  console.log(
    `  ${name}  timer gap p50 ${at(felt.gaps, 0.5)}, p99 ${at(felt.gaps, 0.99)}, max ${at(felt.gaps, 1)};` +
      ` file read p50 ${at(felt.reads, 0.5)}, p99 ${at(felt.reads, 0.99)}, max ${at(felt.reads, 1)}`,
  );
}
console.log(
  `  busy/idle: file read p50 ${(quantile(busy.reads, 0.5) / quantile(idle.reads, 0.5)).toFixed(2)} times`,
);

/** Notes the gaps of a timer and the times of file reads for a round. */
async function feel({ gaps, reads }: Felt): Promise<void> {
  let last = performance.now();
  const until = last + ROUND;
  const timer = setInterval(() => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }, BEAT);
  while (performance.now() < until) {
    const began = performance.now();
    await readFile(file);
    reads.push(performance.now() - began);
    await delay(7);
  }
  clearInterval(timer);
}

function at(values: number[], q: number): string {
  return formatDuration(quantile(values, q));
}

function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
