import { describeValue } from '../checks/arguments.ts';
import { noMemoryFor } from '../checks/errors.ts';
import { untouchedMemory } from '../platform/node.ts';
import { ARRAYS, type ArrayName, nameOf, type SampleArray } from './arrays.ts';

/**
 * An array for so many samples, in untouched memory with undefined contents. Filling it with zeros would take as long
 * as filling it with samples.
 */
export function newArray(samples: number): Float64Array<ArrayBuffer> {
  try {
    return new Float64Array(untouchedMemory(samples * Float64Array.BYTES_PER_ELEMENT));
  } catch (cause) {
    return noMemoryFor(samples, cause);
  }
}

// The language's own getters, which identify a value from any realm and cannot be deceived.
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const bufferOf = getterOf(typedArray, 'buffer');
const byteOffsetOf = getterOf(typedArray, 'byteOffset');
const readLength = getterOf(typedArray, 'length');
// A page without cross-origin isolation has no shared memory.
const sharedBytesOf =
  typeof SharedArrayBuffer === 'undefined' ? undefined : getterOf(SharedArrayBuffer.prototype, 'byteLength');

function getterOf(prototype: object, key: PropertyKey): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, key)!.get!;
}

/** Checks that samples can be written to something. */
export function requireSampleArray(value: unknown): asserts value is SampleArray {
  const name = nameOf(value);
  if (name === undefined || !Object.hasOwn(ARRAYS, name)) {
    throw new TypeError(
      `array must be a Float64Array, a Float32Array or one of whole numbers, not ${name ?? describeValue(value)}`,
    );
  }
  const array = value as SampleArray;
  if (
    array.length !== lengthOf(array) ||
    array.BYTES_PER_ELEMENT !== constructorOf(array).BYTES_PER_ELEMENT
  ) {
    throw new TypeError(`array must have the real length and prototype of a ${name}, and these are forged`);
  }
  if (lengthOf(array) === 0 && isDetached(bufferOf.call(value) as ArrayBuffer)) {
    throw new TypeError(
      'array has no memory: it was transferred, or given to a fill that runs or was aborted',
    );
  }
}

/** How many samples fit in an array. */
export function lengthOf(array: SampleArray): number {
  return readLength.call(array) as number;
}

/** A part of an array, even if its class overrides `subarray`. */
export function partOf(array: SampleArray, from: number, samples: number): SampleArray {
  const kind = constructorOf(array);
  const start = (byteOffsetOf.call(array) as number) + from * kind.BYTES_PER_ELEMENT;
  return new kind(bufferOf.call(array) as ArrayBuffer, start, samples);
}

/**
 * Takes over an array's memory, like a stream's BYOB reader: returns the same memory in an array of the same class, and
 * detaches all other views. Shared memory cannot be taken over, and stays where it is.
 */
export function takeOver<T extends SampleArray>(array: T): T {
  const buffer = bufferOf.call(array) as ArrayBufferLike;
  const length = lengthOf(array);
  if (length === 0 || isShared(buffer)) {
    return array;
  }
  const [kind, byteOffset] = [constructorOf(array), byteOffsetOf.call(array) as number];
  const moved = transfer(buffer as ArrayBuffer);
  if (lengthOf(array) > 0) {
    throw cannotBeTaken();
  }
  const taken = new kind(moved, byteOffset, length) as T;
  // The caller's own class, or one from another realm. Its constructor may take other arguments.
  const prototype = Object.getPrototypeOf(array);
  return prototype === kind.prototype ? taken : Object.setPrototypeOf(taken, prototype);
}

/** The name of an array's kind. */
export function kindOf(array: SampleArray): ArrayName {
  return nameOf(array) as ArrayName;
}

/** Samples of every kind have a constructor that takes the same arguments. */
type SampleArrayConstructor = {
  readonly BYTES_PER_ELEMENT: number;
  readonly prototype: object;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): SampleArray;
};

function constructorOf(array: SampleArray): SampleArrayConstructor {
  return ARRAYS[kindOf(array)] as SampleArrayConstructor;
}

function isDetached(buffer: ArrayBuffer): boolean {
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

function transfer(buffer: ArrayBuffer): ArrayBuffer {
  try {
    return structuredClone(buffer, { transfer: [buffer] });
  } catch (cause) {
    throw cannotBeTaken(cause);
  }
}

function cannotBeTaken(cause?: unknown): TypeError {
  return new TypeError(
    "array must be over memory that can be transferred, not WebAssembly's or a pooled Buffer's",
    { cause },
  );
}

function isShared(buffer: ArrayBufferLike): buffer is SharedArrayBuffer {
  try {
    return sharedBytesOf?.call(buffer) !== undefined;
  } catch {
    return false;
  }
}
