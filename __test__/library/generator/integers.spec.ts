import test from 'ava';
import fc from 'fast-check';
import { Generator, sampleSync } from '../../../ts/index.ts';
import { integer, numberOf, stepOf } from '../../../ts/library/distributions/integer.ts';
import { newBatch } from '../../../ts/library/stream/batch.ts';
import { engines } from '../../engines.ts';
import { deviations } from './deviations.ts';

const MOST = Number.MAX_SAFE_INTEGER;

for (const engine of engines) {
  test(`${engine}: integers are those of a job of the same seed, whatever their ranges were`, (t) => {
    const range = fc
      .tuple(
        fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -10, max: 10 })),
        fc.oneof(
          fc.integer({ min: 1, max: 100 }),
          fc
            .integer({ min: 0, max: 53 })
            .chain((bits) =>
              fc.integer({ min: -2, max: 2 }).map((near) => Math.min(MOST, Math.max(1, 2 ** bits + near))),
            ),
          fc.integer({ min: 1, max: MOST }),
          // Numbers of which 2^53 is nearly a multiple.
          fc.integer({ min: 1, max: 1e8 }).map((each) => Math.min(MOST, Math.floor(2 ** 53 / each))),
        ),
      )
      .map(([low, count]) => ({ low: Math.max(-MOST, Math.min(low, MOST - count)), count }));
    fc.assert(
      fc.property(fc.nat(), fc.array(range, { minLength: 1, maxLength: 40 }), (seed, ranges) => {
        const rng = new Generator({ seed, engine });
        const expected = ranges.map(({ low, count }, start) => {
          const job = { distribution: 'integer', low, high: low + count, seed, start, samples: 1 } as const;
          return sampleSync(job, { engine })[0];
        });
        t.deepEqual(
          ranges.map(({ low, count }) => rng.integer(low, low + count)),
          expected,
        );
        t.deepEqual(rng.positions, { integer: ranges.length });
      }),
      { numRuns: 100 },
    );
  });

  test(`${engine}: integers of ranges that do not divide 2^53 are uniform`, (t) => {
    for (const count of [3, 6, 7, 10, 1000]) {
      const rng = new Generator({ seed: 2026, engine });
      const counts = new Array<number>(count).fill(0);
      for (let n = 0; n < 100 * count + 100_000; n++) {
        counts[rng.integer(-5, count - 5) + 5]! += 1;
      }
      t.true(Math.abs(deviations(counts)) < 4, `${count}: ${deviations(counts)}`);
    }
  });

  test(`${engine}: integers of ranges that refuse much are uniform`, (t) => {
    for (const count of [MOST, 2 ** 52 + 1, 2 ** 51 + 2 ** 50, 6e15]) {
      const rng = new Generator({ seed: 99, engine });
      const counts = new Array<number>(64).fill(0);
      for (let n = 0; n < 50_000; n++) {
        counts[Math.floor((rng.integer(0, count) / count) * 64)]! += 1;
      }
      t.true(Math.abs(deviations(counts)) < 4, `${count}: ${deviations(counts)}`);
      t.deepEqual(rng.positions, { integer: 50_000 });
    }
  });

  test(`${engine}: the 120 orders of five items are equally frequent`, (t) => {
    const rng = new Generator({ seed: 5, engine });
    const counts = new Map<string, number>();
    for (let n = 0; n < 60_000; n++) {
      const order = rng.shuffle([0, 1, 2, 3, 4]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    t.is(counts.size, 120);
    t.true(Math.abs(deviations([...counts.values()])) < 4);
  });

  test(`${engine}: shuffle works in place, on typed arrays, too, and draws one sample an item`, (t) => {
    const rng = new Generator({ seed: 8, engine });
    const array = Array.from({ length: 1000 }, (_, i) => i);
    const typed = Uint16Array.from(array);
    t.is(rng.shuffle(array), array);
    t.deepEqual(rng.positions, { pick: 999 });
    rng.seek({ pick: 0 });
    t.is(rng.shuffle(typed), typed);
    t.deepEqual([...typed], array);
    t.deepEqual(
      array.toSorted((a, b) => a - b),
      Array.from({ length: 1000 }, (_, i) => i),
    );
    const { pick } = rng.positions;
    t.deepEqual(rng.shuffle([]), []);
    t.deepEqual(rng.shuffle(['one']), ['one']);
    t.is(rng.positions.pick, pick);
  });

  test(`${engine}: a shuffle that fails has drawn no pick`, (t) => {
    const rng = new Generator({ seed: 8, engine });
    let writes = 0;
    const refuses = new Proxy(
      Array.from({ length: 9 }, () => 0),
      { set: (array, key, value) => ++writes < 5 && Reflect.set(array, key, value) },
    );
    rng.shuffle([1, 2, 3]);
    const { state } = rng;
    t.throws(() => rng.shuffle(refuses), { instanceOf: TypeError });
    t.deepEqual(rng.state, state);
    t.deepEqual(
      rng.shuffle([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      Generator.from(state, { engine }).shuffle([1, 2, 3, 4, 5, 6, 7, 8, 9]),
    );
  });
}

const batch = newBatch();

test('a number has exactly the samples that whole numbers give it, and what is left over is refused', (t) => {
  for (const count of [1, 2, 3, 6, 7, 1000, 2 ** 31 - 1, 2 ** 32 + 1, 2 ** 52 - 1, 2 ** 52 + 1, MOST]) {
    const each = 2n ** 53n / BigInt(count);
    const attempt = integer.rule(Float64Array.of(0, count), false);
    for (const k of [0, 1, 2, Math.floor(count / 2), count - 2, count - 1, count]) {
      for (const bits of [BigInt(k) * each - 1n, BigInt(k) * each]) {
        if (bits >= 0n && bits < 2n ** 53n) {
          const refused = bits / each >= BigInt(count);
          // A draw, and an attempt at a redrawn sample with the same word.
          const drawn = numberOf(Number(bits) * 2 ** -53, count, stepOf(count));
          t.deepEqual([BigInt(drawn), drawn >= count], [bits / each, refused], `${count}, ${k}`);
          const [low, high] = [Number((bits << 11n) & 0xffff_ffffn), Number(bits >> 21n)];
          batch.low[0]![0] = low;
          batch.high[0]![0] = high;
          t.is(attempt.attempt(batch, 1), refused ? 1 : 0, `${count}, ${k}`);
          t.is(BigInt(batch.out[0]!), bits / each, `${count}, ${k}`);
        }
      }
    }
  }
});
