import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { fromJson, jobOf, readVectors, samplesOf } from '../../scripts/vectors.ts';
import {
  type FillJob,
  fill,
  fillSync,
  Generator,
  type JobOptions,
  type SampleJob,
  sampleSync,
  sum,
  sumSync,
} from '../../ts/index.ts';
import { DISTRIBUTIONS, rowSize } from '../../ts/library/distributions/registry.ts';
import { ENGINES } from '../../ts/library/engines/choose.ts';
import { toSampleJob } from '../../ts/library/jobs/job.ts';
import type { ArrayName } from '../../ts/library/stream/arrays.ts';
import { testOf } from '../engines.ts';

const ARRAYS = {
  Float64Array,
  Float32Array,
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
};
type FilledArray = Parameters<typeof fillSync>[0];

const files = readVectors(fileURLToPath(new URL('../../docs/vectors/', import.meta.url)));

for (const engine of ENGINES) {
  const engineTest = testOf(engine);

  for (const { distribution, totals = [], samples, fills, draws, refused, misfits = [] } of files) {
    if (totals.length > 0) {
      engineTest(`${engine} gives every published total of ${distribution} samples`, async (t) => {
        for (const { units, total, ...place } of totals) {
          const job = { ...place, distribution } as JobOptions;
          const { samples, start } = place;
          const expected = { sum: total, units: BigInt(units), samples, start, seed: BigInt(place.seed) };
          t.like(sumSync(job, { engine }), expected);
          t.like(await sum(job, { engine }), expected);
        }
      });
    }

    engineTest(
      `${engine} gives every published ${distribution} sample, in every kind of array`,
      async (t) => {
        for (const { doubles, floats, integers, ...where } of samples) {
          const job = jobOf(distribution, where);
          const expected = Object.entries({
            Float64Array: doubles,
            ...(floats && { Float32Array: floats }),
            ...integers,
          });
          for (const [name, values] of expected as [ArrayName, string[]][]) {
            const message = `${name} ${JSON.stringify(where)}`;
            const array = () => newArray(name, values.length);
            t.deepEqual(published(fillSync(array(), job, { engine })), values, message);
            t.deepEqual(published(await fill(array(), job, { engine })), values, message);
          }
          const count = samplesOf(distribution, { ...where, doubles });
          const found = sampleSync({ ...job, samples: count }, { engine });
          t.deepEqual(published(found), doubles, JSON.stringify(where));
        }
      },
    );

    engineTest(
      `${engine} gives published ${distribution} fills of many blocks, on the loop and off it`,
      async (t) => {
        for (const { samples, doublesSha256, floatsSha256, integersSha256, ...where } of fills) {
          const job = jobOf(distribution, where);
          const expected = { Float64Array: doublesSha256, Float32Array: floatsSha256, ...integersSha256 };
          for (const [name, hash] of Object.entries(expected) as [ArrayName, string][]) {
            const message = `${name} ${JSON.stringify(where)}`;
            const array = () => newArray(name, samples * sizeOf(job));
            t.is(sha256(fillSync(array(), job, { engine })), hash, message);
            t.is(sha256(await fill(array(), job, { engine })), hash, message);
          }
        }
      },
    );

    engineTest(
      `${engine} draws every published ${distribution} draw, with the parameters of each call`,
      (t) => {
        for (const { seed, stream, drawn, calls, values } of draws) {
          const rng = new Generator({ seed, stream, engine });
          rng.seek({ [distribution]: drawn });
          const draw = (rng as unknown as Record<string, (...parameters: unknown[]) => number | number[]>)[
            distribution
          ]!;
          const found = calls.flatMap((call) => draw.call(rng, ...call.map(fromJson)));
          t.deepEqual(published(Float64Array.from(found)), values.flat());
          t.is((rng.positions as unknown as Record<string, number>)[distribution], drawn + found.length);
        }
      },
    );

    engineTest(`${engine} refuses ${distribution} parameters and arrays that cannot be`, async (t) => {
      for (const { array, ...where } of refused) {
        const message = `${array} ${JSON.stringify(where)}`;
        const error = t.throws(
          () => fillSync(newArray(array, 1), jobOf(distribution, where), { engine }),
          undefined,
          message,
        );
        t.true(error instanceof TypeError || error instanceof RangeError, message);
        await t.throwsAsync(
          async () => fill(newArray(array, 1), jobOf(distribution, where), { engine }),
          undefined,
          message,
        );
      }
    });

    if (misfits.length > 0) {
      engineTest(`${engine} names the ${distribution} sample that does not fit an array`, async (t) => {
        for (const { array, samples, number, ...where } of misfits) {
          const named = { message: new RegExp(`\\b${number}\\b`) };
          const message = `${array} ${JSON.stringify(where)}`;
          const job = jobOf(distribution, where);
          const all = () => newArray(array, samples * sizeOf(job));
          t.throws(() => fillSync(all(), job, { engine }), named, message);
          await t.throwsAsync(async () => fill(all(), job, { engine }), named, message);
          // All samples before it fit.
          t.notThrows(
            () => fillSync(newArray(array, (number - where.start) * sizeOf(job)), job, { engine }),
            message,
          );
        }
      });
    }
  }
}

test('every distribution has its vectors', (t) => {
  t.deepEqual(files.map(({ distribution }) => distribution).toSorted(), DISTRIBUTIONS.toSorted());
});

/** How many numbers a sample has. */
function sizeOf(job: FillJob): number {
  return rowSize(toSampleJob({ ...job, samples: 0 } as SampleJob));
}

function newArray(name: ArrayName, length: number): FilledArray {
  return new ARRAYS[name](length) as unknown as FilledArray;
}

/** An array's values as the files have them: floating ones by their bits, whole ones in decimal. */
function published(array: FilledArray): string[] {
  const floating = array instanceof Float64Array || array instanceof Float32Array;
  return Array.from(array as ArrayLike<number>, (value) => (floating ? bitsOf(value, array) : String(value)));
}

function bitsOf(value: number, { BYTES_PER_ELEMENT: size }: FilledArray): string {
  const bytes = Buffer.alloc(size);
  size === 8 ? bytes.writeDoubleBE(value) : bytes.writeFloatBE(value);
  return bytes.toString('hex');
}

function sha256({ buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: size }: FilledArray): string {
  const bytes = Buffer.from(Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength));
  if (endianness() === 'BE') {
    for (let at = 0; at < byteLength; at += size) {
      bytes.subarray(at, at + size).reverse();
    }
  }
  return createHash('sha256').update(bytes).digest('hex');
}
