import { batch, drawAgain, make, type Redraws, redrawsOf } from '../distributions/attempts.ts';
import { byName, type Definition, type Rule, toParameters, wordsOf } from '../distributions/definition.ts';
import { picker } from '../distributions/integer.ts';
import { RAW_SAMPLES, RawWords } from '../distributions/raw-words.ts';
import {
  type Distribution,
  definitionOf,
  type Stream,
  standardParameters,
} from '../distributions/registry.ts';
import type { Engine, Lanes } from '../engines/engine.ts';
import type { SampleArray } from '../stream/arrays.ts';
import { BATCH_STEPS, LANES_WORDS } from '../stream/lanes.ts';
import { BLOCK_SAMPLES, type Key, MAX_SAMPLES, ROW_SAMPLES } from '../stream/stream.ts';
import { lengthOf, partOf } from '../stream/views.ts';

/**
 * Samples of the first window, so that a few draws cost little, and of the longest: 16 kB, which stay in the L1 cache.
 */
const FIRST_WINDOW = 64;
const LONGEST_WINDOW = 2048;

/** How many calls' parameters are remembered: one, if there are more numbers in a list. */
const REMEMBERED = 4;
const MANY_PARAMETERS = 4096;

/** A method's arguments, and what follows from them. */
interface Known {
  readonly a: unknown;
  readonly b: unknown;
  readonly c: unknown;
  readonly d: unknown;
  readonly parameters: Float64Array;
  readonly rule: Rule;
  /** Of rows: how many numbers they have, and what makes them. */
  readonly size: number;
  readonly finish: ReturnType<NonNullable<Definition['row']>['finish']> | undefined;
}

/** The words of standard samples. */
const FIRST_WORD: readonly number[] = [0];

const NOTHING: Float64Array = new Float64Array(0);

/** What no argument is. */
const NEVER: unknown = {};

/**
 * A generator's samples of one name, one by one: those of a stream, with the words of a source. They are computed a
 * window at a time. A window's length is a power of two, and
 * it begins at a multiple of its length, so no window crosses a block's end. While draws continue, each window is twice
 * as long as the last.
 *
 * A window is of the parameters of the last call. When they change, the raw words of the next samples are read instead,
 * and each sample is made of its own words, until a window's draws have had the same parameters.
 */
export class Draws {
  /** The draws whose window is used up. */
  static #spent: Draws;

  /**
   * Asking for this proxy's prototype computes the next window of the draws whose window is used up. V8 inlines a draw into its caller's loop, and a call in
   * that loop would make it keep the loop's variables, such as a sum, in memory: a draw would take 3.4 ns instead of
   * 2.2. V8 considers `instanceof` with a proxy too rare to count.
   */
  static readonly #COMPUTING = new Proxy(
    {},
    {
      getPrototypeOf() {
        Draws.#spent.#compute();
        return Draws.prototype;
      },
    },
  );

  readonly #engine: Engine;
  readonly #name: string;
  readonly #key: Key;
  readonly #number: number;
  readonly #of: Distribution;
  readonly #definition: Definition;

  /** It ends with the window, so that a draw has one bound to check. */
  #buffer = NOTHING;
  /** The index in the buffer of the sample drawn last, and of the window's last. */
  #at = -1;
  #last = -1;
  /** The number of the sample after the window's last, and how many the window has. */
  #end = 0;
  #window = 0;

  /** The result of `instanceof`; a minifier would remove an unused one. */
  protected computed = false;

  /** The lanes of each word, and the number of the sample that each word's lanes give next, within a block. */
  #lanes: Lanes | undefined;
  readonly #lanesAt: number[];
  /** The same at the window's start. */
  #before: Lanes | undefined;
  #beforeAt = 0;
  #beforeWords = FIRST_WORD;

  /** The arguments of a call whose sample the window has: none while there are raw words instead. */
  #a: unknown = NEVER;
  #b: unknown;
  #c: unknown;
  #d: unknown;
  /** The parameters of the last call, how many calls in a row have had them, and those that were remembered before. */
  #known: Known | undefined;
  #repeated = 0;
  readonly #remembered: Known[] = [];
  #oldest = 0;
  #redraws: Redraws | undefined;
  #picker: ((count: number) => number) | undefined;
  /** The numbers of a row, and what is beside them. */
  #numbers = NOTHING;
  #beside = NOTHING;
  /** The raw words of each word of the window's samples, while parameters change. */
  #raw: RawWords | undefined;

  /** Standard samples of a distribution with the words of number `number`, whose name is `name`. */
  constructor(engine: Engine, name: string, key: Key, number: number, of: Distribution) {
    this.#engine = engine;
    this.#name = name;
    this.#key = key;
    this.#number = number;
    this.#of = of;
    this.#definition = definitionOf(of);
    const { words } = this.#definition;
    this.#lanesAt = words === 1 ? [-1] : Array<number>(words).fill(-1);
  }

  next(): number {
    if (this.#at === this.#last) {
      Draws.#spent = this;
      this.computed = Draws.#COMPUTING instanceof Draws;
    }
    const at = this.#at + 1;
    this.#at = at;
    return this.#buffer[at]!;
  }

  draw(a: unknown, b: unknown, c: unknown, d: unknown): number {
    return a === this.#a && b === this.#b && c === this.#c && d === this.#d
      ? this.next()
      : this.#drawOther(a, b, c, d);
  }

  /** The same of a method with lists, which may have changed since the last call. */
  drawOf(a: unknown, b: unknown): number {
    const known = this.#known;
    if (known !== undefined && known === this.#a && isSame(this.#definition, a, b, known.parameters)) {
      return this.next();
    }
    return this.#drawKnown(this.#rememberList(a, b));
  }

  drawRow(a: unknown, b: unknown): number[] {
    const known = this.#rememberList(a, b);
    this.#known = known;
    const { size } = known;
    this.requireLeft(size);
    if (this.#numbers.length < size) {
      this.#numbers = new Float64Array(size);
      this.#beside = new Float64Array(size);
    }
    const redraws = this.#redrawsOf();
    redraws.size = this.#definition.row!.inOrder ? size : 0;
    redraws.rowStart = this.position;
    this.#take(known.rule, size);
    known.finish!(this.#numbers, size, this.#beside);
    const row: number[] = [];
    for (let i = 0; i < size; i++) {
      row.push(this.#numbers[i]!);
    }
    return row;
  }

  redraw(definition: Definition, parameters: readonly number[]): number {
    const all = Float64Array.from(parameters);
    const redraws = { ...this.#redrawsOf(), range: () => definition.range(all) };
    return drawAgain(definition.rule(all, false), redraws, this.position - 1);
  }

  /** The next pick: a whole number below a count. */
  pick(count: number): number {
    this.#picker ??= picker(this);
    return this.#picker(count);
  }

  /** Writes the next raw words to an array, each as its lower and its upper half. */
  readWords(halves: Uint32Array): void {
    for (let done = 0; done < halves.length; ) {
      const { position } = this;
      const left = (halves.length - done) / 2;
      const rows = Math.min(left - (left % ROW_SAMPLES), BLOCK_SAMPLES - (position % BLOCK_SAMPLES));
      let samples: number;
      if (rows >= RAW_SAMPLES && position % ROW_SAMPLES === 0) {
        samples = rows;
        this.#engine.readWords(this.#lanesTo(0, position), halves.subarray(done, done + 2 * samples));
        this.#lanesAt[0] = position + samples;
        this.#raw ??= new RawWords(1);
        this.#at = this.#last;
        this.#end = position + samples;
        this.#window = 0;
      } else {
        if (this.#raw === undefined || this.#at === this.#last) {
          this.#readRaw();
        }
        samples = Math.min(left, this.#last - this.#at);
        const raw = this.#raw!.halves[0]!;
        const from = 2 * (this.#at + 1);
        for (let i = 0; i < 2 * samples; i++) {
          halves[done + i] = raw[from + i]!;
        }
        this.#at += samples;
      }
      done += 2 * samples;
    }
  }

  /** The number of the next sample, which is how many come before it. */
  get position(): number {
    return this.#end - (this.#last - this.#at);
  }

  /** Makes another sample the next. It is computed when it is drawn. */
  set position(position: number) {
    const left = this.#end - position;
    if (left >= 0 && left <= this.#window) {
      this.#at = this.#last - left;
    } else {
      this.#at = this.#last;
      this.#end = position;
      this.#window = 0;
    }
  }

  /** Throws unless so many samples are left. */
  requireLeft(count: number): void {
    if (count > MAX_SAMPLES - this.position) {
      throw this.#outOfSamples();
    }
  }

  /** Writes the next samples to an array of doubles or floats, as they are. */
  fill(array: SampleArray): void {
    const length = lengthOf(array);
    const plain = partOf(array, 0, length) as Float64Array;
    for (let done = 0; done < length; ) {
      if (this.#at === this.#last) {
        this.#compute();
      }
      const until = Math.min(this.#last, this.#at + length - done);
      const samples = this.#buffer.subarray(this.#at + 1, until + 1);
      plain.set(samples, done);
      done += samples.length;
      this.#at = until;
    }
  }

  /** Draws with other arguments than the window's. */
  #drawOther(a: unknown, b: unknown, c: unknown, d: unknown): number {
    const known = this.#known;
    return this.#drawKnown(
      known !== undefined && a === known.a && b === known.b && c === known.c && d === known.d
        ? known
        : this.#remember(a, b, c, d),
    );
  }

  /** Draws with some parameters: from a window of theirs, or if they change, a sample of its own words. */
  #drawKnown(known: Known): number {
    this.#repeated = known === this.#known ? this.#repeated + 1 : 1;
    this.#known = known;
    this.#a = NEVER;
    const isFirst = this.#window === 0 && this.#raw === undefined;
    if (isFirst || (this.#repeated >= RAW_SAMPLES / 2 && this.#at === this.#last)) {
      this.#raw = undefined;
      this.#a = this.#definition.lists ? known : known.a;
      this.#b = known.b;
      this.#c = known.c;
      this.#d = known.d;
      return this.next();
    }
    const { rule } = known;
    this.#load(rule, 1);
    make(rule, batch, 1, this.#redrawsOf(), this.position, 1);
    this.#at++;
    return batch.out[0]!;
  }

  /** Draws the numbers of a row, each of its own words. */
  #take(rule: Rule, size: number): void {
    const most = rule.sequential ? 1 : BATCH_STEPS;
    const numbers = this.#numbers;
    const beside = this.#beside;
    for (let done = 0; done < size; ) {
      const loaded = this.#load(rule, Math.min(size - done, most));
      make(rule, batch, loaded, this.#redrawsOf(), this.position, 1);
      for (let i = 0; i < loaded; i++) {
        numbers[done + i] = batch.out[i]!;
        beside[done + i] = batch.beside[i]!;
      }
      this.#at += loaded;
      done += loaded;
    }
  }

  /** The parameters that a method's arguments are: remembered, or checked. */
  #remember(a: unknown, b: unknown, c: unknown, d: unknown): Known {
    for (const known of this.#remembered) {
      if (a === known.a && b === known.b && c === known.c && d === known.d) {
        return known;
      }
    }
    return this.#keep(a, b, c, d, this.#toParameters(a, b, c, d));
  }

  #keep(a: unknown, b: unknown, c: unknown, d: unknown, parameters: Float64Array): Known {
    const { rule, row } = this.#definition;
    const known: Known = {
      a,
      b,
      c,
      d,
      parameters,
      rule: rule(parameters, false),
      size: row?.size(parameters) ?? 1,
      finish: row?.finish(parameters),
    };
    if (parameters.length > MANY_PARAMETERS) {
      this.#remembered.length = 0;
      this.#oldest = 0;
    }
    this.#remembered[this.#oldest] = known;
    this.#oldest = (this.#oldest + 1) % REMEMBERED;
    return known;
  }

  /** The same of arguments of which some are lists, which may have changed. */
  #rememberList(a: unknown, b: unknown): Known {
    for (const known of this.#remembered) {
      if (isSame(this.#definition, a, b, known.parameters)) {
        return known;
      }
    }
    const parameters = toParameters(this.#definition, byName(this.#definition, [a, b]));
    return this.#keep(NEVER, undefined, undefined, undefined, parameters);
  }

  #toParameters(a: unknown, b: unknown, c: unknown, d: unknown): Float64Array {
    const { list, together } = this.#definition;
    const values = new Float64Array(list.length);
    for (let i = 0; i < list.length; i++) {
      const parameter = list[i]!;
      const given = i === 0 ? a : i === 1 ? b : i === 2 ? c : d;
      const value = given === undefined ? parameter.default : given;
      if (typeof value !== 'number' || !parameter.holds(value)) {
        return toParameters(this.#definition, byName(this.#definition, [a, b, c, d]));
      }
      values[i] = value + 0;
    }
    if (together?.(values) !== undefined) {
      return toParameters(this.#definition, byName(this.#definition, [a, b, c, d]));
    }
    return values;
  }

  /** Puts the raw words of the next samples, at most so many, in the batch. Returns how many there are. */
  #load(rule: Rule, most: number): number {
    if (this.#raw === undefined || this.#at === this.#last) {
      this.#readRaw();
    }
    const count = Math.min(most, this.#last - this.#at);
    this.#raw!.load(rule, this.#at + 1, count);
    return count;
  }

  /** Reads the raw words of a window that has the next sample. */
  #readRaw(): void {
    const { position } = this;
    if (position === MAX_SAMPLES) {
      throw this.#outOfSamples();
    }
    if (this.#raw === undefined && this.#before !== undefined) {
      // The window's words were used up for all of its samples, drawn or not.
      this.#lanes!.set(this.#before);
      for (const word of this.#beforeWords) {
        this.#lanesAt[word] = this.#beforeAt;
      }
    }
    const start = position - (position % ROW_SAMPLES);
    const samples = Math.min(RAW_SAMPLES, BLOCK_SAMPLES - (start % BLOCK_SAMPLES));
    this.#raw ??= new RawWords(this.#lanesAt.length);
    this.#raw.read(samples, (halves, word) => {
      this.#engine.readWords(this.#lanesTo(word, start), halves);
      this.#lanesAt[word] = start + samples;
    });
    this.#end = Math.min(start + samples, MAX_SAMPLES);
    this.#window = this.#end - start;
    this.#last = this.#window - 1;
    this.#at = this.#last - (this.#end - position);
    this.#a = NEVER;
  }

  /** Computes the window of the next sample, once the last window is used up. */
  #compute(): void {
    const position = this.#end;
    if (position === MAX_SAMPLES) {
      throw this.#outOfSamples();
    }
    const start = position - (position % ROW_SAMPLES);
    const samples = Math.min(2 * this.#window || FIRST_WINDOW, LONGEST_WINDOW, evenPart(start));
    const buffer = samples > this.#buffer.length ? new Float64Array(samples) : this.#buffer;
    const rule = this.#known?.rule;
    const words = rule === undefined ? FIRST_WORD : wordsOf(rule);
    for (const word of words) {
      this.#lanesTo(word, start);
    }
    if (rule !== undefined) {
      this.#before ??= new Int32Array(this.#lanes!.length);
      this.#before.set(this.#lanes!);
      this.#beforeAt = start;
      this.#beforeWords = words;
    }
    // Those of the words up to the last that the rule takes; the others may be anywhere afterwards.
    const count = words[words.length - 1]! + 1;
    const lanes = this.#lanesOf(0, count);
    this.#engine.readLanes(lanes, this.#stream(), start, buffer, buffer.length - samples);
    for (let word = 0; word < count; word++) {
      this.#lanesAt[word] = words.includes(word) ? start + samples : -1;
    }
    // A stream's last window has one sample beyond the end of the stream.
    const over = Math.max(0, start + samples - MAX_SAMPLES);
    this.#buffer = over > 0 ? buffer.subarray(0, -over) : buffer;
    this.#end = start + samples - over;
    this.#window = samples - over;
    this.#last = this.#buffer.length - 1;
    this.#at = this.#last - (this.#end - position);
  }

  /** The lanes of a word at a row's start: they may be there already, or not far before. */
  #lanesTo(word: number, start: number): Lanes {
    this.#lanes ??= new Int32Array(this.#lanesAt.length * LANES_WORDS);
    const lanes = this.#lanesOf(word, word + 1);
    const at = this.#lanesAt[word]!;
    const within = start % BLOCK_SAMPLES;
    if (at < 0 || at > start || start - at >= within || start - at > LONGEST_WINDOW) {
      const { seed, stream } = this.#key;
      this.#engine.seekLanes(lanes, { seed, stream, number: this.#number }, word, start);
    } else if (at < start) {
      this.#engine.readWords(lanes, new Uint32Array(2 * (start - at)));
    }
    this.#lanesAt[word] = start;
    return lanes;
  }

  /** The lanes of the words from one to before another. */
  #lanesOf(first: number, end: number): Lanes {
    const [from, to] = [first * LANES_WORDS, end * LANES_WORDS];
    return to - from === this.#lanes!.length ? this.#lanes! : this.#lanes!.subarray(from, to);
  }

  #stream(): Stream {
    const { seed, stream } = this.#key;
    const parameters = this.#known?.parameters ?? standardParameters(this.#of);
    return { distribution: this.#of, parameters, seed, stream };
  }

  #redrawsOf(): Redraws {
    this.#redraws ??= {
      ...redrawsOf(this.#stream()),
      number: this.#number,
      range: () => this.#definition.range(this.#known!.parameters),
    };
    return this.#redraws;
  }

  #outOfSamples(): RangeError {
    return new RangeError(
      `a generator has 2^53 - 1 ${this.#name} samples, and ${this.position} of them have been drawn`,
    );
  }
}

/** The largest power of two that divides a sample's number, at most a block. */
function evenPart(start: number): number {
  const within = start % BLOCK_SAMPLES;
  return within === 0 ? BLOCK_SAMPLES : within & -within;
}

/** Whether a method's arguments, of which some are lists, are still the numbers that they were. */
function isSame({ list }: Definition, a: unknown, b: unknown, parameters: Float64Array): boolean {
  let at = 0;
  let length = 0;
  for (let i = 0; i < list.length; i++) {
    const value = i === 0 ? a : b;
    const kind = list[i]!.list;
    if (kind === undefined) {
      if (value !== parameters[at++]) {
        return false;
      }
    } else if (kind === 'numbers') {
      if (!hasNumbers(value, undefined, parameters, at)) {
        return false;
      }
      length = (value as ArrayLike<unknown>).length;
      at += length;
    } else {
      if (!isListOf(value, length)) {
        return false;
      }
      for (let j = 0; j < length; j++, at += length) {
        if (!hasNumbers(value[j], length, parameters, at)) {
          return false;
        }
      }
    }
  }
  return at === parameters.length;
}

/** Whether a value is a list, of this length if one is given, of the same numbers as the parameters from one on. */
function hasNumbers(
  value: unknown,
  length: number | undefined,
  parameters: Float64Array,
  from: number,
): boolean {
  if (!isListOf(value, length)) {
    return false;
  }
  for (let i = 0; i < value.length; i++) {
    if (value[i] !== parameters[from + i]) {
      return false;
    }
  }
  return true;
}

function isListOf(value: unknown, length: number | undefined): value is ArrayLike<unknown> {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  return isList && (length === undefined || (value as unknown as ArrayLike<unknown>).length === length);
}
