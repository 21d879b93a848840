import test from 'ava';
import fc from 'fast-check';
import { caseOf, inTurns, measure, ratioOf } from '../../../scripts/bench/kit/measure.ts';
import { halfOf } from '../../../scripts/bench/kit/report.ts';
import { summarize } from '../../../scripts/bench/kit/summary.ts';
import { newProgress } from '../../../scripts/kit/progress.ts';
import { median, quantile, shuffled } from '../../../ts/timeline/index.ts';

const progress = newProgress(true);

test('quantiles are interpolated between neighbours', (t) => {
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 2, 3]), 2.5);
  t.is(quantile([10, 20, 30, 40, 50], 0.25), 20);
  t.is(quantile([10, 20], 0.75), 17.5);
  t.is(quantile([7], 0.9), 7);
  t.throws(() => median([]), { instanceOf: RangeError });
});

test('a median lies between the extremes, in whatever order the values come', (t) => {
  const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 });
  t.notThrows(() =>
    fc.assert(
      fc.property(values, (list) => {
        const { min, median: middle, max } = summarize(list);
        return min <= middle && middle <= max && middle === median(shuffled(list));
      }),
    ),
  );
});

test('a shuffle loses nothing', (t) => {
  const values = Array.from({ length: 100 }, (_, i) => i);
  t.deepEqual(
    shuffled(values).sort((a, b) => a - b),
    values,
  );
});

test('each round has every case once, after a round that only warms up', async (t) => {
  const order: string[] = [];
  const turns = { title: 'turns', cases: ['a', 'b', 'c'], rounds: 2, progress };
  const figures = await inTurns(turns, async (turn, figures) => {
    order.push(turn);
    return `${turn}${figures.length}`;
  });
  t.deepEqual(figures, [
    ['a0', 'a1'],
    ['b0', 'b1'],
    ['c0', 'c1'],
  ]);
  t.is(order.length, 9);
  for (const round of [0, 3, 6]) {
    t.deepEqual(order.slice(round, round + 3).sort(), ['a', 'b', 'c']);
  }
});

test('a slow case has had enough after a while, but has one round at least', async (t) => {
  let runs = 0;
  const slow = { id: 'slow', name: 'slow', kind: 'peer', samples: 1 } as const;
  const run = (): Promise<void> => {
    runs++;
    return new Promise((resolve) => setTimeout(resolve, 5));
  };
  const cases = [caseOf({ ...slow, run })];
  const [row] = await measure({ title: 'slow', cases, rounds: 9, warm: true, time: 0, enough: 1, progress });
  t.is(row!.rounds, 1);
  t.is(runs, 1);
  t.true(row!.median >= 4e6, 'a promise is waited for');
});

test("a ratio is that of the rounds' own times", (t) => {
  const ratio = ratioOf([2, 20, 6], [1, 10, 2]);
  t.is(ratio.median, 2);
  t.is(halfOf(ratio), 'half of the rounds within 2.000 … 2.500 times');
});
