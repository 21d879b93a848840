import vm from 'node:vm';
import test from 'ava';
import { fill, fillSync, sampleSync } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';

test('fill takes the memory over and gives back a view of the same place', async (t) => {
  for (const [length, offset] of [
    [10, 8],
    [300_000, 24],
  ] as const) {
    const buffer = new ArrayBuffer(offset + 8 * length + 16);
    new Uint8Array(buffer).fill(7);
    const array = new Float64Array(buffer, offset, length);
    const filling = fill(array, { distribution: 'uniform', seed: 5 });
    t.is(array.length, 0, 'nobody sees it half done');
    t.is(buffer.byteLength, 0);
    const filled = await filling;
    t.deepEqual([...filled], [...sampleSync({ distribution: 'uniform', seed: 5, samples: length })]);
    t.is(filled.byteOffset, offset);
    t.is(filled.buffer.byteLength, offset + 8 * length + 16);
    const around = new Uint8Array(filled.buffer);
    t.true(around.subarray(0, offset).every((byte) => byte === 7));
    t.true(around.subarray(-16).every((byte) => byte === 7));
  }
});

test('memory that cannot be taken over is refused', async (t) => {
  const memory = new Float64Array(vm.runInThisContext('new WebAssembly.Memory({ initial: 1 }).buffer'));
  await t.throwsAsync(fill(memory, { distribution: 'uniform' }), {
    name: 'TypeError',
    message: /transferred/,
  });
  t.true(memory.length > 0);
});

test('arrays of another realm are filled, and come back as theirs', async (t) => {
  const theirs = vm.runInNewContext('({ Float64Array, array: new Float64Array(1000) })');
  const expected = [...sampleSync({ distribution: 'normal', seed: 1, samples: 1000 })];
  t.deepEqual([...fillSync(theirs.array, { distribution: 'normal', seed: 1 })], expected);
  const filled = await fill(theirs.array, { distribution: 'normal', seed: 1 });
  t.true(filled instanceof theirs.Float64Array);
  t.deepEqual([...filled], expected);
});

test("a class of the caller's stays itself, whatever it makes of views and constructors", async (t) => {
  class Species extends Float64Array {
    static get [Symbol.species]() {
      return Float32Array as unknown as Float64ArrayConstructor;
    }
  }
  class Named extends Float64Array {
    constructor(_: string, length: number) {
      super(length);
    }
  }
  const expected = [...sampleSync({ distribution: 'uniform', seed: 1, samples: 200_000 })];
  for (const engine of engines) {
    for (const mode of ['threadpool', 'cooperative'] as const) {
      for (const array of [new Species(200_000), new Named('a', 200_000)]) {
        const { constructor: kind } = array;
        const filled = await fill(array, { distribution: 'uniform', seed: 1 }, { engine, mode });
        t.is(filled.constructor, kind);
        t.deepEqual([...filled], expected);
      }
    }
  }
});

test('an array whose memory is gone is refused', async (t) => {
  const array = new Float64Array(1e6);
  const first = fill(array, { distribution: 'uniform' });
  const expected = { name: 'TypeError', message: /^array has no memory: it was transferred/ };
  await t.throwsAsync(fill(array, { distribution: 'uniform' }), expected);
  t.throws(() => fillSync(array, { distribution: 'uniform' }), expected);
  t.is((await first).length, 1e6);
  t.is((await fill(new Float64Array(0), { distribution: 'uniform' })).length, 0, 'an empty one is not');
});
