import test from 'ava';
import { jobOf, oneAnswer } from '../../scripts/bench/kit/jobs.ts';
import { waysToSum } from '../../scripts/bench/throughput.ts';

test('every way to sum has an id of its own, and rows know their slots', (t) => {
  const ways = waysToSum(jobOf('uniform', 1000), { simd: 'avx2', slots: 12 });
  t.is(new Set(ways.map(({ id }) => id)).size, ways.length);
  t.is(ways[0]!.id, 'native-call');
  t.deepEqual(
    ways.flatMap(({ slots }) => slots ?? []),
    [1, 2, 4, 8, 12],
  );
});

test('without the native engine there is TypeScript alone', (t) => {
  const ways = waysToSum(jobOf('uniform', 1000), { simd: undefined, slots: 1 });
  t.deepEqual(
    ways.map(({ id }) => id),
    ['typescript-blocking', 'typescript-cooperative'],
  );
});

test('another answer to the same question is an error', (t) => {
  const check = oneAnswer('nothing');
  check({ units: 1n });
  check({ units: 1n });
  t.throws(() => check({ units: 2n }), { message: /disagree: this is a bug/ });
});
