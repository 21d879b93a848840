import test from 'ava';
import {
  fill,
  fillSync,
  type JobOptions,
  OffloopError,
  sample,
  sampleInChunks,
  sampleSync,
  sum,
  sumInChunks,
  sumSync,
} from '../../../ts/index.ts';
import { testEngines } from '../../engines.ts';

const bad: [string, unknown, object, { name: string; message: RegExp }][] = [
  [
    'samples -1',
    { samples: -1 },
    {},
    { name: 'RangeError', message: /^samples must be .* 0 to 2\^53 - 1, not -1$/ },
  ],
  ['samples 1.5', { samples: 1.5 }, {}, { name: 'RangeError', message: /^samples .*not 1.5$/ }],
  ['samples NaN', { samples: Number.NaN }, {}, { name: 'RangeError', message: /^samples .*not NaN$/ }],
  ['samples 1e300', { samples: 1e300 }, {}, { name: 'RangeError', message: /^samples .*not 1e\+300$/ }],
  [
    'samples "ten"',
    { samples: 'ten' },
    {},
    { name: 'TypeError', message: /^samples must be a number, not 'ten'$/ },
  ],
  [
    'samples 2^53',
    { samples: 2 ** 53 },
    {},
    { name: 'RangeError', message: /^samples .*not 9007199254740992$/ },
  ],
  ['seed -1', { seed: -1 }, {}, { name: 'RangeError', message: /^seed must be .* 0 to 2\^64 - 1, not -1$/ }],
  [
    'seed 2^64',
    { seed: 1n << 64n },
    {},
    { name: 'RangeError', message: /^seed .*not 18446744073709551616n$/ },
  ],
  ['seed 1.5', { seed: 1.5 }, {}, { name: 'RangeError', message: /^seed .*not 1.5$/ }],
  [
    'seed "1.5"',
    { seed: '1.5' },
    {},
    { name: 'RangeError', message: /^seed must be digits .*not '1.5': a word like/ },
  ],
  ['seed ""', { seed: '' }, {}, { name: 'RangeError', message: /^seed must not be empty$/ }],
  [
    'seed " x"',
    { seed: ' x' },
    {},
    { name: 'RangeError', message: /^seed must not .* a space, as ' x' does$/ },
  ],
  [
    'a seed too long to read',
    { seed: '9'.repeat(10_000_000) },
    {},
    { name: 'RangeError', message: /^seed .*not '9{40}…'$/ },
  ],
  ['seed {}', { seed: {} }, {}, { name: 'TypeError', message: /^seed .*not an object$/ }],
  [
    'stream 2^32',
    { stream: 2 ** 32 },
    {},
    { name: 'RangeError', message: /^stream .* 0 to 4294967295, not 4294967296$/ },
  ],
  [
    'distribution',
    { distribution: 'poison' },
    {},
    { name: 'TypeError', message: /^distribution must be 'uniform' or 'normal', not 'poison'$/ },
  ],
  [
    'a distribution without totals',
    { distribution: 'exponential' },
    {},
    {
      name: 'TypeError',
      message: /^'exponential' samples have no exact totals: only uniform and normal ones do$/,
    },
  ],
  [
    'engine',
    {},
    { engine: 'gpu' },
    { name: 'TypeError', message: /^engine must be 'native', 'wasm' or 'typescript', not 'gpu'$/ },
  ],
  [
    'mode',
    {},
    { mode: 'magic' },
    { name: 'TypeError', message: /^mode must be 'blocking', 'cooperative' or 'threadpool', not 'magic'$/ },
  ],
  [
    'allotment 0',
    {},
    { allotment: 0 },
    { name: 'RangeError', message: /^allotment must be .* above 0 .*, not 0$/ },
  ],
  [
    'concurrency 0',
    {},
    { concurrency: 0 },
    { name: 'RangeError', message: /^concurrency must be .* 1 to 1024, not 0$/ },
  ],
  ['chunkBlocks 0', {}, { chunkBlocks: 0 }, { name: 'RangeError', message: /^chunkBlocks .*not 0$/ }],
  [
    'signal',
    {},
    { signal: 'stop' },
    { name: 'TypeError', message: /^signal must be an AbortSignal, not 'stop'$/ },
  ],
  [
    'an AbortController',
    {},
    { signal: new AbortController() },
    {
      name: 'TypeError',
      message: /^signal must be an AbortSignal, not an object: give its signal$/,
    },
  ],
  [
    'an option in a job',
    { onProgress() {} },
    {},
    {
      name: 'TypeError',
      message: /^job has no 'onProgress': it is an option, and options follow the job$/,
    },
  ],
  [
    'onProgress',
    {},
    { onProgress: 1 },
    { name: 'TypeError', message: /^onProgress must be a function, not 1$/ },
  ],
  [
    'an unknown key of a job',
    { colour: 5 },
    {},
    {
      name: 'TypeError',
      message: /^job has no 'colour'; it has distribution, samples, seed, stream, start$/,
    },
  ],
  [
    'a misspelt key of a job',
    { Seed: 5 },
    {},
    { name: 'TypeError', message: /^job has no 'Seed': did you mean 'seed'\?$/ },
  ],
  [
    'a misspelt key of options',
    {},
    { alotment: 5 },
    { name: 'TypeError', message: /^options has no 'alotment': did you mean 'allotment'\?$/ },
  ],
  [
    'options',
    {},
    null as unknown as object,
    { name: 'TypeError', message: /^options must be an object, not null$/ },
  ],
];

for (const [name, job, options, expected] of bad) {
  test(`bad input is refused in one sentence: ${name}`, async (t) => {
    const given = { distribution: 'uniform', samples: 10, ...(job as object) } as JobOptions;
    await t.throwsAsync(sum(given, options), expected);
    t.throws(() => sumInChunks(given, options), expected);
  });
}

test('a job that is no object is refused', async (t) => {
  await t.throwsAsync(sum(undefined as never), {
    name: 'TypeError',
    message: 'job must be an object, not undefined',
  });
});

test('unknown keys are refused by every call', async (t) => {
  const job = { distribution: 'uniform', samples: 1 } as const;
  const array = new Float64Array(1);
  const expected = { name: 'TypeError', message: /^options has no 'mod'/ };
  const options = { mod: 'blocking' } as object;
  t.throws(() => sumSync(job, options), expected);
  t.throws(() => sampleSync(job, options), expected);
  t.throws(() => fillSync(array, { distribution: 'uniform' }, options), expected);
  t.throws(() => sampleInChunks(job, options), expected);
  await t.throwsAsync(sample(job, options), expected);
  await t.throwsAsync(fill(array, { distribution: 'uniform' }, options), expected);
  const notForFill = {
    name: 'TypeError',
    message: /^job has no 'samples': a fill has as many as its array$/,
  };
  t.throws(() => fillSync(array, job), notForFill);
  await t.throwsAsync(fill(array, job), notForFill);
  t.is(array.length, 1, 'nothing was taken over');
});

test('chunkSamples and reuse are checked before anything starts', (t) => {
  const job = { distribution: 'uniform', samples: 1 } as const;
  t.throws(() => sampleInChunks(job, { chunkSamples: 1000 }), {
    name: 'RangeError',
    message: 'chunkSamples must be a multiple of 65536, not 1000',
  });
  t.throws(() => sampleInChunks(job, { reuse: 1 as never }), {
    message: 'reuse must be true or false, not 1',
  });
});

test('what is no array of samples cannot be filled', async (t) => {
  for (const [given, said] of [
    [[], 'an array'],
    [new Uint8ClampedArray(1), 'Uint8ClampedArray'],
    [new DataView(new ArrayBuffer(8)), 'an object'],
    [Object.create(Float64Array.prototype), 'an object'],
    [null, 'null'],
  ] as const) {
    const expected = {
      name: 'TypeError',
      message: `array must be a Float64Array, a Float32Array or one of whole numbers from an Int8Array to a BigUint64Array, not ${said}`,
    };
    t.throws(() => fillSync(given as never, { distribution: 'uniform' }), expected);
    await t.throwsAsync(fill(given as never, { distribution: 'uniform' }), expected);
  }
});

test('more samples than an array can hold are refused', async (t) => {
  const job: JobOptions = { distribution: 'uniform', samples: 2 ** 52 };
  await t.throwsAsync(sample(job), {
    name: 'RangeError',
    message: /^samples must be at most \d+ for one array/,
  });
  t.throws(() => sampleSync(job), { name: 'RangeError' });
});

test('operational errors have a code', (t) => {
  const error = new OffloopError('OFFLOOP_TIMEOUT', 'late', { cause: 1 });
  t.is(error.code, 'OFFLOOP_TIMEOUT');
  t.is(error.cause, 1);
});

testEngines('forged arrays are refused by both engines alike', async (t, engine) => {
  const job = { distribution: 'uniform', seed: 1 } as const;
  const lying = Object.defineProperty(new Float64Array(3), 'length', { value: 1e9 });
  const forged = [
    Object.setPrototypeOf(new Float32Array(4), Float64Array.prototype),
    Object.setPrototypeOf(new Float64Array(4), Float32Array.prototype),
    Object.setPrototypeOf(new Float64Array(4), null),
    lying,
    Object.setPrototypeOf(new Uint8Array(8), Float64Array.prototype),
    Object.create(Float64Array.prototype),
    { length: 3, BYTES_PER_ELEMENT: 8 },
  ];
  for (const array of forged) {
    const expected = { name: 'TypeError', message: /^array must (be|have) / };
    t.throws(() => fillSync(array, job, { engine }), expected);
    await t.throwsAsync(fill(array, job, { engine }), expected);
  }
});

test('options that are no object are refused by every call, in the same words', (t) => {
  for (const options of [null, 'typescript', 1] as unknown as object[]) {
    const expected = { name: 'TypeError', message: /^options must be an object, not (null|'typescript'|1)$/ };
    t.throws(() => sumSync({ distribution: 'uniform', samples: 1 }, options), expected);
    t.throws(() => sampleSync({ distribution: 'uniform', samples: 1 }, options), expected);
  }
});

test('a message stays short, whatever was given', (t) => {
  const long = 'x'.repeat(10_000_000);
  const job = { distribution: 'uniform', samples: 1 } as const;
  const jobs = [
    { seed: '9'.repeat(10_000_000) },
    { seed: 10n ** 100_000n },
    { seed: ` ${long}` },
    { stream: long },
    { stream: Symbol(long) },
    { distribution: long },
    { [long]: 1 },
    { samples: long },
  ] as object[];
  for (const wrong of jobs) {
    const { message } = t.throws(() => sumSync({ ...job, ...wrong }))!;
    t.true(message.length <= 200, message);
  }
  for (const wrong of [{ [long]: 1 }, { mode: long }, { allotment: long }]) {
    const { message } = t.throws(() => sumInChunks(job, wrong as object))!;
    t.true(message.length <= 200, message);
  }
  t.regex(
    t.throws(() => sumSync({ ...job, stream: 'a\x1b[2J\x9b' as never }))!.message,
    /not 'a\\u001b\[2J\\u009b'$/,
  );
});
