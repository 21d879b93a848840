import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { type ChunkEvent, poolStats, sum, sumInChunks, sumSync } from '../../../ts/index.ts';
import { fewer, idlePool, nativeTest } from '../../engines.ts';

const JOB = { distribution: 'uniform', samples: 4e7, seed: 42n } as const;
const ENDLESS = { ...JOB, samples: 1e13 } as const;

test('poolStats counts what slots did, and keeps waiting and running apart', async (t) => {
  const before = poolStats();
  t.is(before.busy, 0);
  t.is(before.waiting, 0);
  const chunks: ChunkEvent[] = [];
  await sum(JOB, { onChunk: (chunk) => chunks.push(chunk) });
  // The answer may be here before its last slot has left.
  await t.notThrowsAsync(idlePool());
  const after = poolStats();
  t.is(after.busy, 0);
  t.true(after.size >= 1);
  t.is(after.ran.count - before.ran.count, chunks.length);
  t.is(after.waited.count, after.ran.count);
  for (const { min, mean, p50, p99, max } of [after.ran, after.waited]) {
    t.true(0 < min && min <= p50 && p50 <= p99 && p99 <= max && min <= mean && mean <= max);
  }
  const longest = Math.max(...chunks.map(({ started, ended }) => ended - started));
  t.true(after.ran.max >= longest * 0.98, 'a histogram keeps two digits');
});

nativeTest('what slots did covers the job once, and a slot does one thing at a time', async (t) => {
  const { size } = poolStats();
  const chunks: ChunkEvent[] = [];
  const jobs = Array.from({ length: size + 2 }, (_, stream) =>
    sum({ ...JOB, samples: 1e8, stream }, { onChunk: (chunk) => chunks.push(chunk) }),
  );
  await Promise.all(jobs);
  t.is(
    chunks.reduce((all, { samples }) => all + samples, 0),
    1e8 * jobs.length,
  );
  for (const slot of new Set(chunks.map((chunk) => chunk.slot))) {
    t.true(slot! < size);
    const own = chunks.filter((chunk) => chunk.slot === slot).sort((a, b) => a.started - b.started);
    for (const [i, chunk] of own.entries()) {
      t.true(chunk.queued <= chunk.started && chunk.started <= chunk.ended);
      t.true(i === 0 || own[i - 1]!.ended <= chunk.started + 1e-6);
    }
  }
});

nativeTest('jobs beyond the slots wait, and are counted', async (t) => {
  const { size } = poolStats();
  const stop = new AbortController();
  const options = { concurrency: 1, signal: stop.signal };
  const jobs = Array.from({ length: size + 2 }, (_, stream) => sum({ ...ENDLESS, stream }, options));
  await delay(30);
  const { busy, waiting } = poolStats();
  t.is(busy, size);
  t.is(waiting, 2);
  stop.abort('seen');
  const ended = await Promise.allSettled(jobs);
  t.true(ended.every((job) => job.status === 'rejected' && job.reason === 'seen'));
  t.is(poolStats().waiting, 0);
  await t.notThrowsAsync(idlePool());
});

nativeTest('long jobs take turns with a short one', async (t) => {
  // As many long jobs as fill every slot, then a short one: it must not wait for any of them to end.
  const order: string[] = [];
  const stop = new AbortController();
  const long = Array.from({ length: poolStats().size }, (_, stream) =>
    sum({ ...ENDLESS, stream }, { concurrency: 1, signal: stop.signal }).catch(() => {
      order.push('long');
    }),
  );
  await sum({ ...JOB, samples: 1e6 });
  order.push('short');
  stop.abort();
  await Promise.all(long);
  t.is(order[0], 'short');
});

nativeTest('turns are fair: equal jobs end about together', async (t) => {
  const done: number[] = [];
  const began = performance.now();
  const job = (stream: number) =>
    sum({ ...JOB, distribution: 'normal', samples: fewer(1e8), stream }, { allotment: 5 }).then(() =>
      done.push(performance.now() - began),
    );
  await Promise.all([0, 1, 2, 3, 4].map(job));
  // First come, first served would end the first after a fifth of the time.
  t.true(done[0]! > done.at(-1)! / 2);
});

nativeTest('concurrency beyond the slots is clamped', async (t) => {
  const slots = new Set<number | undefined>();
  const total = await sum(JOB, { concurrency: 1024, onChunk: ({ slot }) => slots.add(slot) });
  t.deepEqual(total, sumSync(JOB));
  t.true(slots.size <= poolStats().size);
});

nativeTest('a loop that asks for no more holds no slot, and goes on when it does', async (t) => {
  const chunks = sumInChunks({ ...ENDLESS, distribution: 'normal' }, { allotment: 5 });
  const done: number[] = [];
  for await (const { samplesDone } of chunks) {
    done.push(samplesDone);
    if (done.length === 2) {
      break;
    }
    await delay(60);
    await t.notThrowsAsync(idlePool());
  }
  t.true(done[1]! > done[0]!);
  // Two allotments on every slot at the most, not sixty milliseconds of work.
  t.true(done[1]! < 1e8);
});

nativeTest('an abandoned loop lets go of its slots', async (t) => {
  await sumInChunks(ENDLESS, { allotment: 2 }).next();
  await delay(40);
  await t.notThrowsAsync(idlePool());
});
