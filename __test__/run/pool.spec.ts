import test from 'ava';
import { type ChunkEvent, poolStats, sum } from '../../ts/index.ts';
import { engines } from '../engines.ts';

const JOB = { distribution: 'uniform', samples: 4e7, seed: 42n } as const;

test('poolStats counts chunks and keeps waiting and running apart', async (t) => {
  const before = poolStats();
  t.true(before.size >= 1);
  t.is(before.busy, 0);
  t.is(before.waiting, 0);
  const chunks: ChunkEvent[] = [];
  await sum(JOB, { onChunk: (chunk) => chunks.push(chunk) });
  const after = poolStats();
  t.is(after.busy, 0);
  if (!engines.includes('native')) {
    t.is(after.ran.count, 0);
    return;
  }
  t.is(after.ran.count - before.ran.count, chunks.length);
  t.is(after.waited.count, after.ran.count);
  for (const { min, mean, p50, p99, max } of [after.ran, after.waited]) {
    t.true(0 < min && min <= p50 && p50 <= p99 && p99 <= max && min <= mean && mean <= max);
  }
  const longest = Math.max(...chunks.map(({ started, ended }) => ended - started));
  t.true(after.ran.max >= longest * 0.98, 'a histogram keeps two digits');
});

test('chunks that wait for a slot are counted as waiting, and each slot does one at a time', async (t) => {
  if (!engines.includes('native')) {
    t.log('left out: the native engine is not there');
    return t.pass();
  }
  const { size } = poolStats();
  const chunks: ChunkEvent[] = [];
  const jobs = Array.from({ length: size + 2 }, (_, stream) =>
    sum({ ...JOB, stream }, { concurrency: 1, onChunk: (chunk) => chunks.push(chunk) }),
  );
  await new Promise(setImmediate);
  const { busy, waiting } = poolStats();
  t.is(busy, size);
  t.is(waiting, 2);
  await Promise.all(jobs);
  t.is(poolStats().waiting, 0);
  t.deepEqual(
    [...new Set(chunks.map(({ slot }) => slot))].sort(),
    Array.from({ length: size }, (_, n) => n),
  );
  for (let slot = 0; slot < size; slot++) {
    const own = chunks.filter((chunk) => chunk.slot === slot).sort((a, b) => a.queued - b.queued);
    for (const [i, chunk] of own.entries()) {
      t.true(chunk.queued <= chunk.started && chunk.started <= chunk.ended);
      t.true(i === 0 || own[i - 1]!.ended <= chunk.queued);
    }
  }
});

test('chunks of long jobs take turns', async (t) => {
  if (!engines.includes('native')) {
    t.log('left out: the native engine is not there');
    return t.pass();
  }
  // As many long jobs as fill every slot, then a short one: it must not wait for any of them to end.
  const order: string[] = [];
  const stop = new AbortController();
  const long = Array.from({ length: poolStats().size }, (_, stream) =>
    sum({ ...JOB, samples: 1e13, stream }, { concurrency: 1, signal: stop.signal }).catch(() => {
      order.push('long');
    }),
  );
  await sum({ ...JOB, samples: 1e6 });
  order.push('short');
  stop.abort();
  await Promise.all(long);
  t.is(order[0], 'short');
});
