import { readFile } from 'node:fs';
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import fc from 'fast-check';
import { feltIn, type LoopDelay, startLoopDelay } from '../../ts/timeline/loop-delay.ts';
import { LIMIT } from '../time.js';

const RESOLUTION = 4;

interface Block {
  readonly start: number;
  readonly end: number;
}

/** The gaps between the ticks of a timer, while the loop is blocked now and then, until a tick after the last block. */
function gapsAmong(blocks: readonly Block[]): number[] {
  const gaps: number[] = [];
  let last = 0;
  while (last <= Math.max(...blocks.map(({ end }) => end))) {
    // A tick that is due in a block comes when that ends.
    const due = last + RESOLUTION;
    const tick = blocks.find(({ start, end }) => start <= due && due < end)?.end ?? due;
    gaps.push(tick - last);
    last = tick;
  }
  return gaps;
}

/** The wait that a part `q` of all events stay below, when they arrive at any time of `elapsed`. */
function trueWait(blocks: readonly Block[], elapsed: number, q: number): number {
  const timeAbove = (wait: number): number =>
    blocks.reduce((sum, { start, end }) => sum + Math.max(0, end - start - wait), 0);
  let [low, high] = [0, elapsed];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    [low, high] = timeAbove(middle) > (1 - q) * elapsed ? [middle, high] : [low, middle];
  }
  return low;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);

/** Blocks one after the other, with or without a while in between. */
const blocks: fc.Arbitrary<Block[]> = fc
  .array(
    fc.record({
      idle: fc.double({ min: 0.001, max: 100, noNaN: true }),
      busy: fc.oneof(fc.double({ min: 0.001, max: 12, noNaN: true }), fc.integer({ min: 1, max: 1000 })),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((pieces) => {
    let end = 0;
    return pieces.map(({ idle, busy }) => {
      const start = end + idle;
      end = start + busy;
      return { start, end };
    });
  });

test('what is felt is right to the resolution, and no long block is taken for a shorter one', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(blocks, (some) => {
        const gaps = gapsAmong(some);
        const felt = feltIn(gaps, RESOLUTION);
        const longest = Math.max(...some.map(({ start, end }) => end - start));
        // Events arrive a millisecond apart, and a figure may lie between two of them.
        const isRight = (wait: number, q: number): boolean =>
          Math.abs(wait - trueWait(some, sum(gaps), q)) <= RESOLUTION + 2;
        return (
          isRight(felt.p50, 0.5) &&
          isRight(felt.p99, 0.99) &&
          felt.max <= longest + RESOLUTION + 1e-9 &&
          felt.max >= longest - (longest < 2 * RESOLUTION ? RESOLUTION : 1e-9)
        );
      }),
    ),
  );
});

test('the histogram alone hides a block that took most of the time', (t) => {
  const gaps = gapsAmong([{ start: 101, end: 1101 }]);
  const truth = trueWait([{ start: 101, end: 1101 }], sum(gaps), 0.5);
  t.true(truth > 440);
  t.true(Math.abs(feltIn(gaps, RESOLUTION).p50 - truth) < RESOLUTION);
  const histogram = createHistogram();
  for (const gap of gaps) {
    histogram.record(Math.round(gap * 1e6));
  }
  // Half of the events waited 450 ms, but half of the gaps are a tick's, and nearly all are.
  t.true(histogram.percentile(50) / 1e6 < RESOLUTION + 0.1);
  t.true(histogram.percentile(95) / 1e6 < RESOLUTION + 0.1);
});

test('the shortest time can be measured', (t) => {
  t.deepEqual(feltIn([0.01], RESOLUTION), { p50: 0, p99: 0, max: 0 });
});

/** Blocks the loop, and says for how long. */
function block(milliseconds: number): number {
  const began = performance.now();
  while (performance.now() - began < milliseconds) {}
  return performance.now() - began;
}

interface Measured {
  readonly felt: LoopDelay;
  /** How long the loop was blocked, and how long the meter ran at most. */
  readonly blocked: number;
  readonly elapsed: number;
}

async function measure(blockLoop: () => Promise<number>): Promise<Measured> {
  const began = performance.now();
  const meter = await startLoopDelay();
  const blocked = await blockLoop();
  const felt = await meter.stop();
  return { felt, blocked, elapsed: performance.now() - began };
}

/**
 * Nothing is felt as less than it was, which is checked every time. But a busy machine may block the loop as well,
 * so that what is felt as more has to be right only once, within the time that there is.
 */
async function once(isRight: () => Promise<boolean>): Promise<boolean> {
  for (const began = performance.now(); performance.now() - began < LIMIT; ) {
    if (await isRight()) {
      return true;
    }
  }
  return false;
}

const PATTERNS: Record<string, () => Promise<number>> = {
  'in the middle': async () => {
    await delay(200);
    const blocked = block(150);
    await delay(250);
    return blocked;
  },
  'right after the start': async () => {
    const blocked = block(150);
    await delay(450);
    return blocked;
  },
  'right before the stop': async () => {
    await delay(450);
    return block(150);
  },
  'in a callback of the thread pool': async () => {
    await delay(200);
    const blocked = await new Promise<number>((resolve) => {
      readFile(import.meta.filename, () => resolve(block(150)));
    });
    await delay(250);
    return blocked;
  },
  'and nothing else': async () => block(150),
};

for (const [name, pattern] of Object.entries(PATTERNS)) {
  test(`a block of known length is felt: ${name}`, async (t) => {
    const isRight = await once(async () => {
      const { felt, blocked, elapsed } = await measure(pattern);
      // An event in a hundred came in the block's first hundredth of all the time.
      const theory = blocked - elapsed * 0.01;
      t.true(felt.max >= blocked, `${felt.max} of ${blocked}`);
      t.true(felt.p99 >= theory - 2, `${felt.p99} of ${theory}`);
      t.true(felt.p50 >= blocked - elapsed * 0.5 - 2, `${felt.p50}`);
      t.true(felt.utilization >= (blocked / elapsed) * 0.99, `${felt.utilization}`);
      t.true(felt.p50 <= felt.p99 && felt.p99 <= felt.max && felt.utilization <= 1);
      return felt.max <= blocked + 10 && felt.p99 <= theory + 15;
    });
    t.true(isRight);
  });
}

test('a loop that is blocked half of the time is felt so', async (t) => {
  const isRight = await once(async () => {
    const { felt, blocked, elapsed } = await measure(async () => {
      let blocked = 0;
      for (let i = 0; i < 4; i++) {
        blocked += block(100);
        await delay(25);
      }
      return blocked;
    });
    // Of all events those in the last (elapsed / 2) / 4 of each block waited less than half of them.
    const theory = (blocked - elapsed * 0.5) / 4;
    t.true(felt.p50 >= theory - 2, `${felt.p50} of ${theory}`);
    t.true(felt.max >= blocked / 4);
    return felt.p50 <= theory + 15 && felt.utilization > 0.5;
  });
  t.true(isRight);
});

test('an idle loop is felt as idle', async (t) => {
  const isRight = await once(async () => {
    const { felt } = await measure(async () => {
      await delay(300);
      return 0;
    });
    t.true(felt.p50 >= 0);
    return felt.p99 < RESOLUTION && felt.max < 2 * RESOLUTION && felt.utilization < 0.3;
  });
  t.true(isRight);
});

test('a meter says the same when it is stopped again', async (t) => {
  const meter = await startLoopDelay();
  block(20);
  const felt = meter.stop();
  block(50);
  t.deepEqual(await meter.stop(), await felt);
});
