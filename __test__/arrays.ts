import type { ExecutionContext } from 'ava';
import type { SampleArray } from '../ts/library/stream/arrays.ts';

/** Asserts that samples are the same to the bit. `t.deepEqual` takes seconds for a million of them. */
export function sameSamples(t: ExecutionContext, found: SampleArray, expected: SampleArray): void {
  t.is(found.constructor, expected.constructor);
  t.is(found.length, expected.length);
  const differs = !bytesOf(found).equals(bytesOf(expected));
  const values = Array.from(found as ArrayLike<unknown>);
  const at = differs ? values.findIndex((value, i) => !Object.is(value, expected[i])) : -1;
  t.false(differs, `sample ${at} is ${found[at]}, not ${expected[at]}`);
}

function bytesOf({ buffer, byteOffset, byteLength }: SampleArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
