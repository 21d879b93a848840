/** Fisher-Yates, written once for each kind of array: V8 makes a loop slow for all once it has seen several kinds. */
import { nameOf } from '../stream/arrays.ts';
import { bufferOf, byteOffsetOf, lengthOf } from '../stream/views.ts';
import type { List } from './lists.ts';

/** Swaps the items `last - k` and `picks[k]`, for each of the first `count` picks. */
export type Swap = (picks: Float64Array, count: number, last: number) => void;

/** What swaps the items of an array. A typed array is only moved bits, so its kind is its items' size. */
export function swapperOf(array: List): Swap {
  const kind = nameOf(array);
  if (kind === undefined) {
    const items = array as unknown[];
    return typeof items[0] === 'number'
      ? (picks, count, last) => swapNumbers(items, picks, count, last)
      : (picks, count, last) => swapItems(items, picks, count, last);
  }
  const place = [
    bufferOf.call(array) as ArrayBuffer,
    byteOffsetOf.call(array) as number,
    lengthOf(array as Uint8Array),
  ] as const;
  if (kind.startsWith('Big')) {
    const view = new BigInt64Array(...place);
    return (picks, count, last) => swapBigints(view, picks, count, last);
  }
  if (kind === 'Float64Array') {
    const view = new Float64Array(...place);
    return (picks, count, last) => swapDoubles(view, picks, count, last);
  }
  if (kind.includes('32')) {
    const view = new Uint32Array(...place);
    return (picks, count, last) => swapWords(view, picks, count, last);
  }
  if (kind.includes('16')) {
    const view = new Uint16Array(...place);
    return (picks, count, last) => swapShorts(view, picks, count, last);
  }
  const view = new Uint8Array(...place);
  return (picks, count, last) => swapBytes(view, picks, count, last);
}

function swapBytes(array: Uint8Array, picks: Float64Array, count: number, last: number): void {
  for (let k = 0; k < count; k++) {
    const j = picks[k]!;
    const item = array[last - k]!;
    array[last - k] = array[j]!;
    array[j] = item;
  }
}

function swapShorts(array: Uint16Array, picks: Float64Array, count: number, last: number): void {
  for (let k = 0; k < count; k++) {
    const j = picks[k]!;
    const item = array[last - k]!;
    array[last - k] = array[j]!;
    array[j] = item;
  }
}

function swapWords(array: Uint32Array, picks: Float64Array, count: number, last: number): void {
  for (let k = 0; k < count; k++) {
    const j = picks[k]!;
    const item = array[last - k]!;
    array[last - k] = array[j]!;
    array[j] = item;
  }
}

function swapDoubles(array: Float64Array, picks: Float64Array, count: number, last: number): void {
  for (let k = 0; k < count; k++) {
    const j = picks[k]!;
    const item = array[last - k]!;
    array[last - k] = array[j]!;
    array[j] = item;
  }
}

function swapBigints(array: BigInt64Array, picks: Float64Array, count: number, last: number): void {
  for (let k = 0; k < count; k++) {
    const j = picks[k]!;
    const item = array[last - k]!;
    array[last - k] = array[j]!;
    array[j] = item;
  }
}

function swapNumbers(array: unknown[], picks: Float64Array, count: number, last: number): void {
  for (let k = 0; k < count; k++) {
    const j = picks[k]!;
    const item = array[last - k];
    array[last - k] = array[j];
    try {
      array[j] = item;
    } catch (error) {
      // Else it would be lost.
      array[last - k] = item;
      throw error;
    }
  }
}

function swapItems(array: unknown[], picks: Float64Array, count: number, last: number): void {
  for (let k = 0; k < count; k++) {
    const j = picks[k]!;
    const item = array[last - k];
    array[last - k] = array[j];
    try {
      array[j] = item;
    } catch (error) {
      // Else it would be lost.
      array[last - k] = item;
      throw error;
    }
  }
}
