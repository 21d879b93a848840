import { describeValue } from '../checks/printable.ts';
import { toKey } from '../stream/lanes.ts';
import { philox4x32_10 } from '../stream/philox.ts';
import { wordHash } from '../stream/seeds.ts';
import type { Key } from '../stream/stream.ts';

/** In the third counter word, where lanes have theirs: children by their count, by whole numbers and by words. */
const COUNTED = 128;
const NUMBERED = 130;
const NAMED = 131;

/** What a child is named by: a whole number (5n is 5) or a word ('5' is not 5). */
export type ChildKey = number | bigint | string;

const words = new Uint32Array(4);
const signedWords = new Int32Array(words.buffer);

/** The seed and the stream of the child that `split` gives after so many others: docs/stream.md, "Children". */
export function childOfCount({ seed, stream }: Key, count: number): Key {
  return childOf({ seed, stream }, count | 0, Math.floor(count / 2 ** 32), COUNTED);
}

/** The same of the child of a key. */
export function childOfKey(parent: Key, key: unknown): Key {
  const [value, kind] = typeof key === 'string' ? [wordHash('key', key), NAMED] : [wholeKey(key), NUMBERED];
  return childOf(parent, Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)), kind);
}

function childOf({ seed, stream }: Key, low: number, high: number, kind: number): Key {
  const [keyLow, keyHigh] = toKey(seed);
  philox4x32_10(keyLow, keyHigh, low, high, kind, stream, signedWords, 0);
  return { seed: (BigInt(words[1]!) << 32n) | BigInt(words[0]!), stream: words[2]! };
}

function wholeKey(key: unknown): bigint {
  const value =
    typeof key === 'bigint'
      ? key
      : typeof key === 'number' && Number.isSafeInteger(key)
        ? BigInt(key)
        : undefined;
  if (value === undefined && typeof key !== 'number') {
    throw new TypeError(`a key must be a whole number or a word, not ${describeValue(key)}`);
  }
  if (value === undefined || BigInt.asIntN(64, value) !== value) {
    throw new RangeError(
      `a key that is a number must be a safe integer or a bigint from -2^63 to 2^63 - 1, not ${describeValue(key)}`,
    );
  }
  return value;
}
