import test from 'ava';
import { chooseEngine } from '../../../ts/library/engines/choose.ts';
import type { Engine } from '../../../ts/library/engines/engine.ts';
import { prove } from '../../../ts/library/engines/prove.ts';
import type { SampleArray } from '../../../ts/library/stream/arrays.ts';
import { engines } from '../../engines.ts';

const good = chooseEngine('typescript');

/** Writes to a copy of an array instead of the array, as a runtime does that passes copies to an addon. */
function lost<T extends SampleArray | Uint32Array | Int32Array>(array: T): T {
  return array.slice() as T;
}

const LIES: readonly { readonly lie: string; readonly told: RegExp; readonly engine: Partial<Engine> }[] = [
  {
    lie: 'loses what is written to arrays of less than 1,000 bytes',
    told: /^a small array has 0 where 0\.71/,
    engine: {
      fill: (stream, start, array) => good.fill(stream, start, array.byteLength < 1000 ? lost(array) : array),
    },
  },
  {
    lie: 'loses what is written to large arrays',
    told: /^a part of a large array has 0 where -94\.28/,
    engine: {
      fill: (stream, start, array) => good.fill(stream, start, array.byteLength > 1000 ? lost(array) : array),
    },
  },
  {
    lie: 'writes a part of an array to its beginning',
    told: /^a part of a large array has -94\.28\d+ where 0 should be/,
    engine: {
      fill: (stream, start, array) =>
        good.fill(
          stream,
          start,
          array instanceof Float64Array ? new Float64Array(array.buffer, 0, array.length) : array,
        ),
    },
  },
  {
    lie: 'loses parameters',
    told: /^a part of a large array has 0\.71/,
    engine: {
      fill: (stream, start, array) =>
        good.fill(
          stream.distribution === 'uniform' ? { ...stream, parameters: Float64Array.of(0, 1) } : stream,
          start,
          array,
        ),
    },
  },
  {
    lie: 'loses whole numbers',
    told: /^a small array of whole numbers has 0 /,
    engine: {
      fill: (stream, start, array) =>
        good.fill(stream, start, array instanceof BigInt64Array ? lost(array) : array),
    },
  },
  {
    lie: 'loses single precision',
    told: /^a small array of single precision has 0 /,
    engine: {
      fill: (stream, start, array) =>
        good.fill(stream, start, array instanceof Float32Array ? lost(array) : array),
    },
  },
  {
    lie: "cuts the seed's upper half",
    told: /^a small array has/,
    engine: {
      fill: (stream, start, array) =>
        good.fill({ ...stream, seed: BigInt.asUintN(32, stream.seed) }, start, array),
    },
  },
  {
    lie: 'cuts a start to 32 bits',
    told: /^a small array has/,
    engine: { fill: (stream, start, array) => good.fill(stream, start >>> 0, array) },
  },
  {
    lie: "loses a generator's lanes",
    told: /^a generator's window has/,
    engine: { seekLanes: (lanes, source, word, start) => good.seekLanes(lost(lanes), source, word, start) },
  },
  {
    lie: "loses a generator's window",
    told: /^a generator's window has 0 where 0\.71/,
    engine: {
      readLanes: (lanes, stream, start, array, from) =>
        good.readLanes(lanes, stream, start, lost(array), from),
    },
  },
  {
    lie: "loses a generator's words",
    told: /^a generator's words has 0 /,
    engine: { readWords: (lanes, array) => good.readWords(lanes, lost(array)) },
  },
  {
    lie: 'does not advance lanes',
    told: /^a generator's words has/,
    engine: {
      readLanes: (lanes, stream, start, array, from) =>
        good.readLanes(lost(lanes), stream, start, array, from),
    },
  },
  {
    lie: "cuts a sum's upper bits",
    told: /^a sum has/,
    engine: { sum: (stream, range) => BigInt.asIntN(64, good.sum(stream, range)) },
  },
  {
    lie: "loses a sum's sign",
    told: /^a sum has/,
    engine: { sum: (stream, range) => BigInt.asUintN(128, good.sum(stream, range)) },
  },
];

for (const { lie, told, engine } of LIES) {
  test(`an engine that ${lie} is found out`, (t) => {
    t.throws(() => prove({ ...good, ...engine }), { message: told });
  });
}

for (const name of engines) {
  test(`the ${name} engine passes its test`, (t) => {
    t.notThrows(() => prove(chooseEngine(name)));
  });
}
