/** What items are picked from, as callers give it. */
import { illFormed, isList, mustBe, wholeNumber } from '../checks/arguments.ts';

/** A typed array, of any kind. */
type TypedList<T> = ArrayBufferView & { readonly length: number; readonly [index: number]: T };

/** What `choice`, `choices` and `take` pick from, besides texts and numbers: an array, or a typed array. */
export type Items<T> = readonly T[] | TypedList<T>;

/** What `choice`, `choices` and `take` pick from: items, a text's code points, or the whole numbers below a number. */
export type AnyList = Items<unknown> | string | number;

/** What is picked from a list. */
export type ItemOf<L> = L extends number
  ? number
  : L extends string
    ? string
    : L extends Items<infer T>
      ? T
      : never;

/** What `shuffle` takes: an array, or a typed array. */
export type List = unknown[] | (ArrayBufferView & { length: number; [index: number]: unknown });

/** A list to read: its items, or how many whole numbers from 0 on they are. */
export type Source = ArrayLike<unknown> | number;

/** The most items of an array that grows item by item: V8 ends the process somewhat above, and no error can be caught. */
const MAX_LENGTH = 2 ** 26;

/** Checks a list. */
export function toSource(list: unknown): Source {
  if (isList(list)) {
    return list;
  }
  if (typeof list === 'number') {
    return wholeNumber('list', list, 0, Number.MAX_SAFE_INTEGER);
  }
  if (typeof list === 'string') {
    return codePointsOf('list', list);
  }
  const hint = Symbol.iterator in Object(list) ? ': spread it, [...list]' : '';
  throw new TypeError(
    mustBe('list', 'an array, a typed array, a string or a whole number n, for 0 to n - 1', list) + hint,
  );
}

export function sizeOf(source: Source): number {
  return typeof source === 'number' ? source : source.length;
}

/** How many items are in a list from which one must be taken. */
export function someOf(source: Source): number {
  const size = sizeOf(source);
  if (size === 0) {
    throw new RangeError('list must have at least one item to choose, and it has none');
  }
  return size;
}

/** Checks how many items are asked for: at most as many as an array has. */
export function toCount(count: unknown): number {
  return wholeNumber('count', count, 0, MAX_LENGTH);
}

/** Checks how many different items of a list are asked for. */
export function toCountOf(count: unknown, source: Source): number {
  const checked = toCount(count);
  const size = sizeOf(source);
  if (checked > size) {
    throw new RangeError(
      `count must be at most ${size}, which is how many items list has, not ${checked}: choices(list, count) takes items again`,
    );
  }
  return checked;
}

/** Half a character, alone. */
const HALF = /\p{Cs}/u;

let lastText = '';
let lastCodePoints: readonly string[] = [];

/** The code points of a well-formed text. Those of the last one are kept, since a program often has one alphabet. */
export function codePointsOf(name: string, text: string): readonly string[] {
  if (text !== lastText) {
    if (HALF.test(text)) {
      throw illFormed(name);
    }
    lastText = text;
    lastCodePoints = [...text];
  }
  return lastCodePoints;
}
