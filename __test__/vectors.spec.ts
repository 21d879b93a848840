import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { toLittleEndian } from '../ts/byte-order.ts';
import { ENGINES } from '../ts/engine/choose.ts';
import { type Distribution, fill, fillSync, sampleSync, sum, sumSync } from '../ts/index.ts';
import type { Parametrised } from '../ts/job.ts';
import { nativeTest } from './engines.ts';
import type { Declare } from './where.ts';

interface Vectors {
  totals: {
    distribution: Distribution;
    samples: number;
    seed: string;
    stream: number;
    units: string;
    total: number;
  }[];
  firstSamplesAsBigEndianHex: {
    distribution: Distribution;
    seed: string;
    stream: number;
    samples: string[];
  }[];
  samplesFromAnywhere: (Parametrised & {
    seed: string;
    stream: number;
    start: number;
    doublesAsBigEndianHex: string[];
    singlesAsBigEndianHex: string[];
  })[];
  /** Of the samples' bytes, little-endian. */
  fills: (Parametrised & {
    seed: string;
    stream: number;
    start: number;
    samples: number;
    doublesSha256: string;
    singlesSha256: string;
  })[];
}

const vectors: Vectors = JSON.parse(readFileSync(new URL('../docs/vectors.json', import.meta.url), 'utf8'));

for (const engine of ENGINES) {
  const engineTest: Declare = engine === 'native' ? nativeTest : test;

  engineTest(`${engine} gives every published total`, async (t) => {
    for (const { units, total, ...job } of vectors.totals) {
      const { distribution, samples, seed, stream } = job;
      const expected = { sum: total, units: BigInt(units), samples, seed: BigInt(seed) };
      t.like(sumSync({ distribution, samples, seed, stream }, { engine }), expected);
      t.like(await sum({ distribution, samples, seed, stream }, { engine }), expected);
    }
  });

  engineTest(`${engine} gives every published sample`, (t) => {
    for (const { samples, ...job } of vectors.firstSamplesAsBigEndianHex) {
      const found = sampleSync({ ...job, samples: samples.length }, { engine });
      t.deepEqual(Array.from(found, toBigEndianHex), samples);
    }
  });

  engineTest(
    `${engine} gives published samples from anywhere, of parameters and in single precision`,
    (t) => {
      for (const { doublesAsBigEndianHex, singlesAsBigEndianHex, ...job } of vectors.samplesFromAnywhere) {
        const doubles = fillSync(new Float64Array(doublesAsBigEndianHex.length), job, { engine });
        t.deepEqual(Array.from(doubles, toBigEndianHex), doublesAsBigEndianHex);
        const singles = fillSync(new Float32Array(singlesAsBigEndianHex.length), job, { engine });
        t.deepEqual(Array.from(singles, singleToBigEndianHex), singlesAsBigEndianHex);
      }
    },
  );

  engineTest(`${engine} gives published fills of many blocks, on the loop and off it`, async (t) => {
    for (const { samples, doublesSha256, singlesSha256, ...job } of vectors.fills) {
      t.is(sha256(fillSync(new Float64Array(samples), job, { engine })), doublesSha256);
      t.is(sha256(fillSync(new Float32Array(samples), job, { engine })), singlesSha256);
      t.is(sha256(await fill(new Float64Array(samples), job, { engine })), doublesSha256);
    }
  });
}

function sha256(array: Float64Array | Float32Array): string {
  return createHash('sha256').update(toLittleEndian(array)).digest('hex');
}

function singleToBigEndianHex(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(value);
  return bytes.toString('hex');
}

function toBigEndianHex(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}
