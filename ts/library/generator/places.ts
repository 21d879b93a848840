import { allocate } from './allocate.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { imul, max } = Math;

/** Which item is at each place of a list that is shuffled from the front on, item by item. */
export interface Places {
  /** Swaps the items at two places. Returns the one that comes to the first, which is asked for no more. */
  takeFrom(first: number, place: number): number;
}

/** Up to so many times as many items as are taken it is faster to write down all their places. */
const DENSE = 4;

/** The places of `size` items, of which `count` are taken. */
export function placesOf(size: number, count: number): Places {
  return size <= DENSE * count ? new AllPlaces(size) : new FewPlaces(count);
}

class AllPlaces implements Places {
  readonly #items: Float64Array;

  constructor(size: number) {
    this.#items = wholeNumbers(allocate(Float64Array, size, 'places'));
  }

  takeFrom(first: number, place: number): number {
    const items = this.#items;
    const item = items[place]!;
    items[place] = items[first]!;
    return item;
  }
}

/** 2^32 over the golden ratio, which spreads numbers in a row (Knuth). */
const GOLDEN = 0x9e37_79b1;

/** The same of few items of many: of those places alone whose item is another than the list has there. A hash table. */
class FewPlaces implements Places {
  /** Each one more than the place, and 0 where there is none: at most half of them are used. */
  readonly #keys: Float64Array;
  readonly #items: Float64Array;
  readonly #mask: number;
  readonly #shift: number;

  constructor(count: number) {
    let slots = 2;
    let shift = 31;
    while (slots < 2 * count) {
      slots *= 2;
      shift--;
    }
    this.#keys = allocate(Float64Array, slots, 'places');
    this.#items = allocate(Float64Array, slots, 'places');
    this.#mask = slots - 1;
    this.#shift = max(0, shift);
  }

  takeFrom(first: number, place: number): number {
    const from = this.#slotOf(first);
    const moved = this.#keys[from] === 0 ? first : this.#items[from]!;
    const slot = this.#slotOf(place);
    const item = this.#keys[slot] === 0 ? place : this.#items[slot]!;
    this.#keys[slot] = place + 1;
    this.#items[slot] = moved;
    return item;
  }

  /** Where a place is, or would be. */
  #slotOf(place: number): number {
    const keys = this.#keys;
    const mask = this.#mask;
    let slot = imul(place ^ (place / 2 ** 32), GOLDEN) >>> this.#shift;
    while (keys[slot] !== 0 && keys[slot] !== place + 1) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

/** Fills an array with 0, 1, 2, … */
export function wholeNumbers<T extends Uint32Array | Float64Array>(array: T): T {
  for (let i = 0; i < array.length; i++) {
    array[i] = i;
  }
  return array;
}
