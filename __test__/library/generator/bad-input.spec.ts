import test from 'ava';
import { Generator } from '../../../ts/index.ts';
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
    "engine must be 'native' or 'typescript', not 'rust'",
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
