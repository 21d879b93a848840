import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import test from 'ava';
import { poolStats, sum, sumSync } from '../../../ts/index.ts';
import { idlePool, nativeTest } from '../../engines.ts';

// What the event loop feels of them is measured by `npm run bench:loop`. Here: every answer is right, and the loop turns.
const SMALL = { distribution: 'uniform', samples: 100, seed: 42n } as const;
const LONGER = { distribution: 'normal', samples: 100_000, seed: 42n } as const;
const ENDLESS = { ...LONGER, samples: 1e13 } as const;

/** Counts the turns of the event loop until a promise is settled. */
async function turnsUntil(settled: Promise<unknown>): Promise<number> {
  let turns = 0;
  let going = true;
  const end = (): void => {
    going = false;
  };
  settled.then(end, end);
  while (going) {
    await nextTurn();
    turns++;
  }
  return turns;
}

for (const [name, job] of Object.entries({ small: SMALL, longer: LONGER })) {
  test(`thousands of ${name} sums at once have their own answers, and the event loop turns meanwhile`, async (t) => {
    const streams = Array.from({ length: 2000 }, (_, stream) => stream);
    const sums = Promise.all(streams.map((stream) => sum({ ...job, stream })));
    t.true((await turnsUntil(sums)) > 1);
    const totals = await sums;
    for (const stream of streams.filter((stream) => stream % 97 === 0)) {
      t.deepEqual(totals[stream], sumSync({ ...job, stream }));
    }
  });
}

nativeTest('small sums one after the other leave timers their turns', async (t) => {
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 5);
  for (let stream = 0; !fired && stream < 1e7; stream++) {
    await sum({ ...SMALL, stream });
  }
  t.true(fired);
});

nativeTest(
  'thousands of jobs that wait are aborted each with its own reason, and none is left',
  async (t) => {
    const jobs = Array.from({ length: 3000 }, (_, stream) => {
      const stop = new AbortController();
      return { stop, ended: sum({ ...ENDLESS, stream }, { signal: stop.signal }).catch((error) => error) };
    });
    await delay(20);
    for (const [i, { stop }] of jobs.reverse().entries()) {
      stop.abort(i);
    }
    t.deepEqual(
      await Promise.all(jobs.map(({ ended }) => ended)),
      jobs.map((_, i) => i),
    );
    t.is(poolStats().waiting, 0);
    await t.notThrowsAsync(idlePool());
  },
);

nativeTest('aborted jobs in the queue hold up nobody', async (t) => {
  const long = new AbortController();
  const running = sum(ENDLESS, { signal: long.signal }).catch((error) => error);
  for (let round = 0; round < 5; round++) {
    const stop = new AbortController();
    const waiting = Array.from({ length: 500 }, (_, stream) =>
      sum({ ...ENDLESS, stream }, { signal: stop.signal }).catch((error) => error),
    );
    stop.abort('storm');
    t.true((await Promise.all(waiting)).every((reason) => reason === 'storm'));
    t.deepEqual(await sum({ ...LONGER, stream: round }), sumSync({ ...LONGER, stream: round }));
  }
  long.abort('enough');
  t.is(await running, 'enough');
  t.is(poolStats().waiting, 0);
});

nativeTest('a job that has ended does not wait for one slot more', async (t) => {
  for (let stream = 0; stream < 200; stream++) {
    await sum({ ...LONGER, samples: 400_000, stream });
    t.is(poolStats().waiting, 0);
  }
});

nativeTest('a callback that throws ends its job, and its slots', async (t) => {
  for (const name of ['onProgress', 'onChunk', 'onPause'] as const) {
    const options = {
      allotment: 1,
      [name]: () => {
        throw new Error(`${name} threw`);
      },
    };
    await t.throwsAsync(sum({ ...LONGER, samples: 1e8 }, options), { message: `${name} threw` });
    await t.notThrowsAsync(idlePool());
  }
});

nativeTest('a callback may start jobs', async (t) => {
  const inner: Promise<unknown>[] = [];
  const start = (): void => {
    if (inner.length < 40) {
      inner.push(sum({ ...LONGER, stream: inner.length }), sum({ ...SMALL, stream: inner.length }));
    }
  };
  const job = { ...LONGER, samples: 2e7 };
  t.deepEqual(await sum(job, { allotment: 1, onProgress: start, onPause: start }), sumSync(job));
  t.true(inner.length > 0);
  await t.notThrowsAsync(Promise.all(inner));
});
