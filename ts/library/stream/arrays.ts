/** The kinds of arrays that samples are written to. */

/** Doubles or floats: samples of any distribution. */
export type FloatArray = Float64Array | Float32Array;

/** Whole numbers: samples of whole-numbered distributions. */
export type WholeArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** An array that samples can be written to. */
export type SampleArray = FloatArray | WholeArray;

/** Their names, in the language's own words. */
export type ArrayName =
  | 'Float64Array'
  | 'Float32Array'
  | 'Int8Array'
  | 'Uint8Array'
  | 'Int16Array'
  | 'Uint16Array'
  | 'Int32Array'
  | 'Uint32Array'
  | 'BigInt64Array'
  | 'BigUint64Array';

/** The constructors of this realm, by name. */
export const ARRAYS = {
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
} as const satisfies Record<ArrayName, unknown>;

// The language's own getter, which identifies a value from any realm and cannot be deceived.
const tagOf = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)!.get!;

/** The name of an array's kind; undefined for what is no typed array. */
export function nameOf(value: unknown): string | undefined {
  return tagOf.call(value);
}

export function isDoubles(array: SampleArray): array is Float64Array {
  return nameOf(array) === 'Float64Array';
}

export function isFloats(array: SampleArray): array is Float32Array {
  return nameOf(array) === 'Float32Array';
}

/** The least and the largest whole number of each kind. */
const RANGES: Record<Exclude<ArrayName, 'Float64Array' | 'Float32Array'>, readonly [number, number]> = {
  Int8Array: [-(2 ** 7), 2 ** 7],
  Uint8Array: [0, 2 ** 8],
  Int16Array: [-(2 ** 15), 2 ** 15],
  Uint16Array: [0, 2 ** 16],
  Int32Array: [-(2 ** 31), 2 ** 31],
  Uint32Array: [0, 2 ** 32],
  BigInt64Array: [-(2 ** 63), 2 ** 63],
  BigUint64Array: [0, 2 ** 64],
};

/** A whole sample that an array of its kind does not hold. */
export interface Misfit {
  readonly number: number;
  readonly sample: number;
}

/**
 * Writes whole samples, the first of which has the number `number`, to an array of whole numbers from index `from` on.
 * Returns the first that does not fit, if any.
 */
export function writeWhole(
  samples: Float64Array,
  array: WholeArray,
  from: number,
  number: number,
): Misfit | undefined {
  const [least, beyond] = RANGES[nameOf(array) as keyof typeof RANGES];
  const big = array instanceof BigInt64Array || array instanceof BigUint64Array;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    if (!(sample >= least && sample < beyond)) {
      return { number: number + i, sample };
    }
    if (big) {
      array[from + i] = BigInt(sample);
    } else {
      array[from + i] = sample;
    }
  }
  return undefined;
}

/** The sentence about such a sample. */
export function misfitError(array: SampleArray, { number, sample }: Misfit): RangeError {
  return new RangeError(`sample ${number} is ${sample}, which does not fit in ${aOf(nameOf(array)!)}`);
}

function aOf(name: string): string {
  return `${name.startsWith('I') ? 'an' : 'a'} ${name}`;
}
