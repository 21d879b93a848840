import { describeValue } from '../checks/printable.ts';
import { type PhiloxKey, toKey } from '../stream/lanes.ts';
import { philox4x32_10 } from '../stream/philox.ts';
import { wordHash } from '../stream/seeds.ts';
import { DrawKey } from './key.ts';

/** In the third counter word, where lanes have theirs: children by their count, by whole numbers and by words. */
const COUNTED = 128;
const NUMBERED = 130;
const NAMED = 131;

/** What a child is named by: a whole number (5n is 5) or a word ('5' is not 5). */
export type ChildKey = number | bigint | string;

const words = new Int32Array(4);

/** The key of the child that `split` gives after so many others: docs/stream.md, "Children". */
export function childOfCount(parent: DrawKey, count: number): DrawKey {
  return childOf(parent, count | 0, Math.floor(count / 2 ** 32), COUNTED);
}

/** The same of the child of a key. */
export function childOfKey(parent: DrawKey, key: unknown): DrawKey {
  if (typeof key === 'number' && Number.isSafeInteger(key)) {
    return childOf(parent, key | 0, Math.floor(key / 2 ** 32), NUMBERED);
  }
  if (typeof key === 'string') {
    const { low, high } = halvesOf(key);
    return childOf(parent, low, high, NAMED);
  }
  const { low, high } = toKey(BigInt.asUintN(64, wholeKey(key)));
  return childOf(parent, low, high, NUMBERED);
}

/** The hashes of the last words: programs name many children by few words, and hashing one takes longer than all else. */
const hashes = new Map<string, PhiloxKey>();
const MOST_HASHES = 256;

/** The halves of a word's hash. */
function halvesOf(word: string): PhiloxKey {
  let halves = hashes.get(word);
  if (halves === undefined) {
    halves = toKey(wordHash('key', word));
    if (hashes.size === MOST_HASHES) {
      hashes.clear();
    }
    hashes.set(word, halves);
  }
  return halves;
}

function childOf({ low, high, stream }: DrawKey, keyLow: number, keyHigh: number, kind: number): DrawKey {
  philox4x32_10(low, high, keyLow, keyHigh, kind, stream, words, 0);
  return new DrawKey(words[0]!, words[1]!, words[2]! >>> 0);
}

function wholeKey(key: unknown): bigint {
  if (typeof key === 'bigint' && BigInt.asIntN(64, key) === key) {
    return key;
  }
  if (typeof key !== 'bigint' && typeof key !== 'number') {
    throw new TypeError(`a key must be a whole number or a word, not ${describeValue(key)}`);
  }
  throw new RangeError(
    `a key that is a number must be a safe integer or a bigint from -2^63 to 2^63 - 1, not ${describeValue(key)}`,
  );
}
