/** The memory of arrays of samples. */
import { noMemoryFor } from '../checks/errors.ts';
import { untouchedMemory } from '../platform/node.ts';
import type { SampleArray } from '../stream/arrays.ts';
import { bufferOf, isShared, lengthOf, viewMaker } from '../stream/views.ts';

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

/**
 * Takes over an array's memory, like a stream's BYOB reader: returns the same memory in an array of the same class, and
 * detaches all other views. Shared memory cannot be taken over, and stays where it is.
 */
export function takeOver<T extends SampleArray>(array: T): T {
  const buffer = bufferOf.call(array) as ArrayBufferLike;
  if (lengthOf(array) === 0 || isShared(buffer)) {
    return array;
  }
  const viewOf = viewMaker(array);
  const moved = transfer(buffer as ArrayBuffer);
  if (lengthOf(array) > 0) {
    throw cannotBeTaken();
  }
  return viewOf(moved);
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
