/** What is picked by weight (docs/stream.md, "Draws one by one"). */
import { Weights, weightsFor } from '../distributions/categorical.ts';
import { NUMBERS } from '../distributions/definition.ts';
import { orderKey } from '../distributions/order.ts';
import { type Source, sizeOf, someOf, toCount, toCountOf, toSource } from './lists.ts';
import { drawn, eachUniforms, itemAt, pushItems, type Uniforms } from './picks.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max } = Math;

/** One item. */
export function choiceByWeight(uniforms: Uniforms, list: unknown, given: unknown): unknown {
  // Most are arrays, with weights for all items.
  if (Weights.is(given) && Array.isArray(list) && list.length === given.length) {
    return itemAt(list, given.indexOf(uniforms.next()), uniforms);
  }
  const source = toSource(list);
  const weights = toWeights(given, source);
  return itemAt(source, weights.indexOf(uniforms.next()), uniforms);
}

/** So many, with replacement. */
export function choicesByWeight(
  uniforms: Uniforms,
  list: unknown,
  count: unknown,
  given: unknown,
): unknown[] {
  const source = toSource(list);
  const most = toCount(count);
  const weights = toWeights(given, source);
  return drawn(uniforms, most, () => {
    const chosen: unknown[] = [];
    eachUniforms(uniforms, most, (batch, length) => {
      for (let k = 0; k < length; k++) {
        batch[k] = weights.indexOf(batch[k]!);
      }
      pushItems(chosen, source, batch, length);
    });
    return chosen;
  });
}

/** So many different ones, by falling order keys. */
export function takeByWeight(order: Uniforms, list: unknown, count: unknown, given: unknown): unknown[] {
  const source = toSource(list);
  const most = toCountOf(count, source);
  const numbers = toWeights(given, source)[NUMBERS];
  const quotients = quotientsOf(numbers);
  requirePositive(quotients, most);
  return drawn(order, numbers.length, () => {
    const first = new Winners(most);
    eachUniforms(order, numbers.length, (batch, length, done) => {
      for (let k = 0; k < length; k++) {
        const quotient = quotients[done + k]!;
        if (quotient > 0) {
          first.add(orderKey(batch[k]!, quotient), done + k);
        }
      }
    });
    const taken: unknown[] = [];
    pushItems(taken, source, first.inOrder(), most);
    return taken;
  });
}

function toWeights(given: unknown, source: Source): Weights {
  const weights = weightsFor(given);
  if (weights.length !== sizeOf(source)) {
    throw new RangeError(
      `weights must have a number for each item, ${someOf(source)} in all, and it has ${weights.length}`,
    );
  }
  return weights;
}

/** Each weight over the largest. */
function quotientsOf(numbers: Float64Array): Float64Array {
  let largest = 0;
  for (let i = 0; i < numbers.length; i++) {
    largest = max(largest, numbers[i]!);
  }
  return numbers.map((weight) => weight / largest);
}

function requirePositive(quotients: Float64Array, count: number): void {
  let positive = 0;
  for (let i = 0; i < quotients.length; i++) {
    positive += quotients[i]! > 0 ? 1 : 0;
  }
  if (count > positive) {
    throw new RangeError(
      `count must be at most ${positive}, which is how many weights are above 0, beside the largest, not ${count}`,
    );
  }
}

/** The items with the largest keys, of equal ones the first: a heap, whose root is the one that leaves first. */
class Winners {
  readonly #most: number;
  readonly #keys: Float64Array;
  readonly #items: Float64Array;
  #size = 0;

  constructor(most: number) {
    this.#most = most;
    this.#keys = new Float64Array(most);
    this.#items = new Float64Array(most);
  }

  /** Items come by rising number, so that of equal keys the one that is there stays. */
  add(key: number, item: number): void {
    if (this.#size < this.#most) {
      this.#rise(this.#size++, key, item);
    } else if (key > this.#keys[0]!) {
      this.#sink(key, item);
    }
  }

  /** All of them, by falling key. It empties the heap. */
  inOrder(): Float64Array {
    const keys = this.#keys;
    const items = this.#items;
    while (this.#size > 1) {
      this.#size--;
      const last = this.#size;
      const [key, item] = [keys[last]!, items[last]!];
      keys[last] = keys[0]!;
      items[last] = items[0]!;
      this.#sink(key, item);
    }
    return items;
  }

  /** Puts an item at a place, or above it. */
  #rise(from: number, key: number, item: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#leavesBefore(key, item, above)) {
        break;
      }
      this.#move(above, place);
      place = above;
    }
    this.#keys[place] = key;
    this.#items[place] = item;
  }

  /** Puts an item in the root's place, or below it. */
  #sink(key: number, item: number): void {
    let place = 0;
    for (let below = 1; below < this.#size; below = 2 * place + 1) {
      const other = below + 1;
      if (other < this.#size && this.#leavesBefore(this.#keys[other]!, this.#items[other]!, below)) {
        below = other;
      }
      if (this.#leavesBefore(key, item, below)) {
        break;
      }
      this.#move(below, place);
      place = below;
    }
    this.#keys[place] = key;
    this.#items[place] = item;
  }

  #leavesBefore(key: number, item: number, place: number): boolean {
    const other = this.#keys[place]!;
    return key < other || (key === other && item > this.#items[place]!);
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from]!;
    this.#items[to] = this.#items[from]!;
  }
}
