import test from 'ava';
import fc from 'fast-check';
import { Generator } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';
import { deviations, tally } from './deviations.ts';

const MOST = Number.MAX_SAFE_INTEGER;

const seeds = fc.nat();

/** Bits that were drawn before: at a row's start or not, and near a block's end. */
const positions = fc.oneof(
  fc.nat(100),
  fc.integer({ min: 65_000, max: 66_000 }),
  fc.maxSafeNat().map((n) => Math.floor(n / 2)),
);

const lengths = fc.oneof(fc.nat(40), fc.nat(5000), fc.nat(60_000));

function at(engine: (typeof engines)[number], seed: number, bits: number): Generator {
  const rng = new Generator({ seed, engine });
  rng.seek({ bits });
  return rng;
}

for (const engine of engines) {
  test(`${engine}: bytes are those of one word after the other, from any position`, (t) => {
    fc.assert(
      fc.property(seeds, positions, lengths, (seed, position, length) => {
        const rng = at(engine, seed, position);
        const bytes = rng.bytes(length);
        t.is(bytes.length, length);
        t.is(rng.positions.bits ?? 0, position + Math.ceil(length / 8));
        const one = at(engine, seed, position);
        const words = Array.from({ length: Math.min(40, Math.ceil(length / 8)) }, () => [...one.bytes(8)]);
        t.deepEqual([...bytes.subarray(0, 320)], words.flat().slice(0, Math.min(length, 320)));
        const late = Math.floor(length / 16) * 8;
        t.deepEqual(at(engine, seed, position + late / 8).bytes(length - late), bytes.slice(late));
      }),
      { numRuns: 60 },
    );
  });

  test(`${engine}: an array is filled at its place of memory, whatever its class`, (t) => {
    class Bytes extends Uint8Array {}
    const expected = at(engine, 3, 5).bytes(99);
    for (const offset of [0, 1, 7]) {
      const around = new Uint8Array(120);
      const array = new Bytes(around.buffer, offset, 99);
      t.is(at(engine, 3, 5).bytes(array), array);
      t.deepEqual(Uint8Array.from(array), expected);
      t.true([...around.subarray(0, offset), ...around.subarray(offset + 99)].every((byte) => byte === 0));
    }
  });

  test(`${engine}: a UUID is made of sixteen bytes`, (t) => {
    fc.assert(
      fc.property(seeds, positions, (seed, position) => {
        const bytes = at(engine, seed, position).bytes(16);
        bytes[6] = (bytes[6]! & 15) | 64;
        bytes[8] = (bytes[8]! & 63) | 128;
        const digits = Buffer.from(bytes).toString('hex');
        const rng = at(engine, seed, position);
        const uuid = rng.uuid();
        t.is(uuid.replaceAll('-', ''), digits);
        t.regex(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        t.is(rng.positions.bits, position + 2);
      }),
      { numRuns: 100 },
    );
  });

  test(`${engine}: a bigint is the first attempt's whose bits are below the count`, (t) => {
    const count = fc
      .tuple(fc.integer({ min: 0, max: 4095 }), fc.bigInt({ min: 0n, max: 2n ** 70n }))
      .map(([bits, more]) => 2n ** BigInt(bits) + (more % 2n ** BigInt(bits)));
    const low = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n });
    fc.assert(
      fc.property(seeds, positions, low, count, (seed, position, low, count) => {
        const [rng, again] = [at(engine, seed, position), at(engine, seed, position)];
        const length = count === 1n ? 0 : (count - 1n).toString(2).length;
        let expected = 0n;
        do {
          expected = 0n;
          for (let word = 0; word < Math.ceil(length / 64); word++) {
            expected = (expected << 64n) | Buffer.from(again.bytes(8)).readBigUInt64LE();
          }
          expected &= 2n ** BigInt(length) - 1n;
        } while (expected >= count);
        t.is(rng.bigint(low, low + count), low + expected);
        t.deepEqual(rng.state, again.state);
      }),
      { numRuns: 150 },
    );
  });

  test(`${engine}: bigints, bits and characters are equally likely`, (t) => {
    const rng = new Generator({ seed: 12, engine });
    const bigints = tally(60_000, () => rng.bigint(-5n, 6n));
    t.is(bigints.size, 11);
    t.true(Math.abs(deviations([...bigints.values()])) < 4);
    const parts = tally(60_000, () => rng.bigint(0n, 5n * 2n ** 1000n) / 2n ** 1000n);
    t.is(parts.size, 5);
    t.true(Math.abs(deviations([...parts.values()])) < 4);
    const bytes = [...rng.bytes(256_000)];
    const each = tally(bytes.length, () => bytes.pop());
    t.true(Math.abs(deviations([...each.values()])) < 4);
  });

  test(`${engine}: a text has characters of its alphabet, by picks`, (t) => {
    const rng = new Generator({ seed: 13, engine });
    const text = rng.string(1000, 'a🎲b');
    t.deepEqual([...text], new Generator({ seed: 13, engine }).choices('a🎲b', 1000));
    t.deepEqual(rng.positions, { pick: 1000 });
    const counts = tally(1000, () => rng.string(1, 'aab'));
    t.true(Math.abs(deviations([counts.get('a')!, counts.get('b')!], [2, 1])) < 4);
    const all = new Set(rng.string(5000));
    t.is([...all].sort().join(''), '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
    t.is(rng.string(0), '');
    t.is(rng.string(3, 'x'), 'xxx');
  });

  test(`${engine}: a boolean is a bernoulli sample`, (t) => {
    const [rng, again] = [new Generator({ seed: 14, engine }), new Generator({ seed: 14, engine })];
    for (const probability of [undefined, 0, 0.1, 0.5, 1]) {
      for (let n = 0; n < 100; n++) {
        t.is(rng.boolean(probability), again.bernoulli(probability) === 1);
      }
    }
    t.deepEqual(rng.state, again.state);
  });

  test(`${engine}: bits go on from a saved state, on any engine`, (t) => {
    const call = fc.oneof(
      lengths.map((length) => (rng: Generator) => [...rng.bytes(length)]),
      fc.constant((rng: Generator) => rng.uuid()),
      fc.bigInt({ min: 1n, max: 2n ** 300n }).map((high) => (rng: Generator) => rng.bigint(0n, high)),
    );
    const calls = fc.array(fc.tuple(call, fc.constantFrom(...engines)), { maxLength: 10 });
    fc.assert(
      fc.property(seeds, positions, calls, (seed, position, calls) => {
        const rng = at(engine, seed, position);
        for (const [draw, other] of calls) {
          const { state } = rng;
          t.deepEqual(draw(rng), draw(Generator.from(state, { engine: other })));
        }
      }),
      { numRuns: 40 },
    );
  });

  test(`${engine}: no call passes the last word`, (t) => {
    const rng = at(engine, 1, MOST - 3);
    const { state } = rng;
    for (const call of [
      () => rng.bytes(25),
      () => rng.bytes(MOST),
      () => rng.bytes(new Uint8Array(25)),
      () => rng.bigint(0n, 2n ** 256n),
      () => {
        rng.uuid();
        rng.uuid();
      },
    ]) {
      t.throws(
        call,
        { name: 'RangeError', message: /^a generator has 2\^53 - 1 bits samples/ },
        String(call),
      );
      rng.seek(state.positions);
    }
    t.is(rng.bytes(24).length, 24);
    t.is(rng.positions.bits, MOST);
    t.is(rng.bytes(0).length, 0);
  });
}
