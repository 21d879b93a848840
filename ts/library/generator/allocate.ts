import { noMemory } from '../checks/errors.ts';

/** A new typed array. */
export function allocate<T>(
  kind: { readonly BYTES_PER_ELEMENT: number; new (length: number): T },
  length: number,
  unit: string,
): T {
  try {
    return new kind(length);
  } catch (cause) {
    return noMemory(`${length} ${unit}`, length * kind.BYTES_PER_ELEMENT, cause);
  }
}
