/** Seeds: whole numbers, words and bytes (docs/stream.md, "Seeds"). */

import { illFormed, mustBe } from '../checks/arguments.ts';
import { describeValue } from '../checks/printable.ts';
import { nameOf } from './arrays.ts';
import { utf8Of, xxh64 } from './xxh64.ts';

/** The largest seed: 2^64 - 1. */
const MAX_SEED = (1n << 64n) - 1n;

/** A seed as callers give it. */
export type Seed = bigint | number | string | Uint8Array;

/** What a seed may be, in words. */
export const ALLOWED_SEED = 'a whole number from 0 to 2^64 - 1, a word or a Uint8Array';

/** A word that reads as a number but is not digits alone: probably a mistake. */
const LIKE_A_NUMBER = [
  /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/,
  /^[+-]?0[xX][0-9a-fA-F]+$/,
  /^[+-]?0[oO][0-7]+$/,
  /^[+-]?0[bB][01]+$/,
  /^[+-]?Infinity$/,
  /^NaN$/,
];

/** A space, of any kind, at the beginning or the end. */
const SPACE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]$/;

/** The number of a seed as callers give it. */
export function toSeed(seed: unknown): bigint {
  if (typeof seed === 'string') {
    return ofString(seed);
  }
  if (typeof seed === 'bigint' || typeof seed === 'number') {
    return ofNumber(seed);
  }
  if (!isBytes(seed)) {
    throw new TypeError(mustBe('seed', ALLOWED_SEED, seed));
  }
  if (seed.length === 0) {
    throw new RangeError('seed must have at least one byte');
  }
  return xxh64(seed);
}

function ofNumber(seed: bigint | number): bigint {
  const value = typeof seed === 'bigint' || Number.isSafeInteger(seed) ? BigInt(seed) : -1n;
  if (value < 0n || value > MAX_SEED) {
    const hint =
      typeof seed === 'number' && seed > Number.MAX_SAFE_INTEGER
        ? ' (give one above 2^53 - 1 as a bigint or a string)'
        : '';
    throw new RangeError(mustBe('seed', 'a whole number from 0 to 2^64 - 1', seed) + hint);
  }
  return value;
}

function ofString(seed: string): bigint {
  if (/^[0-9]+$/.test(seed)) {
    // A longer number would take seconds to parse.
    const digits = seed.replace(/^0+(?=.)/, '');
    const value = digits.length <= 20 ? BigInt(digits) : MAX_SEED + 1n;
    if (value > MAX_SEED) {
      throw new RangeError(mustBe('seed', 'a whole number from 0 to 2^64 - 1', seed));
    }
    return value;
  }
  if (SPACE.test(seed)) {
    throw new RangeError(`seed must not begin or end with a space, as ${describeValue(seed)} does`);
  }
  if (LIKE_A_NUMBER.some((pattern) => pattern.test(seed))) {
    throw new RangeError(
      `seed must be digits alone if it is a number, or a word, not ${describeValue(seed)}: a word like this needs a letter before it`,
    );
  }
  return wordHash('seed', seed);
}

/** The number of a word, which is not empty and is well-formed. */
export function wordHash(name: string, word: string): bigint {
  if (word === '') {
    throw new RangeError(`${name} must not be empty`);
  }
  const bytes = utf8Of(word);
  if (bytes === undefined) {
    throw illFormed(name);
  }
  return xxh64(bytes);
}

/** Whether a seed is bytes: a Uint8Array, of any realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return nameOf(value) === 'Uint8Array';
}

/**
 * A seed from the system's randomness, 0 to 2^64 - 1. Keep it if you may want the same numbers again.
 *
 * @example
 * const seed = randomSeed();
 */
export function randomSeed(): bigint {
  return crypto.getRandomValues(new BigUint64Array(1))[0]!;
}
