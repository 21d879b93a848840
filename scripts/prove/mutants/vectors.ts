// What of docs/vectors.json an engine of a library does not give: `tsx vectors.ts <folder> <engine>` prints the kinds.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FillJob, JobOptions } from '../../../ts/index.ts';
import type { Library } from '../numbers/evidence.ts';

interface Vectors {
  totals: (JobOptions & { units: string; total: number })[];
  firstSamplesAsBigEndianHex: (FillJob & { samples: string[] })[];
  samplesFromAnywhere: (FillJob & { doublesAsBigEndianHex: string[]; singlesAsBigEndianHex: string[] })[];
  fills: (JobOptions & { doublesSha256: string; singlesSha256: string })[];
  generators: {
    seed: string;
    stream: number;
    randomAsBigEndianHex: string[];
    normalAsBigEndianHex: string[];
    acrossAnEdge: { drawn: number; randomAsBigEndianHex: string[]; normalAsBigEndianHex: string[] };
    integers: { low: number; high: number; integers: number[] }[];
    shuffled: number[];
    children: { seed: string; stream: number }[];
  }[];
}

const [folder = '', engine] = process.argv.slice(2) as [string, 'native' | 'typescript'];
const library: Library = await import(pathToFileURL(join(resolve(folder), 'dist/index.js')).href);
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../docs/vectors.json', import.meta.url), 'utf8'),
);

const checks: Record<string, () => boolean> = {
  totals: () =>
    vectors.totals.every(
      ({ units, total, ...job }) => String(library.sumSync(job, { engine }).units) === units,
    ),
  samples: () =>
    vectors.firstSamplesAsBigEndianHex.every(({ samples, ...job }) =>
      same(hex(library.fillSync(new Float64Array(samples.length), job, { engine })), samples),
    ),
  anywhere: () =>
    vectors.samplesFromAnywhere.every(
      ({ doublesAsBigEndianHex: doubles, singlesAsBigEndianHex: singles, ...job }) =>
        same(hex(library.fillSync(new Float64Array(doubles.length), job, { engine })), doubles) &&
        same(hex(library.fillSync(new Float32Array(singles.length), job, { engine })), singles),
    ),
  fills: () =>
    vectors.fills.every(
      ({ samples, doublesSha256, singlesSha256, ...job }) =>
        sha256(library.fillSync(new Float64Array(samples), job, { engine })) === doublesSha256 &&
        sha256(library.fillSync(new Float32Array(samples), job, { engine })) === singlesSha256,
    ),
  generators: () => vectors.generators.every(drawsAsPublished),
};

console.log(
  Object.entries(checks)
    .filter(([, holds]) => !holds())
    .map(([kind]) => kind)
    .join(', '),
);

function drawsAsPublished({ seed, stream, ...expected }: Vectors['generators'][number]): boolean {
  const fresh = () => new library.Generator({ seed, stream, engine });
  const draws = (draw: () => number, like: string[]): boolean =>
    same(hex(Float64Array.from(like, () => draw())), like);
  const { drawn, ...late } = expected.acrossAnEdge;
  const drawing = fresh();
  for (let n = 0; n < drawn; n++) {
    drawing.random();
    drawing.normal();
  }
  const children = fresh().split(expected.children.length);
  return (
    draws(fresh().random, expected.randomAsBigEndianHex) &&
    draws(fresh().normal, expected.normalAsBigEndianHex) &&
    draws(drawing.random, late.randomAsBigEndianHex) &&
    draws(drawing.normal, late.normalAsBigEndianHex) &&
    same(fresh().shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), expected.shuffled) &&
    same(
      children.map((child) => ({ seed: String(child.seed), stream: child.stream })),
      expected.children,
    ) &&
    expected.integers.every(({ low, high, integers }) => {
      const rng = fresh();
      return same(
        integers.map(() => rng.integer(low, high)),
        integers,
      );
    })
  );
}

function hex(array: Float64Array | Float32Array): string[] {
  const view = new DataView(new ArrayBuffer(8));
  return Array.from(array, (value) => {
    const double = array.BYTES_PER_ELEMENT === 8;
    double ? view.setFloat64(0, value) : view.setFloat32(0, value);
    return Buffer.from(view.buffer, 0, array.BYTES_PER_ELEMENT).toString('hex');
  });
}

/** Of the bytes as they are in memory: little-endian, where mutants are tried. */
function sha256(array: Float64Array | Float32Array): string {
  return createHash('sha256').update(array).digest('hex');
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
