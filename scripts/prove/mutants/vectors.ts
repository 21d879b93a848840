// What of docs/vectors an engine of a library does not give: `tsx vectors.ts <folder> <engine>` prints the kinds.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ChildKey, GeneratorState, JobOptions } from '../../../ts/index.ts';
import { type DistributionVectors, fromJson, jobOf, readVectors } from '../../vectors.ts';
import type { Library } from '../numbers/evidence.ts';

interface Key {
  seed: string;
  stream: number;
}
/** What a key is in JSON, which has no bigints. */
type JsonKey = string | number | { bigint: string };
interface GeneratorVectors {
  calls: (Key & { method: string; positions: { pick?: number }; arguments: unknown[]; result: unknown })[];
  children: (Key & { children: number; split: Key[] })[];
  keys: (Key & { keys: JsonKey[]; child: Key })[];
}

const [folder = '', engine] = process.argv.slice(2) as [string, 'native' | 'typescript'];
const library: Library = await import(pathToFileURL(join(resolve(folder), 'dist/index.js')).href);
const vectors = fileURLToPath(new URL('../../../docs/vectors', import.meta.url));
const files = readVectors(vectors);
const generator: GeneratorVectors = JSON.parse(readFileSync(join(vectors, 'generator.json'), 'utf8'));

/** Of each kind, whether a distribution's file holds. */
const checks: Record<string, (file: DistributionVectors) => boolean> = {
  totals: ({ distribution, totals = [] }) =>
    totals.every(({ units, total, ...place }) => {
      const job = { ...place, distribution } as JobOptions;
      return String(library.sumSync(job, { engine }).units) === units;
    }),
  samples: ({ distribution, samples }) =>
    samples.every(({ doubles, floats, integers, ...where }) => {
      const job = jobOf(distribution, where);
      return (
        same(hex(library.fillSync(new Float64Array(doubles.length), job, { engine })), doubles) &&
        (floats === undefined ||
          same(hex(library.fillSync(new Float32Array(floats.length), job, { engine })), floats))
      );
    }),
  fills: ({ distribution, fills }) =>
    fills.every(({ samples, doublesSha256, floatsSha256, integersSha256, ...where }) => {
      const job = jobOf(distribution, where);
      return (
        sha256(library.fillSync(new Float64Array(samples), job, { engine })) === doublesSha256 &&
        sha256(library.fillSync(new Float32Array(samples), job, { engine })) === floatsSha256
      );
    }),
  draws: ({ distribution, draws }) =>
    draws.every(({ seed, stream, drawn, calls, values }) => {
      const rng = new library.Generator({ seed, stream, engine });
      rng.seek({ [distribution]: drawn });
      const draw = (rng as unknown as Record<string, (...parameters: unknown[]) => number | number[]>)[
        distribution
      ]!;
      const found = calls.flatMap((call) => draw.call(rng, ...call.map(fromJson)));
      return same(hex(Float64Array.from(found)), values.flat());
    }),
};

const { calls, children, keys } = generator;
/** The same of what is no distribution's. */
const others: Record<string, () => boolean> = {
  shuffles: () =>
    calls
      .filter(({ method }) => method === 'shuffle')
      .every(({ seed, stream, positions, arguments: [list], result }) =>
        same(
          at({ seed, stream, positions: { pick: positions.pick } }).shuffle([...(list as number[])]),
          result,
        ),
      ),
  children: () =>
    children.every(({ split, ...state }) => same(at(state).split(split.length).map(keyOf), split)) &&
    keys.every(({ keys, child, ...state }) => {
      const given = keys.map((key) => (typeof key === 'object' ? BigInt(key.bigint) : key));
      return same(keyOf(at(state).child(...(given as [ChildKey]))), child);
    }),
};

const wrong = [
  ...Object.entries(checks).filter(([, holds]) => !files.every(holds)),
  ...Object.entries(others).filter(([, holds]) => !holds()),
];
console.log(wrong.map(([kind]) => kind).join(', '));

/** A generator in a state of which what is missing is 0. */
function at(state: object) {
  const whole = { version: 1, positions: {}, children: 0, ...state };
  return library.Generator.from(whole as GeneratorState, { engine });
}

function keyOf({ seed, stream }: { seed: bigint; stream: number }): Key {
  return { seed: String(seed), stream };
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
