import { Buffer } from 'node:buffer';
import { describeValue } from '../arguments.ts';
import type { SampleArray } from '../engine/engine.ts';
import { noMemoryFor } from '../errors.ts';

/**
 * An array for so many samples, whose memory nobody has touched: what is in it is undefined. To fill it with zeros
 * would take as long as to fill it with samples.
 */
export function newArray(samples: number): Float64Array {
  try {
    return new Float64Array(Buffer.allocUnsafeSlow(samples * Float64Array.BYTES_PER_ELEMENT).buffer);
  } catch (cause) {
    return noMemoryFor(samples, cause);
  }
}

// Getters of the language itself, which tell what a value is in any realm, and cannot be deceived.
const { get: nameOf } = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)!;
const { get: bytesOf } = Object.getOwnPropertyDescriptor(SharedArrayBuffer.prototype, 'byteLength')!;

/** Checks that something is an array that samples can be written to. */
export function requireSampleArray(value: unknown): asserts value is SampleArray {
  const name = nameOf!.call(value);
  if (name !== 'Float64Array' && name !== 'Float32Array') {
    throw new TypeError(
      `array must be a Float64Array or a Float32Array, not ${name ?? describeValue(value)}`,
    );
  }
}

/**
 * Takes an array's memory from whoever has it, as a stream's BYOB reader does: the same memory, of which no other view
 * is left. Shared memory cannot be taken, and stays where it is.
 */
export function takeOver<T extends SampleArray>(array: T): T {
  const { buffer, byteOffset, length } = array;
  if (length === 0 || isShared(buffer)) {
    return array;
  }
  const moved = transfer(buffer);
  if (array.length > 0) {
    throw cannotBeTaken();
  }
  const kind = Object.getPrototypeOf(array).constructor;
  return new kind(moved, byteOffset, length);
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
    bytesOf!.call(buffer);
    return true;
  } catch {
    return false;
  }
}
