/** What is made of raw words, and texts (docs/stream.md, "Draws one by one"). */
import { mustBe, wholeNumber } from '../checks/arguments.ts';
import { describeValue } from '../checks/printable.ts';
import { nameOf } from '../stream/arrays.ts';
import { IS_LITTLE_ENDIAN, toLittleEndian } from '../stream/byte-order.ts';
import { bufferOf, byteOffsetOf, lengthOf, requireSampleArray } from '../stream/views.ts';
import { allocate } from './allocate.ts';
import { codePointsOf } from './lists.ts';
import { drawn, eachBatch, type Picks, type Positioned } from './picks.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { ceil, floor, min } = Math;

/** Raw words. */
export interface Words extends Positioned {
  /** Writes the next ones to an array, each as its lower and its upper half. */
  readWords(halves: Uint32Array): void;
}

/** Words at a time: 16 kB, which stay in the L1 cache. */
const BATCH = 2048;

const WORD_BYTES = 8;

/** From so many bytes on it is worth not to copy them. */
const LONG = 1024;

const batch = new Uint32Array(2 * BATCH);

/** What an array's own class may not replace. */
const { set } = Uint8Array.prototype;

/** Random bytes: a new array of so many, or the array that is given. */
export function bytes(words: Words, given: unknown): Uint8Array {
  const array = toBytes(given, words);
  const length = lengthOf(array);
  return drawn(words, ceil(length / WORD_BYTES), () => {
    const inPlace = length < LONG ? undefined : memoryOf(array, length);
    if (inPlace !== undefined) {
      words.readWords(inPlace);
    }
    for (let done = inPlace?.byteLength ?? 0; done < length; done += BATCH * WORD_BYTES) {
      const left = min(length - done, BATCH * WORD_BYTES);
      const halves = batch.subarray(0, 2 * ceil(left / WORD_BYTES));
      words.readWords(halves);
      const octets = toLittleEndian(halves);
      set.call(array, left < octets.length ? octets.subarray(0, left) : octets, done);
    }
    return array;
  });
}

/** An array's whole words, if they can be written to its memory as they are. */
function memoryOf(array: Uint8Array, length: number): Uint32Array | undefined {
  const buffer = bufferOf.call(array);
  const offset = byteOffsetOf.call(array) as number;
  const canBe = IS_LITTLE_ENDIAN && offset % 4 === 0 && buffer instanceof ArrayBuffer;
  return canBe ? new Uint32Array(buffer, offset, 2 * floor(length / WORD_BYTES)) : undefined;
}

/** The array to fill. A number too many is told before memory is asked for. */
function toBytes(given: unknown, words: Words): Uint8Array {
  if (nameOf(given) === 'Uint8Array') {
    requireSampleArray(given);
    return given as Uint8Array;
  }
  if (typeof given !== 'number') {
    throw new TypeError(mustBe('length', 'a number of bytes, or a Uint8Array to fill', given));
  }
  const length = wholeNumber('length', given, 0, Number.MAX_SAFE_INTEGER);
  words.requireLeft(ceil(length / WORD_BYTES));
  return allocate(Uint8Array, length, 'bytes');
}

/** A UUID's 16 bytes are two words. */
const uuidHalves = new Uint32Array(4);

/** Each byte as two digits. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A UUID of version 4. */
export function uuid(words: Words): string {
  return drawn(words, 2, () => {
    words.readWords(uuidHalves);
    const [a, b, c, d] = uuidHalves as unknown as [number, number, number, number];
    const version = (b & 0xff0f_ffff) | 0x0040_0000;
    const variant = (c & 0xffff_ff3f) | 0x80;
    return `${hex(a, 0)}${hex(a, 16)}-${hex(b, 0)}-${hex(version, 16)}-${hex(variant, 0)}-${hex(c, 16)}${hex(d, 0)}${hex(d, 16)}`;
  });
}

/** The digits of two bytes of a word, the lower one first. */
function hex(word: number, shift: number): string {
  return HEX[(word >>> shift) & 255]! + HEX[(word >>> (shift + 8)) & 255]!;
}

/** Of how many bits a range of bigints is at most. */
const MAX_BITS = 4096;

/** A range of bigints: how many there are, the bits of the largest number below that, and room for their words. */
interface BigRange {
  readonly low: bigint;
  readonly high: bigint;
  readonly count: bigint;
  readonly bits: number;
  readonly halves: Uint32Array;
}

/** That of the last call, which the next one often has again. */
let lastRange: BigRange | undefined;

/** A bigint, low <= k < high. */
export function bigint(words: Words, low: unknown, high: unknown): bigint {
  if (lastRange === undefined || low !== lastRange.low || high !== lastRange.high) {
    lastRange = toRange(low, high);
  }
  const { low: least, count, bits, halves } = lastRange;
  return drawn(words, halves.length / 2, () => {
    for (;;) {
      words.requireLeft(halves.length / 2);
      words.readWords(halves);
      const k = numberOf(halves, bits);
      if (k < count) {
        return least + k;
      }
    }
  });
}

function toRange(low: unknown, high: unknown): BigRange {
  const least = toBigint('low', low);
  const count = toBigint('high', high) - least;
  if (count <= 0n || BigInt.asUintN(MAX_BITS, count - 1n) !== count - 1n) {
    throw new RangeError(
      `high must be above low, by at most 2^${MAX_BITS}; low is ${describeValue(low)}, high is ${describeValue(high)}`,
    );
  }
  const bits = count === 1n ? 0 : (count - 1n).toString(2).length;
  const halves = new Uint32Array(2 * ceil(bits / 64));
  return { low: least, high: least + count, count, bits, halves };
}

function toBigint(name: string, value: unknown): bigint {
  if (typeof value !== 'bigint') {
    const hint = Number.isInteger(value) ? `: write ${BigInt(value as number)}n` : '';
    throw new TypeError(mustBe(name, 'a bigint', value) + hint);
  }
  return value;
}

/** The number that words are, the most significant first, without the top bits that are too many. */
function numberOf(halves: Uint32Array, bits: number): bigint {
  let number = 0n;
  for (let i = 0; i < halves.length; i += 2) {
    number = (number << 64n) | (BigInt(halves[i + 1]!) << 32n) | BigInt(halves[i]!);
  }
  return BigInt.asUintN(bits, number);
}

/** What texts are made of if nobody says. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The longest text: 2^27 characters. */
const MAX_TEXT = 2 ** 27;

/** A text of so many characters of an alphabet. */
export function string(picks: Picks, length: unknown, alphabet: unknown = ALPHABET): string {
  const most = wholeNumber('length', length, 0, MAX_TEXT);
  if (typeof alphabet !== 'string') {
    throw new TypeError(mustBe('alphabet', 'a string of characters', alphabet));
  }
  const characters = codePointsOf('alphabet', alphabet);
  if (characters.length === 0) {
    throw new RangeError('alphabet must have at least one character, and it has none');
  }
  return drawn(picks, most, () => {
    let text = '';
    eachBatch(picks, most, characters.length, 0, (batch, count) => {
      const codes: number[] = [];
      for (let k = 0; k < count; k++) {
        codes.push(characters[batch[k]!]!.codePointAt(0)!);
      }
      text += String.fromCodePoint(...codes);
    });
    return text;
  });
}
