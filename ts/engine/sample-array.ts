/** An array that samples can be written to. */
export type SampleArray = Float64Array | Float32Array;

/** Whether an array has single precision. */
export function isSingle(array: SampleArray): array is Float32Array {
  return array.BYTES_PER_ELEMENT === Float32Array.BYTES_PER_ELEMENT;
}
