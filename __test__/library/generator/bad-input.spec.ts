import test from 'ava';
import { Generator, weights } from '../../../ts/index.ts';
import { DISTRIBUTIONS } from '../../../ts/library/distributions/registry.ts';

const rng = new Generator(1);
const { state } = rng;

/** Wrong calls, and what each is told. */
const calls: [call: string, run: () => unknown, name: 'TypeError' | 'RangeError', message: string][] = [
  [
    'new Generator(-1)',
    () => new Generator(-1),
    'RangeError',
    'seed must be a whole number from 0 to 2^64 - 1, not -1',
  ],
  [
    "new Generator('1e3')",
    () => new Generator('1e3'),
    'RangeError',
    "seed must be digits alone if it is a number, or a word, not '1e3': a word like this needs a letter before it",
  ],
  [
    'new Generator(null)',
    () => new Generator(null as never),
    'TypeError',
    'seed must be a whole number from 0 to 2^64 - 1, a word or a Uint8Array, not null',
  ],
  [
    'new Generator({ sead: 1 })',
    () => new Generator({ sead: 1 } as never),
    'TypeError',
    "options has no 'sead': did you mean 'seed'?",
  ],
  [
    'new Generator({ stream: 2 ** 32 })',
    () => new Generator({ stream: 2 ** 32 }),
    'RangeError',
    'stream must be a whole number from 0 to 4294967295, not 4294967296',
  ],
  [
    "new Generator({ engine: 'rust' })",
    () => new Generator({ engine: 'rust' as never }),
    'TypeError',
    "engine must be 'native', 'wasm' or 'typescript', not 'rust'",
  ],
  [
    'uniform(1, 1)',
    () => rng.uniform(1, 1),
    'RangeError',
    'high must be above low, by a finite number; low is 1, high is 1',
  ],
  [
    'uniform(-1e308, 1e308)',
    () => rng.uniform(-1e308, 1e308),
    'RangeError',
    'high must be above low, by a finite number; low is -1e+308, high is 1e+308',
  ],
  ["uniform('1', 2)", () => rng.uniform('1' as never, 2), 'TypeError', "low must be a number, not '1'"],
  [
    'uniform(1n, 2n)',
    () => rng.uniform(1n as never, 2n as never),
    'TypeError',
    'low must be a number, not 1n',
  ],
  [
    'uniform(0, Infinity)',
    () => rng.uniform(0, Infinity),
    'RangeError',
    'high must be a finite number, not Infinity',
  ],
  ['uniform(NaN, 1)', () => rng.uniform(NaN, 1), 'RangeError', 'low must be a finite number, not NaN'],
  [
    'normal(0, -1)',
    () => rng.normal(0, -1),
    'RangeError',
    'deviation must be a finite number, 0 or more, not -1',
  ],
  ["normal('5')", () => rng.normal('5' as never), 'TypeError', "mean must be a number, not '5'"],
  [
    'normal(0, NaN)',
    () => rng.normal(0, NaN),
    'RangeError',
    'deviation must be a finite number, 0 or more, not NaN',
  ],
  [
    'integer(0, 0)',
    () => rng.integer(0, 0),
    'RangeError',
    'high must be above low, by at most 2^53 - 1; low is 0, high is 0',
  ],
  [
    'integer()',
    () => (rng.integer as () => number)(),
    'TypeError',
    'integer needs low: a whole number from -(2^53 - 1) to 2^53 - 1',
  ],
  [
    'integer(6)',
    () => (rng.integer as (low: number) => number)(6),
    'TypeError',
    'integer needs high: a whole number from -(2^53 - 1) to 2^53 - 1',
  ],
  [
    'integer(0, 1.5)',
    () => rng.integer(0, 1.5),
    'RangeError',
    'high must be a whole number from -(2^53 - 1) to 2^53 - 1, not 1.5',
  ],
  [
    'integer(0, 2 ** 53)',
    () => rng.integer(0, 2 ** 53),
    'RangeError',
    'high must be a whole number from -(2^53 - 1) to 2^53 - 1, not 9007199254740992',
  ],
  [
    'integer(-1, 2 ** 53 - 1)',
    () => rng.integer(-1, 2 ** 53 - 1),
    'RangeError',
    'high must be above low, by at most 2^53 - 1; low is -1, high is 9007199254740991',
  ],
  ["integer('0', 6)", () => rng.integer('0' as never, 6), 'TypeError', "low must be a number, not '0'"],
  ['exponential(0)', () => rng.exponential(0), 'RangeError', 'mean must be a finite number above 0, not 0'],
  [
    'child()',
    () => (rng.child as () => unknown)(),
    'TypeError',
    'child needs at least one key: a whole number or a word',
  ],
  ["child('')", () => rng.child(''), 'RangeError', 'key must not be empty'],
  [
    'child(1.5)',
    () => rng.child(1.5),
    'RangeError',
    'a key that is a number must be a safe integer or a bigint from -2^63 to 2^63 - 1, not 1.5',
  ],
  [
    'child({})',
    () => rng.child({} as never),
    'TypeError',
    'a key must be a whole number or a word, not an object',
  ],
  [
    "fill(signed bytes, 'integer', 128, 129)",
    () => rng.fill(new Int8Array(1), 'integer', 128, 129),
    'RangeError',
    'sample 0 is 128, which does not fit in an Int8Array',
  ],
  [
    "fill(bytes, 'normal')",
    () => rng.fill(new Uint8Array(1), 'normal'),
    'TypeError',
    "'normal' samples are no whole numbers: array must be a Float64Array or a Float32Array, not Uint8Array",
  ],
  [
    "fill(bytes, 'integer', 256, 257)",
    () => rng.fill(new Uint8Array(1), 'integer', 256, 257),
    'RangeError',
    'sample 0 is 256, which does not fit in a Uint8Array',
  ],
  [
    "shuffle('abc')",
    () => rng.shuffle('abc' as never),
    'TypeError',
    "array must be an array or a typed array, not 'abc'",
  ],
  [
    'shuffle(new Set())',
    () => rng.shuffle(new Set() as never),
    'TypeError',
    'array must be an array or a typed array, not an object',
  ],
  [
    'shuffle(a frozen array)',
    () => rng.shuffle(Object.freeze([1, 2]) as never),
    'TypeError',
    'array must not be frozen: shuffle a copy, [...array]',
  ],
  [
    'shuffle(a DataView)',
    () => rng.shuffle(new DataView(new ArrayBuffer(8)) as never),
    'TypeError',
    'array must be an array or a typed array, not an object',
  ],
  ['boolean(2)', () => rng.boolean(2), 'RangeError', 'probability must be a number from 0 to 1, not 2'],
  [
    'choice([])',
    () => rng.choice([]),
    'RangeError',
    'list must have at least one item to choose, and it has none',
  ],
  [
    'choice(0)',
    () => rng.choice(0),
    'RangeError',
    'list must have at least one item to choose, and it has none',
  ],
  [
    "choice('')",
    () => rng.choice(''),
    'RangeError',
    'list must have at least one item to choose, and it has none',
  ],
  [
    'choice(2.5)',
    () => rng.choice(2.5),
    'RangeError',
    'list must be a whole number from 0 to 2^53 - 1, not 2.5',
  ],
  [
    'choice(half a character)',
    () => rng.choice('a\ud800'),
    'RangeError',
    'list must be well-formed text: it has half a character (a lone surrogate)',
  ],
  [
    'choice()',
    () => (rng.choice as () => unknown)(),
    'TypeError',
    'list must be an array, a typed array, a string or a whole number n, for 0 to n - 1, not undefined',
  ],
  [
    'choice(new Set())',
    () => rng.choice(new Set() as never),
    'TypeError',
    'list must be an array, a typed array, a string or a whole number n, for 0 to n - 1, not an object: spread it, [...list]',
  ],
  [
    'choice(1, 2, 3)',
    () => (rng.choice as (...given: unknown[]) => unknown)(['a'], [1], 3),
    'TypeError',
    'choice takes a list and weights, and nothing more: write rng.choice(list, weights)',
  ],
  ['choice([], [])', () => rng.choice([], []), 'RangeError', 'weights must have 1 to 1048576 numbers, not 0'],
  [
    'choice([], [1])',
    () => rng.choice([], [1]),
    'RangeError',
    'list must have at least one item to choose, and it has none',
  ],
  [
    'choice(list, [1, 2])',
    () => rng.choice(['a', 'b', 'c'], [1, 2]),
    'RangeError',
    'weights must have a number for each item, 3 in all, and it has 2',
  ],
  [
    'choice(list, weights([1, 2]))',
    () => rng.choice(3, weights([1, 2])),
    'RangeError',
    'weights must have a number for each item, 3 in all, and it has 2',
  ],
  [
    'choice(list, 5)',
    () => rng.choice(3, 5 as never),
    'TypeError',
    'weights must be an array of numbers, not 5',
  ],
  [
    'choice(list, negative weights)',
    () => rng.choice(2, [1, -1]),
    'RangeError',
    'weights[1] must be a finite number, 0 or more, not -1',
  ],
  [
    'choice(list, NaN)',
    () => rng.choice(2, [1, NaN]),
    'RangeError',
    'weights[1] must be a finite number, 0 or more, not NaN',
  ],
  [
    'choice(list, words)',
    () => rng.choice(2, [1, '2'] as never),
    'TypeError',
    "weights[1] must be a number, not '2'",
  ],
  [
    'choice(list, zeros)',
    () => rng.choice(2, [0, 0]),
    'RangeError',
    'weights must have a finite sum above 0, and it is 0',
  ],
  [
    'weights(zeros)',
    () => weights([0, 0]),
    'RangeError',
    'weights must have a finite sum above 0, and it is 0',
  ],
  ['weights(5)', () => weights(5 as never), 'TypeError', 'weights must be an array of numbers, not 5'],
  [
    'choices([], 1)',
    () => rng.choices([], 1),
    'RangeError',
    'list must have at least one item to choose, and it has none',
  ],
  [
    'choices(list)',
    () => (rng.choices as (...given: unknown[]) => unknown)(3),
    'TypeError',
    'count must be a number, not undefined',
  ],
  [
    'choices(list, -1)',
    () => rng.choices(3, -1),
    'RangeError',
    'count must be a whole number from 0 to 67108864, not -1',
  ],
  [
    'choices(list, [1, 2, 3])',
    () => rng.choices(3, [1, 2, 3] as never),
    'TypeError',
    'count must be a number, not an array',
  ],
  [
    'take(list, 4)',
    () => rng.take(['a', 'b', 'c'], 4),
    'RangeError',
    'count must be at most 3, which is how many items list has, not 4: choices(list, count) takes items again',
  ],
  [
    'take(list, 2, one weight above 0)',
    () => rng.take(['a', 'b', 'c'], 2, [0, 1, 0]),
    'RangeError',
    'count must be at most 1, which is how many weights are above 0, beside the largest, not 2',
  ],
  [
    'permutation(-1)',
    () => rng.permutation(-1),
    'RangeError',
    'n must be a whole number from 0 to 2^53 - 1, not -1',
  ],
  [
    'permutation(a list)',
    () => rng.permutation([1, 2] as never),
    'TypeError',
    'n must be a number, not an array',
  ],
  [
    'reservoir(5, 1)',
    () => rng.reservoir(5 as never, 1),
    'TypeError',
    'iterable must be an iterable, or an asynchronous one, not 5',
  ],
  [
    'reservoir(list, 1.5)',
    () => rng.reservoir([1], 1.5),
    'RangeError',
    'count must be a whole number from 0 to 67108864, not 1.5',
  ],
  [
    "bytes('5')",
    () => rng.bytes('5' as never),
    'TypeError',
    "length must be a number of bytes, or a Uint8Array to fill, not '5'",
  ],
  [
    'bytes(floats)',
    () => rng.bytes(new Float32Array(1) as never),
    'TypeError',
    'length must be a number of bytes, or a Uint8Array to fill, not an object',
  ],
  [
    'bytes(-1)',
    () => rng.bytes(-1),
    'RangeError',
    'length must be a whole number from 0 to 2^53 - 1, not -1',
  ],
  [
    'uuid(4)',
    () => (rng.uuid as (version: number) => string)(4),
    'TypeError',
    'uuid takes nothing: write rng.uuid()',
  ],
  ['bigint(5, 6n)', () => rng.bigint(5 as never, 6n), 'TypeError', 'low must be a bigint, not 5: write 5n'],
  [
    'bigint(5n)',
    () => (rng.bigint as (low: bigint) => bigint)(5n),
    'TypeError',
    'high must be a bigint, not undefined',
  ],
  [
    'bigint(5n, 5n)',
    () => rng.bigint(5n, 5n),
    'RangeError',
    'high must be above low, by at most 2^4096; low is 5n, high is 5n',
  ],
  [
    'bigint(0n, 2n ** 4096n + 1n)',
    () => rng.bigint(0n, 2n ** 4096n + 1n),
    'RangeError',
    'high must be above low, by at most 2^4096; low is 0n, high is a bigint of more than 128 bits',
  ],
  [
    "string(3, '')",
    () => rng.string(3, ''),
    'RangeError',
    'alphabet must have at least one character, and it has none',
  ],
  [
    'string(3, half a character)',
    () => rng.string(3, '\udc00'),
    'RangeError',
    'alphabet must be well-formed text: it has half a character (a lone surrogate)',
  ],
  [
    'string(3, [a, b])',
    () => rng.string(3, ['a', 'b'] as never),
    'TypeError',
    'alphabet must be a string of characters, not an array',
  ],
  [
    'string(2 ** 28)',
    () => rng.string(2 ** 28),
    'RangeError',
    'length must be a whole number from 0 to 134217728, not 268435456',
  ],
  [
    "fill([], 'uniform')",
    () => rng.fill([] as never, 'uniform'),
    'TypeError',
    'array must be a Float64Array, a Float32Array or one of whole numbers from an Int8Array to a BigUint64Array, not an array',
  ],
  [
    "fill(array, 'norml')",
    () => rng.fill(new Float64Array(1), 'norml' as never),
    'TypeError',
    `distribution must be one of ${DISTRIBUTIONS.length} names, not 'norml': did you mean 'normal'?`,
  ],
  ['seek(5)', () => rng.seek(5 as never), 'TypeError', 'positions must be an object, not 5'],
  [
    'seek({ gaussian: 5 })',
    () => rng.seek({ gaussian: 5 } as never),
    'TypeError',
    "positions has no 'gaussian': did you mean 'normal'?",
  ],
  [
    'seek({ uniform: -1 })',
    () => rng.seek({ normal: 5, uniform: -1 }),
    'RangeError',
    'positions.uniform must be a whole number from 0 to 2^53 - 1, not -1',
  ],
  ['split()', () => (rng.split as () => unknown)(), 'TypeError', 'count must be a number, not undefined'],
  [
    'split(-1)',
    () => rng.split(-1),
    'RangeError',
    'count must be a whole number from 0 to 4294967295, not -1',
  ],
  ['from(null)', () => Generator.from(null as never), 'TypeError', 'state must be an object, not null'],
  [
    'from a key too many',
    () => Generator.from({ ...state, more: 1 } as never),
    'TypeError',
    "state has no 'more'; it has version, seed, stream, children, positions",
  ],
  [
    'from another version',
    () => Generator.from({ ...state, version: 2 }),
    'RangeError',
    'state.version must be 1, the stream version, not 2',
  ],
  [
    'from no seed',
    () => Generator.from({ ...state, seed: undefined } as never),
    'TypeError',
    'seed must be a whole number from 0 to 2^64 - 1, a word or a Uint8Array, not undefined',
  ],
  [
    'from no children',
    () => Generator.from({ ...state, children: undefined } as never),
    'TypeError',
    'state.children must be a number, not undefined',
  ],
  [
    'from a wrong position',
    () => Generator.from({ ...state, positions: { uniform: null } } as never),
    'TypeError',
    'state.positions.uniform must be a number, not null',
  ],
  [
    'from with an option that there is not',
    () => Generator.from(state, { engin: 'native' } as never),
    'TypeError',
    "options has no 'engin': did you mean 'engine'?",
  ],
];

for (const [call, run, name, message] of calls) {
  test(`${call} is told what is wrong`, (t) => {
    t.throws(run, { name, message });
  });
}

test('after wrong calls nothing was drawn', (t) => {
  for (const [, run] of calls) {
    t.throws(run);
  }
  t.deepEqual(rng.state, state);
  t.is(rng.random(), new Generator(1).random());
});

test('a wrong range is refused after a good one, too', (t) => {
  const die = new Generator(1);
  die.integer(1, 7);
  t.throws(() => die.integer(1, NaN), { name: 'RangeError' });
  t.throws(() => die.integer('1' as never, 7), { name: 'TypeError' });
  t.notThrows(() => die.integer(1, 7));
});
