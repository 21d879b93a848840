import type { SampleArray } from './arrays.ts';
/** The order of a number's bytes in memory: Node runs on big-endian machines, too (s390x, ppc64). */

export const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** An array's bytes in little-endian order, as in files: its own memory if the machine is little-endian. */
export function toLittleEndian(array: SampleArray | Uint32Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = array;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  if (IS_LITTLE_ENDIAN) {
    return bytes;
  }
  const swapped = Buffer.from(bytes);
  return array.BYTES_PER_ELEMENT === 8 ? swapped.swap64() : swapped.swap32();
}
