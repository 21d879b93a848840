import test from 'ava';
import { type AnyList, Generator, sampleSync, weights } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';

/** A list whose first number is computed by a caller's own code, which draws. */
function drawing(numbers: number[], draw: () => void): number[] {
  const [first] = numbers;
  return Object.defineProperty([...numbers], 0, {
    get() {
      draw();
      return first;
    },
  });
}

for (const engine of engines) {
  test(`${engine}: weights that draw by other weights while they are read stay themselves`, (t) => {
    const other = new Generator({ seed: 3, engine });
    const given = drawing([0, 1], () => other.choice(['x', 'y', 'z'], [1, 0, 0]));
    const rng = new Generator({ seed: 9, engine });
    for (let n = 0; n < 8; n++) {
      t.is(rng.choice(['a', 'b'], given), 'b');
      t.deepEqual(rng.choices(['a', 'b'], 2, given), ['b', 'b']);
      t.is(rng.categorical(given), 1);
    }
  });

  test(`${engine}: prepared weights are weights wherever numbers are`, (t) => {
    const numbers = [1, 2, 3];
    const prepared = weights(numbers);
    const [rng, same] = [new Generator({ seed: 5, engine }), new Generator({ seed: 5, engine })];
    t.is(rng.categorical(prepared), same.categorical(numbers));
    t.deepEqual(
      rng.fill(new Uint8Array(100), 'categorical', prepared),
      same.fill(new Uint8Array(100), 'categorical', numbers),
    );
    const job = { distribution: 'categorical', samples: 100, seed: 5 } as const;
    t.deepEqual(
      sampleSync({ ...job, weights: prepared }, { engine }),
      sampleSync({ ...job, weights: numbers }, { engine }),
    );
  });

  test(`${engine}: four lists of weights in turn give what each alone gives`, (t) => {
    const lists = [[1, 2], [3, 1, 1], [5], [1, 1, 1, 9], [2, 1], Array(5000).fill(1), [7, 1]];
    const [rng, same] = [new Generator({ seed: 5, engine }), new Generator({ seed: 5, engine })];
    const prepared = lists.map((list) => weights(list));
    for (let n = 0; n < 200; n++) {
      const i = (n * n) % lists.length;
      t.is(rng.choice(lists[i]!.length, lists[i]!), same.choice(lists[i]!.length, prepared[i]!));
    }
  });
}

test('an item that cannot be written is not lost in a shuffle', (t) => {
  const rng = new Generator(1);
  for (const item of [1, 'text']) {
    const list: unknown[] = [item, 2, 3, 4, 5, 6];
    Object.defineProperty(list, 2, { writable: false });
    t.throws(() => rng.shuffle(list), { instanceOf: TypeError });
    t.deepEqual(new Set(list), new Set([item, 2, 3, 4, 5, 6]));
    t.deepEqual(rng.positions, {});
  }
});

test('more than a growing array can hold is refused before anything is drawn', async (t) => {
  const rng = new Generator(1);
  const error = { instanceOf: RangeError, message: /count must be a whole number from 0 to 67108864, not/ };
  t.throws(() => rng.choices(2, 2 ** 26 + 1), error);
  t.throws(() => rng.take(2 ** 40, 2 ** 26 + 1), error);
  t.throws(() => rng.reservoir([], 2 ** 26 + 1), error);
  await t.throwsAsync(rng.reservoir((async function* () {})(), 2 ** 26 + 1), error);
  t.deepEqual(rng.positions, {});
});

test('a list may be of several kinds', (t) => {
  const rng = new Generator(1);
  const of = (list: AnyList): unknown => rng.choice(list);
  const either = [true, false].map((isText) => (isText ? 'abc' : ([1, 2] as const)));
  const found: (string | 1 | 2)[] = either.map((list) => rng.choice(list));
  t.is(found.length, 2);
  t.is(of(1), 0);
});
