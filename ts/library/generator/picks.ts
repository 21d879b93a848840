/** Indices, each of a pick of its own (docs/stream.md, "Draws one by one"), and what is picked by them. */
import { isList, mustBe, wholeNumber } from '../checks/arguments.ts';
import { stepOf } from '../distributions/integer.ts';
import { allocate } from './allocate.ts';
import { type List, type Source, sizeOf, someOf, toCount, toCountOf, toSource } from './lists.ts';
import { placesOf, wholeNumbers } from './places.ts';
import { swapperOf } from './swaps.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor, max, min } = Math;

/** A generator's samples of one name, and where it is among them. */
export interface Positioned {
  position: number;
  /** Throws unless so many samples are left. */
  requireLeft(count: number): void;
}

/** Uniforms in [0, 1), multiples of 2^-53. */
export interface Uniforms extends Positioned {
  next(): number;
  /** Writes the next ones to an array. */
  fill(array: Float64Array): void;
}

/** Whole numbers below a count, made of uniforms. */
export interface Picks extends Uniforms {
  pick(count: number): number;
}

/** What `draw` makes of so many samples, at most; if it throws, none is drawn. */
export function drawn<T>(draws: Positioned, most: number, draw: () => T): T {
  draws.requireLeft(most);
  const before = draws.position;
  try {
    return draw();
  } catch (error) {
    draws.position = before;
    throw error;
  }
}

/** One item of a list. */
export function choice(picks: Picks, list: unknown): unknown {
  // Most are arrays, and most of those have items.
  if (Array.isArray(list) && list.length > 0) {
    return itemAt(list, picks.pick(list.length), picks);
  }
  const source = toSource(list);
  return itemAt(source, picks.pick(someOf(source)), picks);
}

/** An item that was drawn: if it cannot be read, it was not. */
export function itemAt(source: Source, k: number, draws: Positioned): unknown {
  if (typeof source === 'number') {
    return k;
  }
  try {
    return source[k];
  } catch (error) {
    draws.position--;
    throw error;
  }
}

/** So many, with replacement. */
export function choices(picks: Picks, list: unknown, count: unknown): unknown[] {
  const source = toSource(list);
  const most = toCount(count);
  const size = most === 0 ? 0 : someOf(source);
  return drawn(picks, most, () => {
    const chosen: unknown[] = [];
    eachBatch(picks, most, size, 0, (batch, length) => pushItems(chosen, source, batch, length));
    return chosen;
  });
}

/** So many different ones, in random order. */
export function take(picks: Picks, list: unknown, count: unknown): unknown[] {
  const source = toSource(list);
  const most = toCountOf(count, source);
  return drawn(picks, most, () => {
    const taken: unknown[] = [];
    const places = placesOf(sizeOf(source), most);
    eachBatch(picks, most, sizeOf(source), 1, (batch, length, done) => {
      for (let k = 0; k < length; k++) {
        batch[k] = places.takeFrom(done + k, done + k + batch[k]!);
      }
      pushItems(taken, source, batch, length);
    });
    return taken;
  });
}

/** Appends the items at the first `count` indices. */
export function pushItems(to: unknown[], source: Source, indices: Float64Array, count: number): void {
  if (typeof source === 'number') {
    for (let k = 0; k < count; k++) {
      to.push(indices[k]!);
    }
  } else {
    for (let k = 0; k < count; k++) {
      to.push(source[indices[k]!]);
    }
  }
}

/** The numbers 0 … n - 1 in random order. */
export function permutation(picks: Picks, n: unknown): Uint32Array | Float64Array {
  const size = wholeNumber('n', n, 0, Number.MAX_SAFE_INTEGER);
  picks.requireLeft(max(0, size - 1));
  const kind = size <= 2 ** 32 ? Uint32Array : Float64Array;
  return shuffle(picks, wholeNumbers(allocate<Uint32Array | Float64Array>(kind, size, 'whole numbers')));
}

/** An array, with its items in random order. */
export function shuffle<T extends List>(picks: Picks, array: T): T {
  requireMutable(array);
  const { length } = array;
  const count = max(0, length - 1);
  if (count === 0) {
    return array;
  }
  return drawn(picks, count, () => {
    const swap = swapperOf(array);
    eachBatch(picks, count, length, 1, (batch, size, done) => swap(batch, size, count - done));
    return array;
  });
}

function requireMutable(value: unknown): asserts value is List {
  if (!isList(value)) {
    throw new TypeError(mustBe('array', 'an array or a typed array', value));
  }
  if (Object.isFrozen(value) && Object.keys(value).length > 0) {
    throw new TypeError('array must not be frozen: shuffle a copy, [...array]');
  }
}

/** So many items of a sequence, however long it is; a promise of them if the sequence is asynchronous. */
export function reservoir(picks: Picks, iterable: unknown, count: unknown): unknown[] | Promise<unknown[]> {
  const items = Object(iterable) as Partial<AsyncIterable<unknown> & Iterable<unknown>>;
  const isAsync = typeof items[Symbol.asyncIterator] === 'function';
  if (!isAsync && typeof items[Symbol.iterator] !== 'function') {
    throw new TypeError(mustBe('iterable', 'an iterable, or an asynchronous one', iterable));
  }
  return isAsync
    ? reservoirLater(picks, items as AsyncIterable<unknown>, count)
    : new Reservoir(picks, toCount(count)).fillFrom(items as Iterable<unknown>);
}

/** What returns a promise rejects, and does not throw. */
async function reservoirLater(
  picks: Picks,
  items: AsyncIterable<unknown>,
  count: unknown,
): Promise<unknown[]> {
  return new Reservoir(picks, toCount(count)).fillFromAsync(items);
}

class Reservoir {
  readonly #picks: Picks;
  readonly #count: number;
  readonly #kept: unknown[] = [];
  readonly #before: number;
  #seen = 0;
  #drawn = 0;

  constructor(picks: Picks, count: number) {
    this.#picks = picks;
    this.#count = count;
    this.#before = picks.position;
  }

  fillFrom(items: Iterable<unknown>): unknown[] {
    try {
      if (this.#count > 0) {
        for (const item of items) {
          this.#add(item);
        }
      }
      return this.#kept;
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  async fillFromAsync(items: AsyncIterable<unknown>): Promise<unknown[]> {
    try {
      if (this.#count > 0) {
        for await (const item of items) {
          this.#add(item);
        }
      }
      return this.#kept;
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  #add(item: unknown): void {
    if (this.#seen < this.#count) {
      this.#kept.push(item);
    } else {
      const j = this.#picks.pick(this.#seen + 1);
      this.#drawn++;
      if (j < this.#count) {
        this.#kept[j] = item;
      }
    }
    this.#seen++;
  }

  /** Gives its picks back, unless others have drawn some meanwhile, who keep them. */
  #undo(): void {
    if (this.#picks.position === this.#before + this.#drawn) {
      this.#picks.position = this.#before;
    }
  }
}

/** Picks at a time: as many doubles stay in the L1 cache. */
const BATCH = 2048;

/** Up to so many picks are drawn one by one. */
const FEW = 16;

/** Above this bound, picks are often drawn again. */
const OFTEN_AGAIN = 2 ** 40;

/** Gets a batch of numbers, how many there are, and how many came before. */
type Use = (batch: Float64Array, length: number, done: number) => void;

/** Uses the next `count` picks: the first is below `bound`, and each next below `fall` less. */
export function eachBatch(picks: Picks, count: number, bound: number, fall: 0 | 1, use: Use): void {
  inBatches(count, (batch, length, done) => {
    readPicks(picks, batch, length, bound - fall * done, fall);
    use(batch, length, done);
  });
}

/** Uses the next `count` uniforms. */
export function eachUniforms(uniforms: Uniforms, count: number, use: Use): void {
  inBatches(count, (batch, length, done) => {
    readUniforms(uniforms, batch, length);
    use(batch, length, done);
  });
}

/** A batch that nobody uses: while an item is read, a caller's own code may run, and draw. */
let spare: Float64Array | undefined;

function inBatches(count: number, use: Use): void {
  const batch = spare ?? new Float64Array(BATCH);
  spare = undefined;
  try {
    for (let done = 0; done < count; done += BATCH) {
      use(batch, min(BATCH, count - done), done);
    }
  } finally {
    spare = batch;
  }
}

function readUniforms(uniforms: Uniforms, batch: Float64Array, length: number): void {
  uniforms.fill(length < BATCH ? batch.subarray(0, length) : batch);
}

function readPicks(picks: Picks, batch: Float64Array, length: number, bound: number, fall: 0 | 1): void {
  if (length <= FEW || bound > OFTEN_AGAIN) {
    for (let k = 0; k < length; k++) {
      batch[k] = picks.pick(bound - fall * k);
    }
    return;
  }
  const { position } = picks;
  readUniforms(picks, batch, length);
  for (let k = 0; k < length; k++) {
    const below = bound - fall * k;
    const j = floor(batch[k]! / stepOf(below));
    batch[k] = j < below ? j : pickAt(picks, position + k, below);
  }
}

/** The pick of a number that was passed. */
function pickAt(picks: Picks, position: number, below: number): number {
  const after = picks.position;
  picks.position = position;
  const pick = picks.pick(below);
  picks.position = after;
  return pick;
}
