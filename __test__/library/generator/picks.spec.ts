import test from 'ava';
import fc from 'fast-check';
import { Generator } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';
import { deviations, tally } from './deviations.ts';

const MOST = Number.MAX_SAFE_INTEGER;

const seeds = fc.nat();
const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9000 }));

/** A list of a size and how many are asked for. */
const parts = sizes.chain((size) => fc.tuple(fc.constant(size), fc.nat(size)));

function numbersBelow(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}

for (const engine of engines) {
  test(`${engine}: choices are choice again and again, of few and of many`, (t) => {
    const counts = fc.oneof(fc.nat(40), fc.nat(5000));
    const bounds = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: MOST }));
    fc.assert(
      fc.property(seeds, bounds, counts, (seed, n, count) => {
        const [rng, again] = [new Generator({ seed, engine }), new Generator({ seed, engine })];
        t.deepEqual(
          rng.choices(n, count),
          Array.from({ length: count }, () => again.choice(n)),
        );
        t.deepEqual(rng.state, again.state);
      }),
      { numRuns: 60 },
    );
  });

  test(`${engine}: what is taken is what a shuffle from the front on would have brought there`, (t) => {
    fc.assert(
      fc.property(seeds, parts, (seed, [size, count]) => {
        const [rng, again] = [new Generator({ seed, engine }), new Generator({ seed, engine })];
        const items = numbersBelow(size);
        for (let i = 0; i < count; i++) {
          const j = i + again.choice(size - i);
          [items[i], items[j]] = [items[j]!, items[i]!];
        }
        t.deepEqual(rng.take(size, count), items.slice(0, count));
        t.deepEqual(rng.state, again.state);
      }),
      { numRuns: 100 },
    );
  });

  test(`${engine}: a shuffle swaps from the end on, and a permutation is the shuffled numbers`, (t) => {
    fc.assert(
      fc.property(seeds, sizes, (seed, size) => {
        const [rng, again] = [new Generator({ seed, engine }), new Generator({ seed, engine })];
        const items = numbersBelow(size);
        for (let i = size - 1; i > 0; i--) {
          const j = again.choice(i + 1);
          [items[i], items[j]] = [items[j]!, items[i]!];
        }
        t.deepEqual([...rng.permutation(size)], items);
        t.deepEqual(rng.state, again.state);
        rng.seek({ pick: 0 });
        t.deepEqual(rng.shuffle(numbersBelow(size)), items);
      }),
      { numRuns: 60 },
    );
  });

  test(`${engine}: all that are taken are a permutation, and the list is left alone`, (t) => {
    fc.assert(
      fc.property(seeds, sizes, (seed, size) => {
        const list = Object.freeze(numbersBelow(size));
        t.deepEqual(ascending(new Generator({ seed, engine }).take(list, size)), list);
      }),
      { numRuns: 60 },
    );
  });

  test(`${engine}: a list is the same as an array, a typed array, a text and a number`, (t) => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 200 }), fc.nat(50), (seed, size, count) => {
        const numbers = numbersBelow(size);
        const text = numbers.map((n) => String.fromCodePoint(0x1f300 + n));
        const taken = Math.min(size, count);
        const picked = [
          size,
          numbers,
          Float32Array.from(numbers),
          BigInt64Array.from(numbers.map(BigInt)),
          text.join(''),
        ].map((list) => {
          const rng = new Generator({ seed, engine });
          const any = list as number[];
          const found = [rng.choice(any), ...rng.choices(any, count), ...rng.take(any, taken)] as unknown[];
          t.deepEqual(rng.positions, { pick: 1 + count + taken });
          return found.map((item) => (typeof item === 'string' ? text.indexOf(item) : Number(item)));
        });
        for (const found of picked) {
          t.deepEqual(found, picked[0]!);
        }
      }),
      { numRuns: 60 },
    );
  });

  test(`${engine}: every kind of array is shuffled alike, at any place of its memory`, (t) => {
    const order = [...new Generator({ seed: 3, engine }).permutation(100)];
    const kinds = [
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
    ];
    for (const kind of kinds) {
      const array = kind.from(numbersBelow(102));
      const part = new kind(array.buffer, kind.BYTES_PER_ELEMENT, 100);
      const rng = new Generator({ seed: 3, engine });
      t.is(rng.shuffle(part), part);
      t.deepEqual([...array], [0, ...order.map((n) => n + 1), 101], kind.name);
    }
    for (const kind of [BigInt64Array, BigUint64Array]) {
      const array = kind.from(numbersBelow(100).map((n) => BigInt(n) << 55n));
      t.deepEqual(
        [...new Generator({ seed: 3, engine }).shuffle(array)].map((n) =>
          Number(BigInt.asUintN(64, n) >> 55n),
        ),
        order,
        kind.name,
      );
    }
    for (const of of [(n: number) => n, (n: number) => n + 0.5, String, (n: number) => ({ n })]) {
      t.deepEqual(
        new Generator({ seed: 3, engine }).shuffle(numbersBelow(100).map(of as never)) as unknown[],
        order.map(of as never),
      );
    }
  });

  test(`${engine}: a reservoir keeps the first items and replaces them`, async (t) => {
    const counts = fc.oneof(fc.nat(10), fc.nat(400));
    await fc.assert(
      fc.asyncProperty(seeds, counts, counts, async (seed, size, count) => {
        const again = new Generator({ seed, engine });
        const kept = numbersBelow(Math.min(size, count));
        for (let n = count; n < size && count > 0; n++) {
          const j = again.choice(n + 1);
          if (j < count) {
            kept[j] = n;
          }
        }
        const rng = new Generator({ seed, engine });
        t.deepEqual(rng.reservoir(new Set(numbersBelow(size)), count), kept);
        t.deepEqual(rng.state, again.state);
        rng.seek({ pick: 0 });
        t.deepEqual(await rng.reservoir(slowly(numbersBelow(size)), count), kept);
        t.deepEqual(rng.state, again.state);
      }),
      { numRuns: 60 },
    );
  });

  test(`${engine}: picks go on from a saved state, on any engine, and do not depend on how they are drawn`, (t) => {
    const call = fc.oneof(
      fc.integer({ min: 1, max: 100 }).map((n) => (rng: Generator) => rng.choice(n)),
      parts.map(
        ([size, count]) =>
          (rng: Generator) =>
            rng.take(size, count),
      ),
      fc.nat(3000).map((n) => (rng: Generator) => [...rng.permutation(n)]),
      fc.nat(3000).map((n) => (rng: Generator) => rng.string(n)),
      fc.nat(300).map((n) => (rng: Generator) => rng.reservoir(numbersBelow(n), 20)),
    );
    const then = fc.constantFrom(...engines);
    const positions = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 60_000, max: 70_000 }),
      fc.integer({ min: 0, max: 2 ** 52 }),
    );
    fc.assert(
      fc.property(
        seeds,
        positions,
        fc.array(fc.tuple(call, then), { maxLength: 12 }),
        (seed, pick, calls) => {
          const rng = new Generator({ seed, engine });
          rng.seek({ pick });
          for (const [draw, other] of calls) {
            const { state } = rng;
            t.deepEqual(draw(rng), draw(Generator.from(state, { engine: other })));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test(`${engine}: a pick that is drawn again is that of its own number`, (t) => {
    // Half of the picks of such a bound are drawn again; a batch and single picks must agree.
    const n = 2 ** 52 + 1;
    const [rng, again] = [new Generator({ seed: 8, engine }), new Generator({ seed: 8, engine })];
    const found = rng.choices(n, 3000);
    t.deepEqual(
      found,
      Array.from({ length: 3000 }, () => again.choice(n)),
    );
    t.true(found.some((k) => k >= n / 2) && found.every((k) => k < n));
    t.is(new Set(rng.take(n, 5000)).size, 5000);
  });

  test(`${engine}: items of a list are equally likely`, (t) => {
    const rng = new Generator({ seed: 2026, engine });
    for (const n of [2, 6, 7, 100]) {
      const each = tally(50_000, () => rng.choice(n));
      t.true(Math.abs(deviations([...each.values()])) < 4, `${n}`);
    }
    const chosen = rng.choices(1000, 200_000);
    t.true(Math.abs(deviations([...tally(200_000, () => chosen.pop()).values()])) < 4);
  });

  test(`${engine}: every ordered pair is taken equally often, from a short list and from a long one`, (t) => {
    const rng = new Generator({ seed: 5, engine });
    const pairs = tally(60_000, () => rng.take(6, 2));
    t.is(pairs.size, 30);
    t.true(Math.abs(deviations([...pairs.values()])) < 4);
    const halves = tally(60_000, () => rng.take(1e6, 3).map((k) => Math.floor(k / 250_000)));
    t.is(halves.size, 64);
    t.true(Math.abs(deviations([...halves.values()])) < 4);
  });

  test(`${engine}: the 120 permutations of five are equally frequent`, (t) => {
    const rng = new Generator({ seed: 6, engine });
    const orders = tally(60_000, () => rng.permutation(5));
    t.is(orders.size, 120);
    t.true(Math.abs(deviations([...orders.values()])) < 4);
  });

  test(`${engine}: each item has the same chance to stay in a reservoir`, (t) => {
    const rng = new Generator({ seed: 7, engine });
    const pairs = tally(45_000, () => ascending(rng.reservoir(numbersBelow(10), 2)));
    t.is(pairs.size, 45);
    t.true(Math.abs(deviations([...pairs.values()])) < 4);
  });

  test(`${engine}: a call that throws has drawn nothing`, async (t) => {
    const rng = new Generator({ seed: 9, engine });
    rng.shuffle([1, 2, 3]);
    rng.categorical([1, 2]);
    const { state } = rng;
    const failing = Array.from({ length: 50 }, (_, i) => i);
    for (let i = 0; i < failing.length; i++) {
      Object.defineProperty(failing, i, {
        get() {
          throw new Error('no item');
        },
      });
    }
    const weights = numbersBelow(50).map(() => 1);
    function* breaking(): globalThis.Generator<number> {
      yield* numbersBelow(90);
      throw new Error('no item');
    }
    for (const call of [
      () => rng.choice(failing),
      () => rng.choices(failing, 30),
      () => rng.take(failing, 30),
      () => rng.choice(failing, weights),
      () => rng.choices(failing, 30, weights),
      () => rng.take(failing, 30, weights),
      () => rng.reservoir(breaking(), 20),
      () => rng.shuffle(failing),
    ]) {
      t.throws(call, { message: 'no item' }, String(call));
      t.deepEqual(rng.state, state, String(call));
    }
    await t.throwsAsync(async () => rng.reservoir(slowly(breaking()), 20), { message: 'no item' });
    t.deepEqual(rng.state, state);
    t.deepEqual(rng.permutation(50), Generator.from(state, { engine }).permutation(50));
  });

  test(`${engine}: no call passes the last pick`, (t) => {
    const rng = new Generator({ seed: 9, engine });
    rng.seek({ pick: MOST - 5, categorical: MOST - 5, order: MOST - 5 });
    const { state } = rng;
    for (const call of [
      () => rng.choices(3, 6),
      () => rng.take(30, 6),
      () => rng.permutation(7),
      () => rng.shuffle(numbersBelow(7)),
      () => rng.string(6),
      () => rng.reservoir(numbersBelow(10), 3),
      () => rng.choices(3, 6, [1, 2, 3]),
      () => rng.take(6, 2, [1, 2, 3, 4, 5, 6]),
    ]) {
      t.throws(call, { name: 'RangeError', message: /^a generator has 2\^53 - 1 / }, String(call));
      t.deepEqual(rng.state, state, String(call));
    }
    t.is(rng.choices(3, 5).length, 5);
    t.throws(() => rng.choice(3), { name: 'RangeError' });
    t.is(rng.positions.pick, MOST);
  });

  test(`${engine}: what is drawn while a list is read draws picks of its own`, (t) => {
    const rng = new Generator({ seed: 10, engine });
    const inner: number[][] = [];
    const list = numbersBelow(3000);
    Object.defineProperty(list, 2999, {
      get: () => {
        inner.push([...rng.permutation(3000)]);
        return 2999;
      },
    });
    const outer = rng.take(list, 3000);
    t.deepEqual(ascending(outer), numbersBelow(3000));
    t.true(inner.length > 0);
    for (const order of inner) {
      t.deepEqual(ascending(order), numbersBelow(3000));
    }
  });

  test(`${engine}: an asynchronous reservoir that fails leaves what others drew`, async (t) => {
    const rng = new Generator({ seed: 11, engine });
    async function* items(): AsyncGenerator<number> {
      yield* numbersBelow(9);
      rng.choice(3);
      throw new Error('no item');
    }
    await t.throwsAsync(async () => rng.reservoir(items(), 2), { message: 'no item' });
    t.is(rng.positions.pick, 8);
  });
}

async function* slowly(items: Iterable<number>): AsyncGenerator<number> {
  for (const item of items) {
    await undefined;
    yield item;
  }
}

test('few items of many take little time and memory', (t) => {
  const rng = new Generator(1);
  t.is(new Set(rng.take(MOST, 1000)).size, 1000);
  let reads = 0;
  const list = new Proxy(numbersBelow(100_000), {
    get: (array, key) => {
      reads++;
      return Reflect.get(array, key);
    },
  });
  t.is(new Set(rng.take(list, 100)).size, 100);
  t.true(reads < 200);
});

test('a list of one, of none, and none of a list', (t) => {
  const rng = new Generator(1);
  t.is(rng.choice(['only']), 'only');
  t.deepEqual(rng.positions, { pick: 1 });
  t.deepEqual(rng.choices([], 0), []);
  t.deepEqual(rng.take([], 0), []);
  t.deepEqual(rng.take(0, 0), []);
  t.deepEqual(rng.permutation(0), new Uint32Array(0));
  t.deepEqual(rng.permutation(1), new Uint32Array(1));
  t.deepEqual(rng.reservoir('', 3), []);
  t.deepEqual(rng.reservoir('abc', 0), []);
  t.deepEqual(rng.positions, { pick: 1 });
  t.deepEqual(rng.take('🎲🎲', 2), ['🎲', '🎲']);
});

/** Whether two types are the same, which is a matter for tsc alone. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;

function same<A, B>(_: Same<A, B>): void {}

test('items keep their types', async (t) => {
  const rng = new Generator(1);
  const sides = ['heads', 'tails'] as const;
  const side = rng.choice(sides);
  same<typeof side, 'heads' | 'tails'>(true);
  const mixed: readonly (string | Date)[] = ['now', new Date(0)];
  const any = rng.choice(mixed, [1, 2]);
  same<typeof any, string | Date>(true);
  const number = rng.choice(5);
  same<typeof number, number>(true);
  const letter = rng.choice('abc');
  same<typeof letter, string>(true);
  const single = rng.choice(Float32Array.of(1));
  same<typeof single, number>(true);
  const big = rng.choice(BigInt64Array.of(1n));
  same<typeof big, bigint>(true);
  const taken = rng.take(sides, 1);
  same<typeof taken, ('heads' | 'tails')[]>(true);
  const chosen = rng.choices(BigUint64Array.of(1n), 2);
  same<typeof chosen, bigint[]>(true);
  const kept = rng.reservoir(new Set(sides), 1);
  same<typeof kept, ('heads' | 'tails')[]>(true);
  const later = rng.reservoir(slowly([1]), 1);
  same<typeof later, Promise<number[]>>(true);
  const bytes = rng.bytes(3);
  same<typeof bytes, Uint8Array<ArrayBuffer>>(true);
  const shuffled = rng.shuffle(Float64Array.of(1, 2));
  same<typeof shuffled, Float64Array<ArrayBuffer>>(true);
  await later;
  // @ts-expect-error A set is no list.
  t.throws(() => rng.choice(new Set([1])));
  // @ts-expect-error Weights are numbers.
  t.throws(() => rng.choice(sides, ['1', '2']));
  // @ts-expect-error A list that is read only is not shuffled.
  t.notThrows(() => rng.shuffle(sides));
});
