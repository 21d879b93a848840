import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { poolStats, sum } from '../../ts/index.ts';
import { nativeTest } from '../engines.ts';

// What a timer and a file read feel is measured by `npm run bench:loop`. Here: nothing that a user asks of the
// loop has to wait for a whole job, which takes far longer than this test.
nativeTest('timers and file reads go on while every slot is busy', async (t) => {
  const file = join(tmpdir(), `offloop-${process.pid}.tmp`);
  writeFileSync(file, Buffer.alloc(1 << 20));
  const stop = new AbortController();
  const running = sum({ distribution: 'gaussian', samples: 1e12 }, { engine: 'native', signal: stop.signal });
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
  await sum({ distribution: 'gaussian', samples: 3e6 }, { engine: 'typescript', allotment: 2 });
  clearInterval(timer);
  t.true(ticks >= 3);
});
