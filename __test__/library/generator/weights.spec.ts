import test from 'ava';
import fc from 'fast-check';
import { Generator, sampleSync, weights } from '../../../ts/index.ts';
import { Weights } from '../../../ts/library/distributions/categorical.ts';
import { chooseEngine } from '../../../ts/library/engines/choose.ts';
import { Draws } from '../../../ts/library/generator/draws.ts';
import { DrawKey } from '../../../ts/library/generator/key.ts';
import { ln } from '../../../ts/library/math/logarithm.ts';
import { openOf } from '../../../ts/library/math/open.ts';
import { engines } from '../../engines.ts';
import { deviations, tally } from './deviations.ts';

const seeds = fc.nat();

/** Weights of any size, from 1e-300 to 1e300, of which some are 0. */
const numbers = fc
  .array(
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: -300, max: 300 }).map((power) => 10 ** power),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .filter((list) => list.some((weight) => weight > 0));

for (const engine of engines) {
  test(`${engine}: a choice by weight is the categorical sample, of numbers and of prepared weights`, (t) => {
    fc.assert(
      fc.property(seeds, numbers, fc.integer({ min: 1, max: 300 }), (seed, list, samples) => {
        const job = { distribution: 'categorical', weights: list, seed, samples } as const;
        const expected = [...sampleSync(job, { engine })];
        const again = () => new Generator({ seed, engine });
        const prepared = weights(list);
        const [one, other, plain] = [again(), again(), again()];
        const each = (draw: () => number): number[] => Array.from({ length: samples }, draw);
        t.deepEqual(
          each(() => one.choice(list.length, list)),
          expected,
        );
        t.deepEqual(
          each(() => other.choice(list.length, prepared)),
          expected,
        );
        t.deepEqual(
          each(() => plain.categorical(list)),
          expected,
        );
        t.deepEqual(again().choices(list.length, samples, prepared), expected);
        t.deepEqual(again().choices(list.length, samples, Float64Array.from(list)), expected);
        t.deepEqual(one.positions, { categorical: samples });
        t.deepEqual(other.positions, { categorical: samples });
      }),
      { numRuns: 150 },
    );
  });

  test(`${engine}: weights that change at every call are those of the call`, (t) => {
    const list = [1, 1, 1];
    const [rng, again] = [new Generator({ seed: 4, engine }), new Generator({ seed: 4, engine })];
    for (let n = 0; n < 2000; n++) {
      list[n % 3] = n % 7;
      t.is(rng.choice(3, list), again.choice(3, weights(list)));
    }
    t.deepEqual(rng.state, again.state);
  });

  test(`${engine}: what is taken by weight has the largest order keys`, (t) => {
    fc.assert(
      fc.property(seeds, numbers, (seed, list) => {
        const largest = Math.max(...list);
        const order = new Draws(chooseEngine(engine), DrawKey.of(BigInt(seed), 0), 'order', 0);
        const all = list
          .map((weight, i) => ({ i, quotient: weight / largest, open: openOf(order.next()) }))
          .filter(({ quotient }) => quotient > 0)
          .map(({ i, quotient, open }) => ({ i, key: ln(open) / quotient }))
          .sort((a, b) => (a.key === b.key ? a.i - b.i : b.key - a.key))
          .map(({ i }) => i);
        const most = all.length;
        const rng = () => new Generator({ seed, engine });
        for (const count of [0, 1, most >> 1, most]) {
          const taker = rng();
          t.deepEqual(taker.take(list.length, count, weights(list)), all.slice(0, count));
          t.deepEqual(taker.positions, { order: list.length });
        }
        if (most < list.length) {
          t.throws(() => rng().take(list.length, most + 1, list), { name: 'RangeError' });
        }
      }),
      { numRuns: 150 },
    );
  });

  test(`${engine}: of thousands taken by weight the order is the same as of all`, (t) => {
    const list = Array.from({ length: 7000 }, (_, i) => (i * 7919) % 101);
    const most = list.filter((weight) => weight > 0).length;
    const all = new Generator({ seed: 5, engine }).take(7000, most, list);
    t.is(new Set(all).size, most);
    for (const count of [10, 1000, 5000]) {
      t.deepEqual(new Generator({ seed: 5, engine }).take(7000, count, list), all.slice(0, count));
    }
  });

  test(`${engine}: items come as often as their weights say`, (t) => {
    const rng = new Generator({ seed: 2026, engine });
    for (const scale of [1, 1e-300, 1e300]) {
      const list = [1, 2, 3, 4, 0, 90].map((weight) => weight * scale);
      const prepared = weights(list);
      const counts = tally(60_000, () => rng.choice(6, prepared));
      const of = [0, 1, 2, 3, 5];
      t.is(counts.size, of.length);
      t.true(
        Math.abs(
          deviations(
            of.map((k) => counts.get(String(k))!),
            of.map((k) => list[k]! / scale),
          ),
        ) < 4,
        `${scale}`,
      );
    }
    t.deepEqual([...tally(1000, () => rng.choice(3, [1e-300, 1e300, 1e-300])).keys()], ['1']);
  });

  test(`${engine}: pairs are taken one after the other, each by its weight among those that are left`, (t) => {
    const rng = new Generator({ seed: 6, engine });
    const list = [1, 2, 3, 4, 10];
    const sum = 20;
    const shares = new Map<string, number>();
    for (const [i, first] of list.entries()) {
      for (const [j, second] of list.entries()) {
        if (i !== j) {
          shares.set(`${i},${j}`, (first / sum) * (second / (sum - first)));
        }
      }
    }
    const pairs = tally(100_000, () => rng.take(5, 2, list));
    t.is(pairs.size, shares.size);
    t.true(
      Math.abs(
        deviations(
          [...pairs.values()],
          [...pairs.keys()].map((pair) => shares.get(pair)!),
        ),
      ) < 4,
    );
  });

  test(`${engine}: a state that is saved between weighted calls goes on, on any engine`, (t) => {
    const prepared = weights([3, 1, 4, 1, 5]);
    const call = fc.constantFrom(
      (rng: Generator) => rng.choice(5, prepared),
      (rng: Generator) => rng.choices(5, 70, [2, 7, 1, 8, 0]),
      (rng: Generator) => rng.take(5, 3, prepared),
      (rng: Generator) => rng.categorical([1, 2]),
    );
    const position = fc.integer({ min: 65_000, max: 66_000 });
    const calls = fc.array(fc.tuple(call, fc.constantFrom(...engines)), { maxLength: 12 });
    fc.assert(
      fc.property(seeds, position, calls, (seed, at, calls) => {
        const rng = new Generator({ seed, engine });
        rng.seek({ categorical: at, order: at });
        for (const [draw, other] of calls) {
          const { state } = rng;
          t.deepEqual(draw(rng), draw(Generator.from(state, { engine: other })));
        }
      }),
      { numRuns: 60 },
    );
  });
}

test('prepared weights do not change', (t) => {
  const list = [1, 0];
  const prepared = weights(list);
  list[0] = 0;
  list[1] = 1;
  t.is(prepared.length, 2);
  t.throws(() => Object.assign(prepared, { length: 3 }), { name: 'TypeError' });
  const rng = new Generator(1);
  t.deepEqual(rng.choices(2, 20, prepared), Array(20).fill(0));
  t.deepEqual(rng.choices(2, 20, list), Array(20).fill(1));
});

test('a bound of prepared weights is where the index of the plain ones changes', (t) => {
  // Uniforms next to the shares of many lists, as a word would have them.
  fc.assert(
    fc.property(numbers, fc.nat(59), fc.integer({ min: -3, max: 3 }), (list, at, near) => {
      const sum = list.reduce((all, weight) => all + weight, 0);
      const share = list.slice(0, at + 1).reduce((all, weight) => all + weight, 0) / sum;
      const uniform = Math.min(Math.max(0, Math.round(share * 2 ** 53) + near), 2 ** 53 - 1) * 2 ** -53;
      const [few, many] = [new Weights(list), new Weights(list)];
      for (let n = 0; n < 9; n++) {
        many.indexOf(0.5);
      }
      t.is(many.indexOf(uniform), few.indexOf(uniform));
    }),
    { numRuns: 2000 },
  );
});

test('the probability of each item is its share, but for less than 2^-50', (t) => {
  const list = fc.array(fc.double({ min: 2 ** -40, max: 2 ** 40, noNaN: true }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(list, (list) => {
      const shares = new Weights(list);
      const exact = list.map((weight) => BigInt(weight * 2 ** 100));
      const sum = exact.reduce((all, weight) => all + weight, 0n);
      let before = 0;
      for (const [i, weight] of exact.entries()) {
        const bound = firstAfter(shares, i);
        const error = BigInt(bound - before) * sum - (weight << 52n);
        t.true(error < 4n * sum && error > -4n * sum);
        before = bound;
      }
      t.is(before, 2 ** 52);
    }),
    { numRuns: 100 },
  );
});

/** The least multiple of 2^-52 with an index above one, in units of 2^-52. */
function firstAfter(shares: Weights, index: number): number {
  let [low, high] = [0, 2 ** 52];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (shares.indexOf(middle * 2 ** -52) > index) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
