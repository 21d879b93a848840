import { runInNewContext } from 'node:vm';
import test from 'ava';
import {
  fill,
  fillSync,
  Generator,
  mergeTotals,
  sample,
  sampleInChunks,
  sampleSync,
  sum,
  sumInChunks,
  sumSync,
  type Total,
} from '../../ts/index.ts';
import { requestTotal, serve } from '../../ts/service/index.ts';

const JOB = { distribution: 'normal', samples: 10, seed: 42 } as const;
const FILL = { distribution: 'normal', seed: 42 } as const;

class Settings {
  seed = 42;
}

/** What is no plain object, and what must be said of it. */
const others: [write: string, value: object, said: string][] = [
  ['new Date(0)', new Date(0), 'a Date'],
  ['a promise', Promise.resolve(42), 'a Promise: await it'],
  ['new Number(42)', Object(42), 'a Number'],
  ["new String('42')", Object('42'), 'a String'],
  ['Object(42n)', Object(42n), 'a BigInt'],
  ['a Map', new Map([['seed', 42]]), 'a Map'],
  ['[]', [], 'an array'],
  ['[42]', [42], 'an array'],
  ['new Uint32Array(0)', new Uint32Array(0), 'a Uint32Array'],
  ['new Error()', new Error('42'), 'an Error'],
  ['new AbortController()', new AbortController(), 'an AbortController'],
  ['an instance of a class', new Settings(), 'one with a prototype of its own'],
  ['Object.create({ seed: 42 })', Object.create({ seed: 42 }), 'one with a prototype of its own'],
  [
    'an object that inherits from one without a prototype',
    Object.create(Object.create(null, { seed: { value: 42 } })),
    'one with a prototype of its own',
  ],
  ["another realm's Date", runInNewContext('new Date()'), 'a Date'],
  ["another realm's array", runInNewContext('[]'), 'an array'],
];

for (const [write, value, said] of others) {
  test(`${write} is neither a seed nor options nor a job`, async (t) => {
    const given = value as never;
    const refused = (name: string) => ({
      name: 'TypeError',
      message: `${name} must be a plain object, not ${said}`,
    });
    t.throws(() => new Generator(given), {
      name: 'TypeError',
      message: `seed must be a whole number from 0 to 2^64 - 1, a word or a Uint8Array, or a plain object of options, not ${said}`,
    });
    t.throws(() => Generator.from(new Generator(1).state, given), refused('options'));
    t.throws(() => new Generator(1).seek(given), refused('positions'));
    for (const call of [sum, sumSync, sumInChunks, sample, sampleSync, sampleInChunks] as const) {
      await t.throwsAsync(async () => call(given), refused('job'), call.name);
      await t.throwsAsync(async () => call(JOB, given), refused('options'), call.name);
    }
    for (const call of [fill, fillSync] as const) {
      await t.throwsAsync(async () => call(new Float64Array(1), given), refused('job'), call.name);
      await t.throwsAsync(async () => call(new Float64Array(1), FILL, given), refused('options'), call.name);
    }
    await t.throwsAsync(serve(given), refused('options'));
    await t.throwsAsync(requestTotal(given), refused('options'));
  });
}

test('options are plain objects of any origin', (t) => {
  const { random } = new Generator(42);
  const expected = random();
  const hidden = Object.defineProperty({}, 'seed', { value: 42 });
  const asked = {
    get seed() {
      return 42;
    },
  };
  for (const options of [
    { seed: 42 },
    Object.assign(Object.create(null), { seed: 42 }),
    JSON.parse('{ "seed": 42 }'),
    structuredClone({ seed: 42 }),
    runInNewContext('({ seed: 42 })'),
    runInNewContext('Object.assign(Object.create(null), { seed: 42 })'),
    Object.freeze({ seed: 42 }),
    hidden,
    asked,
    { [Symbol('note')]: "a symbol is nobody's key", seed: 42 },
  ]) {
    t.is(new Generator(options).random(), expected);
  }
});

/** Does something while every object inherits these values. */
function whilePolluted<T>(values: Record<string, unknown>, act: () => T): T {
  try {
    for (const [key, value] of Object.entries(values)) {
      Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
    }
    return act();
  } finally {
    for (const key of Object.keys(values)) {
      delete (Object.prototype as Record<string, unknown>)[key];
    }
  }
}

/** What would change every answer, or make every call fail. */
const POISON = {
  distribution: 'uniform',
  samples: 3,
  seed: 1n,
  stream: 7,
  start: 65_536,
  mean: 5,
  deviation: 2,
  low: -1,
  high: 9,
  engine: 'none',
  mode: 'none',
  allotment: -1,
  concurrency: -1,
  chunkBlocks: -1,
  chunkSamples: -1,
  reuse: 'none',
  onProgress: 'none',
  onChunk: 'none',
  onPause: 'none',
  part: { began: 0, samplesBefore: 5, samples: 7 },
  sizer: {},
  uniform: 3,
  normal: 3,
  gaussian: 3,
  exponential: 3,
  integer: 3,
};

test('what every object inherits changes no answer', async (t) => {
  const array = (): Float64Array => new Float64Array(10);
  const uniform = { distribution: 'uniform', samples: 10, seed: 42 } as const;
  const ask = () => [
    sampleSync(JOB),
    sampleSync(JOB, {}),
    sampleSync(uniform),
    fillSync(array(), FILL),
    sumSync(JOB),
    sumSync(JOB, {}),
    sample(JOB),
    sample({ ...JOB, samples: 100_000 }, {}),
    sample({ ...JOB, samples: 100_000 }, { engine: 'typescript' }),
    fill(array(), FILL, {}),
    sum(JOB, {}),
    sampleInChunks(JOB).next(),
    sampleInChunks(JOB, {}).next(),
    sumInChunks(JOB, {})
      .next()
      .then(({ value }) => (value as { total?: Total }).total?.units),
    drawn(new Generator({ seed: 42 })),
    drawn(Generator.from(new Generator(42).state, {})),
  ];
  const drawn = (rng: Generator): unknown => {
    rng.random();
    rng.seek({});
    return [rng.seed, rng.stream, rng.positions, rng.random(), rng.normal(), rng.uniform()];
  };
  const expected = await Promise.all(ask());
  t.deepEqual(await Promise.all(whilePolluted(POISON, ask)), expected);
});

test('a value that every object inherits is not its own: it is still missing', async (t) => {
  const { state } = new Generator(42);
  const total = sumSync(JOB).toJSON();
  const without = <T extends object>(value: T, key: keyof T): T => {
    const { [key]: _, ...rest } = value;
    return rest as T;
  };
  const poison = { ...POISON, seed: '1', units: '0', sum: 0, children: 3, version: 1 };
  whilePolluted(poison, () => {
    t.throws(() => Generator.from(without(state, 'children')), { message: /^state.children must be / });
    t.throws(() => Generator.from(without(state, 'seed')), { message: /^seed must be / });
    t.throws(() => mergeTotals([without(total, 'stream')]), { message: 'a total must have its stream' });
    t.throws(() => sumSync({ samples: 10 } as never), { message: /^distribution must be / });
  });
  const server = await whilePolluted(
    { samples: 3, distribution: 'none', maxConnections: -1, grace: -1 },
    () => serve({ port: 0, seed: 42 }),
  );
  await server.close();
});

const rng = new Generator(42);
const four = new Float64Array(4);

/** Calls with an argument too many, and what each must be told to write. */
const surplus: Record<string, [call: () => unknown, message: string]> = {
  'new Generator(42, 1)': [
    () => new (Generator as new (...all: unknown[]) => Generator)(42, 1),
    'a generator takes a seed or options, and nothing more: write new Generator({ seed, stream, engine })',
  ],
  "rng.fill(array, 'normal', { mean: 5 })": [
    () => (rng.fill as (...all: unknown[]) => unknown)(four, 'normal', { mean: 5 }),
    "fill takes parameters one by one, not in an object: write rng.fill(array, 'normal', mean, deviation)",
  ],
  "rng.fill(array, 'uniform', 1, 7, 9)": [
    () => rng.fill(four, 'uniform', 1, 7, 9),
    "fill takes an array, a distribution and the distribution's parameters, and nothing more: write rng.fill(array, 'uniform', low, high)",
  ],
  "rng.fill(array, { distribution: 'normal' })": [
    () => rng.fill(four, { distribution: 'normal' } as never),
    "distribution must be a name, such as 'normal', not an object: write rng.fill(array, 'normal', mean, deviation), or fillSync(array, job) for a job's samples",
  ],
  'mergeTotals([a], [b])': [
    () => (mergeTotals as (...all: unknown[]) => unknown)([sumSync(JOB)], [sumSync(JOB)]),
    'mergeTotals takes one array, and nothing more: write mergeTotals([...some, ...others])',
  ],
};

for (const [call, [run, message]] of Object.entries(surplus)) {
  test(`an argument that would be ignored is refused: ${call}`, (t) => {
    t.throws(run, { name: 'TypeError', message });
    t.deepEqual(rng.positions, {}, 'nothing was drawn');
    t.deepEqual(four, new Float64Array(4));
  });
}
