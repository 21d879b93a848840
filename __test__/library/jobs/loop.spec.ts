import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { poolStats, sampleInChunks, sum, sumSync } from '../../../ts/index.ts';
import { nativeTest } from '../../engines.ts';

// What a timer and a file read feel is measured by `npm run bench:loop`. Here: nothing that a user asks of the
// loop has to wait for a whole job, which takes far longer than this test.
nativeTest('timers and file reads go on while every slot is busy', async (t) => {
  const file = join(tmpdir(), `offloop-${process.pid}.tmp`);
  writeFileSync(file, Buffer.alloc(1 << 20));
  const stop = new AbortController();
  const running = sum({ distribution: 'normal', samples: 1e12 }, { engine: 'native', signal: stop.signal });
  await delay(50);
  t.is(poolStats().busy, poolStats().size);
  for (let i = 0; i < 20; i++) {
    t.is((await readFile(file)).length, 1 << 20);
    await delay(1);
  }
  stop.abort('seen enough');
  t.is(await running.catch((error) => error), 'seen enough');
  await rm(file);
});

test('the cooperative mode lets timers in between its allotments', async (t) => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await sum(
    { distribution: 'normal', samples: 3e6 },
    { engine: 'typescript', mode: 'cooperative', allotment: 2 },
  );
  clearInterval(timer);
  t.true(ticks >= 3);
});

test('cooperative jobs have one allotment in a turn of the loop together, and chunks of samples, too', async (t) => {
  const job = { distribution: 'uniform', seed: 1 } as const;
  // An allotment that every chunk spends: each turn of the loop has one.
  const turns = { engine: 'typescript', mode: 'cooperative', allotment: 1e-6 } as const;
  let inTurn = 0;
  let most = 0;
  let turning = true;
  const turn = (): void => {
    inTurn = 0;
    if (turning) setImmediate(turn);
  };
  turn();
  const onChunk = (): void => {
    most = Math.max(most, ++inTurn);
  };
  const sums = Array.from({ length: 20 }, (_, stream) =>
    sum({ ...job, stream, samples: 300_000 }, { ...turns, onChunk }),
  );
  const { units } = await sums[7]!;
  t.is(units, sumSync({ ...job, stream: 7, samples: 300_000 }).units);
  await Promise.all(sums);
  t.is(most, 1);
  most = 0;
  for await (const _ of sampleInChunks(
    { ...job, samples: 10 * 65_536 },
    { ...turns, chunkSamples: 65_536, onChunk },
  )) {
    t.true(most <= 1);
  }
  turning = false;
});

test('a cooperative job that waits for its turn is aborted at once', async (t) => {
  const job = { distribution: 'normal', samples: 1e12 } as const;
  const options = { engine: 'typescript', mode: 'cooperative', allotment: 50 } as const;
  const others = new AbortController();
  const running = Array.from({ length: 10 }, () =>
    sum(job, { ...options, signal: others.signal }).catch(() => {}),
  );
  let chunks = 0;
  const stop = new AbortController();
  const waiting = sum(job, { ...options, signal: stop.signal, onChunk: () => chunks++ });
  stop.abort('no more');
  t.is(await waiting.catch((reason) => reason), 'no more');
  t.is(chunks, 0, 'nothing was computed for it');
  others.abort();
  await Promise.all(running);
});
