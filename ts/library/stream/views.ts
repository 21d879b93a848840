/** Arrays of samples as callers give them: of any class, any realm, and perhaps forged. */
import { describeValue } from '../checks/printable.ts';
import { ARRAYS, type ArrayName, nameOf, type SampleArray } from './arrays.ts';

// The language's own getters, which identify a value from any realm and cannot be deceived.
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
export const bufferOf = getterOf(typedArray, 'buffer');
export const byteOffsetOf = getterOf(typedArray, 'byteOffset');
const readLength = getterOf(typedArray, 'length');

function getterOf(prototype: object, key: PropertyKey): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, key)!.get!;
}

// A page without cross-origin isolation has no shared memory.
const sharedBytesOf =
  typeof SharedArrayBuffer === 'undefined' ? undefined : getterOf(SharedArrayBuffer.prototype, 'byteLength');

/** Whether memory is shared: views of it in other threads see the same. */
export function isShared(buffer: ArrayBufferLike): buffer is SharedArrayBuffer {
  try {
    return sharedBytesOf?.call(buffer) !== undefined;
  } catch {
    return false;
  }
}

/** Checks that samples can be written to something. */
export function requireSampleArray(value: unknown): asserts value is SampleArray {
  const name = nameOf(value);
  if (name === undefined || !Object.hasOwn(ARRAYS, name)) {
    throw new TypeError(
      `array must be a Float64Array, a Float32Array or one of whole numbers from an Int8Array to a BigUint64Array, not ${name ?? describeValue(value)}`,
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

/** What makes the same view of other memory: of the array's class, at its place. An array that is detached has none. */
export function viewMaker<T extends SampleArray>(array: T): (memory: ArrayBuffer) => T {
  const [kind, byteOffset] = [constructorOf(array), byteOffsetOf.call(array) as number];
  const length = lengthOf(array);
  // The caller's own class, or one from another realm. Its constructor may take other arguments.
  const prototype = Object.getPrototypeOf(array);
  return (memory) => {
    const view = new kind(memory, byteOffset, length) as T;
    return prototype === kind.prototype ? view : Object.setPrototypeOf(view, prototype);
  };
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

/** The constructor of an array of this kind. */
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
