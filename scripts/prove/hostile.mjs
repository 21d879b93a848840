// Calls of all that the addon exports, as TypeScript never makes them: values of every type, at random. Each is to return
// or to throw an Error; none may end the process. Takes the number of calls, and a seed by which they can be had again.
import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { randomBelow } from '../kit/random.mjs';

const [calls = 10_000, seed = 1] = process.argv.slice(2).map(Number);
const addon = createRequire(import.meta.url)('../../native/binding.cjs');

const random = randomBelow(seed);

function oneOf(values) {
  return values[random(values.length)];
}

/** Whole numbers that a job may have, and others: with the largest of these a sum would take years. */
const LONG = 1e6;
const NUMBERS = [
  ...[0, -0, 1, 2, 3, 16, 17, 65_535, 65_536, 65_537, 131_072, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1],
  ...[-1, 0.5, 1e-320, Number.NaN, Infinity, -Infinity, 2 ** 53 - 1, 2 ** 53, 2 ** 64, 1e308, -(2 ** 53)],
];

const OTHERS = [
  () => undefined,
  () => null,
  () => true,
  () => '',
  () => '65536',
  () => 'x'.repeat(1 + random(100_000)),
  () => '\ud800',
  () => 0n,
  () => -1n,
  () => 2n ** 200n,
  () => Symbol('hostile'),
  () => ({}),
  () => [],
  () => new Array(3),
  () => Object.create(null),
  () => new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse }),
  () => ({ valueOf: refuse, toString: refuse, [Symbol.toPrimitive]: refuse }),
  () => Object.freeze(new Date(Number.NaN)),
  () => new Map([[1, 2]]),
  () => Promise.resolve(1),
  () => /x/g,
  () => addon,
  () => oneOf(runs),
  () => new Function('return 1'),
  () => refuse,
];

function refuse() {
  throw new Error('hostile');
}

const KINDS = [Float64Array, Float32Array, Int32Array, Uint8Array, BigInt64Array, Uint8ClampedArray];

const WHOLES = [
  ...[Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[BigInt64Array, BigUint64Array],
];

const MEMORY = [
  (bytes) => new ArrayBuffer(bytes),
  (bytes) => new SharedArrayBuffer(bytes),
  (bytes) => new ArrayBuffer(bytes, { maxByteLength: bytes * 2 }),
  () => new WebAssembly.Memory({ initial: 1, maximum: 2 }).buffer,
];

function memory() {
  const length = oneOf([0, 1, 16, 32, 64, 1000, random(5000), 70_000]);
  const kind = random(3) ? oneOf(KINDS) : Float64Array;
  const buffer = oneOf(MEMORY)(8 * length);
  switch (random(8)) {
    case 0:
      return new DataView(buffer);
    case 1:
      return buffer;
    case 2: {
      const view = new kind(buffer);
      if (buffer instanceof ArrayBuffer && !isOfWasm(buffer)) {
        structuredClone(buffer, { transfer: [buffer] });
      }
      return view;
    }
    case 3: {
      const view = new kind(buffer);
      if (buffer.resizable) {
        buffer.resize(random(2) ? 0 : Math.min(3, buffer.byteLength));
      }
      return view;
    }
    case 4:
      return new kind(buffer).subarray(Math.min(1, length));
    default:
      return new kind(buffer);
  }
}

function isOfWasm(buffer) {
  return buffer.byteLength === 65_536;
}

/** Values that TypeScript would give, so that most of a call is right and the rest is reached. */
const RIGHT = {
  distribution: () => random(4),
  // Of most distributions; others are refused.
  parameters: () => Float64Array.from(oneOf([[0, 1], [0, 1], [-5, 7], [0, 3 * 2 ** 51], [1], [], [1, 2, 3]])),
  number: () => oneOf([0, 1, 42, 2 ** 32 - 1]),
  start: () => 65_536 * random(4),
  samples: () => random(200_000),
  slots: () => 1 + random(3),
  allotment: () => random(20),
  blocks: () => 1 + random(8),
  flags: () => random(8),
  lanes: () => new Int32Array(64),
  doubles: () => new Float64Array(16 * random(100)),
  singles: () => new Float32Array(16 * random(100)),
  wholes: () => new (oneOf(WHOLES))(16 * random(100)),
  words: () => new Uint32Array(32 * random(100)),
  word: () => random(8),
  array: () => RIGHT[oneOf(['doubles', 'singles', 'wholes'])](),
  boolean: () => random(2) === 0,
  from: () => 16 * random(4),
  most: () => 1 + random(10),
  listener: () => (random(10) ? () => {} : refuse),
};

const STREAM = ['distribution', 'number', 'number', 'number'];
const RUN = [...STREAM, 'slots', 'allotment', 'blocks', 'flags'];

/** What each export takes. One that is not here is called with hostile values alone. */
const TAKES = {
  sum: [...STREAM, 'start', 'samples'],
  fill: [...STREAM, 'parameters', 'start', 'doubles'],
  fillFloats: [...STREAM, 'parameters', 'start', 'singles'],
  fillWhole: [...STREAM, 'parameters', 'start', 'wholes'],
  seekLanes: [...STREAM, 'word', 'start', 'lanes'],
  readLanes: [...STREAM, 'parameters', 'start', 'lanes', 'doubles', 'from'],
  readWords: ['lanes', 'words'],
  sumInSlots: [...RUN, 'start', 'samples'],
  fillInSlots: [...RUN, 'parameters', 'start', 'array', 'boolean'],
  onNews: ['listener'],
  deliverNews: ['most'],
  'JobRun.next': ['listener'],
};

function hostile() {
  return oneOf([() => oneOf(NUMBERS), memory, oneOf(OTHERS)])();
}

const runs = [];

/** Every function and method, by name, and what it is called on. */
const TARGETS = Object.entries(addon)
  .filter(([, value]) => typeof value === 'function')
  .flatMap(([name, value]) => [
    [name, value, () => undefined],
    ...Object.getOwnPropertyNames(value.prototype ?? {})
      .filter((method) => method !== 'constructor')
      .map((method) => [`${name}.${method}`, value.prototype[method], () => oneOf(runs)]),
  ]);

/** After stopRuns this thread has no runs any more. */
const BEFORE_THE_END = TARGETS.filter(([name]) => name !== 'stopRuns');
const LAST_CALLS_FROM = calls * 0.95;

function argumentsOf(name) {
  const takes = TAKES[name] ?? [];
  // Few are wrong in most calls; in some all are, or there are too few or too many.
  const wrong = oneOf([0, 1, 1, 2, takes.length]);
  const args = takes.map((kind) => RIGHT[kind]());
  for (let n = 0; n < wrong; n++) {
    args[random(takes.length + 1)] = hostile();
  }
  if (random(20) === 0) {
    args.length = random(args.length + 1);
  }
  if (name === 'sum' && typeof args[5] === 'number' && args[5] > LONG) {
    args[5] = Number.NaN;
  }
  return args;
}

const counts = new Map(TARGETS.map(([name]) => [name, { returned: 0, threw: 0 }]));
const problems = [];
let uncaught = 0;
// Until all is done: an error of this script's own would end it, too.
process.exitCode = 1;
process.on('uncaughtException', (error) => {
  uncaught++;
  if (error?.message !== 'hostile') {
    problems.push(`an uncaught ${error?.stack ?? String(error)}`);
    console.log(problems.at(-1));
  }
});

for (let call = 0; call < calls; call++) {
  const [name, target, owner] = oneOf(call < LAST_CALLS_FROM ? BEFORE_THE_END : TARGETS);
  const on = random(20) ? owner() : oneOf(OTHERS)();
  const args = argumentsOf(name);
  try {
    const isClass = name in addon && target.prototype !== undefined && /^[A-Z]/.test(name);
    const result = isClass && random(4) ? Reflect.construct(target, args) : Reflect.apply(target, on, args);
    counts.get(name).returned++;
    if (name.endsWith('InSlots')) {
      runs.push(result);
    }
    result?.catch?.(() => {});
  } catch (error) {
    counts.get(name).threw++;
    if (!(error instanceof Error)) {
      problems.push(`call ${call}, ${name}, threw ${String(error)}, which is no Error`);
    }
  }
  if (runs.length > 100) {
    for (const run of runs.splice(0, 90)) {
      run.cancel();
    }
  }
  if (call % 200 === 0) {
    await nextTurn();
  }
}
for (const run of runs) {
  run.cancel();
}
for (const [name, { returned, threw }] of counts) {
  console.log(`${name}: ${returned} returned, ${threw} threw`);
}
for (const problem of problems.slice(0, 10)) {
  console.log(problem);
}
console.log(`${calls} calls of ${counts.size} functions, seed ${seed}, ${uncaught} errors of listeners`);
process.exit(problems.length === 0 ? 0 : 1);
