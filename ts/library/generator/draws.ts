import { batch, drawAgain, make, makeOne, type Redraws } from '../distributions/attempts.ts';
import { type Definition, type Rule, wordsOf } from '../distributions/definition.ts';
import { integer, numberOf, stepOf } from '../distributions/integer.ts';
import { RAW_SAMPLES, RawWords } from '../distributions/raw-words.ts';
import { type Stream, standardParameters } from '../distributions/registry.ts';
import type { Engine } from '../engines/engine.ts';
import type { SampleArray } from '../stream/arrays.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { highs, lows, readSample } from '../stream/sample-words.ts';
import { BLOCK_SAMPLES, MAX_SAMPLES, ROW_SAMPLES } from '../stream/stream.ts';
import { lengthOf, partOf } from '../stream/views.ts';
import type { DrawKey } from './key.ts';
import { happened, Rare, rarely } from './rarely.ts';
import { type Known, NEVER, Remembered } from './remembered.ts';
import { SourceLanes } from './source-lanes.ts';
import { type PositionName, placeOf } from './state.ts';

/**
 * How many samples a window has: few at first, since thousands of generators may draw few. A longer one begins when eight
 * times as many have been drawn. (With 768 at most a native draw would take a nanosecond more: each window is a call.)
 */
const WINDOWS = [208, 416, 2048] as const;
const DRAWN_BEFORE = 8;

/** The words of standard samples. */
const FIRST_WORD: readonly number[] = [0];

const NOTHING: Float64Array = new Float64Array(0);

/** The window of all draws that have one sample alone: it is read at once. */
const ONE = new Float64Array(1);

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max, min } = Math;

/** The draws whose window is used up, and what computes their next window. */
let spent: Draws;
let COMPUTING: object;

/**
 * A generator's samples of one name, one by one: those of a stream, with the words of a source.
 *
 * The samples of a block's first row are made one at a time, each of its own two lanes, and so is the first one after a
 * seek. All others are computed a window at a time: whole rows, none past the end of a block. A window is of the parameters of the last call. When they change, the raw words of the next samples
 * are read instead, and each sample is made of its own words, until a window's draws have had the same parameters.
 */
export class Draws implements Redraws {
  readonly name: PositionName;
  readonly key: DrawKey;
  readonly number: number;
  readonly #engine: Engine;
  readonly #definition: Definition;

  /** Of the row that is made, if it matters which of its numbers is made. */
  size = 0;
  rowStart = 0;

  /** It ends with the window, so that a draw has one bound to check. */
  #buffer = NOTHING;
  /** The index in the buffer of the sample drawn last, and of the window's last. */
  #at = -1;
  #last = -1;
  /** The number of the sample after the window's last, and how many the window has that may be drawn again. */
  #end = 0;
  #window = 0;
  /** The number of the sample that was drawn first, or first after a seek, and whether no sample has been drawn since. */
  #origin = 0;
  #sought = false;

  /** The arguments of a call whose sample the window has: none while there are raw words instead. */
  #a: unknown = NEVER;
  #b: unknown;
  #c: unknown;
  #d: unknown;
  /** The parameters of the last call, and how many calls in a row have had them. */
  #known: Known | undefined;
  #repeated = 0;
  /** The count of the last whole number, and the share of each number below it. */
  #count = 2;
  #step = 0.5;

  /** What few draws need not have: made when it is first needed. */
  #windows = NOTHING;
  #standard: Rule | undefined;
  #lanes: SourceLanes | undefined;
  #raw: RawWords | undefined;
  #remembered: Remembered | undefined;
  /** The numbers of a row, and what is beside them. */
  #numbers = NOTHING;
  #beside = NOTHING;

  static {
    COMPUTING = rarely(() => spent.#compute());
  }

  constructor(engine: Engine, key: DrawKey, name: PositionName, position: number) {
    const { number, of } = placeOf(name);
    this.name = name;
    this.#engine = engine;
    this.key = key;
    this.number = number;
    this.#definition = of;
    this.#end = position;
    this.#origin = position;
  }

  next(): number {
    if (this.#at === this.#last) {
      spent = this;
      happened.now = COMPUTING instanceof Rare;
    }
    const at = this.#at + 1;
    this.#at = at;
    return this.#buffer[at]!;
  }

  /** `integer`'s rule, of uniform samples. */
  pick(count: number): number {
    if (count !== this.#count) {
      this.#count = count;
      this.#step = stepOf(count);
    }
    const k = numberOf(this.next(), count, this.#step);
    return k < count ? k : this.#pickAgain(count);
  }

  /** The next sample of a distribution of one parameter, of two, or of up to four: fewer are compared faster. */
  drawOne(a: unknown): number {
    return a === this.#a ? this.next() : this.#drawOther(a, undefined, undefined, undefined);
  }

  drawTwo(a: unknown, b: unknown): number {
    return a === this.#a && b === this.#b ? this.next() : this.#drawOther(a, b, undefined, undefined);
  }

  draw(a: unknown, b: unknown, c: unknown, d: unknown): number {
    return a === this.#a && b === this.#b && c === this.#c && d === this.#d
      ? this.next()
      : this.#drawOther(a, b, c, d);
  }

  drawRow(a: unknown, b: unknown): number[] {
    const known = this.#calls().findLists(a, b);
    this.#known = known;
    const { size } = known;
    this.requireLeft(size);
    if (this.#numbers.length < size) {
      this.#numbers = new Float64Array(size);
      this.#beside = new Float64Array(size);
    }
    this.size = this.#definition.row!.inOrder ? size : 0;
    this.rowStart = this.position;
    this.#take(known.rule, size);
    known.finish!(this.#numbers, size, this.#beside);
    const row: number[] = [];
    for (let i = 0; i < size; i++) {
      row.push(this.#numbers[i]!);
    }
    return row;
  }

  /** The number of the next sample, which is how many come before it. */
  get position(): number {
    return this.#end - (this.#last - this.#at);
  }

  /** Makes another sample the next. It is computed when it is drawn. */
  set position(position: number) {
    if (position === this.position) {
      return;
    }
    const left = this.#end - position;
    if (left >= 0 && left <= this.#window) {
      this.#at = this.#last - left;
    } else {
      this.#at = this.#last;
      this.#end = position;
      this.#window = 0;
      this.#origin = position;
      this.#sought = true;
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
      const until = min(this.#last, this.#at + length - done);
      const samples = this.#buffer.subarray(this.#at + 1, until + 1);
      plain.set(samples, done);
      done += samples.length;
      this.#at = until;
    }
  }

  /** Writes the next raw words, each as its lower and its upper half. */
  readWords(halves: Uint32Array): void {
    for (let done = 0; done < halves.length; ) {
      const { position } = this;
      const isAligned = position % ROW_SAMPLES === 0 && this.#at === this.#last;
      const rows = min((halves.length - done) / 2, BLOCK_SAMPLES - (position % BLOCK_SAMPLES));
      const whole = isAligned ? rows - (rows % ROW_SAMPLES) : 0;
      if (this.#isOne()) {
        const step = readSample(this, 0, position);
        halves[done] = lows[step]!;
        halves[done + 1] = highs[step]!;
        this.#skip(1);
        done += 2;
      } else if (whole > RAW_SAMPLES) {
        this.#lanesOf().readWords(0, position, halves.subarray(done, done + 2 * whole));
        this.#skip(whole);
        done += 2 * whole;
      } else {
        if (this.#raw === undefined || this.#at === this.#last) {
          this.#readRaw();
        }
        const count = min(this.#last - this.#at, (halves.length - done) / 2);
        const from = 2 * (this.#at + 1);
        halves.set(this.#raw!.halves[0]!.subarray(from, from + 2 * count), done);
        this.#at += count;
        done += 2 * count;
      }
    }
  }

  #pickAgain(count: number): number {
    const parameters = Float64Array.of(0, count);
    const { key, number, stream } = this;
    const redraws = { key, number, stream, size: 0, rowStart: 0, range: () => integer.range(parameters) };
    return drawAgain(integer.rule(parameters, false), redraws, this.position - 1);
  }

  /** Draws with other arguments than the window's: from a window of theirs, or if they change, a sample of its own words. */
  #drawOther(a: unknown, b: unknown, c: unknown, d: unknown): number {
    this.#a = NEVER;
    let known = this.#known;
    if (known !== undefined && a === known.a && b === known.b && c === known.c && d === known.d) {
      this.#repeated++;
    } else {
      known = this.#calls().find(a, b, c, d);
      this.#repeated = 1;
    }
    this.#known = known;
    if (this.#isOne()) {
      const sample = makeOne(known.rule, this, this.#end);
      this.#skip(1);
      return sample;
    }
    if (this.#at === this.#last && this.#repeated > (this.#window === 0 ? 1 : RAW_SAMPLES / 2)) {
      this.#raw = undefined;
      this.#a = a;
      this.#b = b;
      this.#c = c;
      this.#d = d;
      return this.next();
    }
    this.#load(known.rule, 1);
    make(known.rule, batch, 1, this, this.position, 1);
    this.#at++;
    return batch.out[0]!;
  }

  /** Draws the numbers of a row, each of its own words. */
  #take(rule: Rule, size: number): void {
    const most = rule.sequential ? 1 : BATCH_STEPS;
    const numbers = this.#numbers;
    const beside = this.#beside;
    for (let done = 0; done < size; ) {
      if (this.#isOne()) {
        numbers[done] = makeOne(rule, this, this.#end);
        beside[done] = batch.beside[0]!;
        this.#skip(1);
        done++;
        continue;
      }
      const loaded = this.#load(rule, min(size - done, most));
      make(rule, batch, loaded, this, this.position, 1);
      for (let i = 0; i < loaded; i++) {
        numbers[done + i] = batch.out[i]!;
        beside[done + i] = batch.beside[i]!;
      }
      this.#at += loaded;
      done += loaded;
    }
  }

  /** Whether the next sample is made alone, of its own lanes. */
  #isOne(): boolean {
    if (this.#at !== this.#last || this.#window > 0 || this.#end === MAX_SAMPLES) {
      return false;
    }
    return this.#sought || this.#end % BLOCK_SAMPLES < ROW_SAMPLES;
  }

  /** Goes on after samples that no window had. */
  #skip(count: number): void {
    this.#end += count;
    this.#window = 0;
    this.#sought = false;
  }

  /** Puts the raw words of the next samples, at most so many, in the batch. Returns how many there are. */
  #load(rule: Rule, most: number): number {
    if (this.#raw === undefined || this.#at === this.#last) {
      this.#readRaw();
    }
    const count = min(most, this.#last - this.#at);
    this.#raw!.load(rule, this.#at + 1, count);
    return count;
  }

  /** Reads the raw words of a window that has the next sample. */
  #readRaw(): void {
    const { position } = this;
    if (position === MAX_SAMPLES) {
      throw this.#outOfSamples();
    }
    const lanes = this.#lanesOf();
    if (this.#raw === undefined) {
      // The window's words were used up for all of its samples, drawn or not.
      lanes.rewind();
    }
    const start = position - (position % ROW_SAMPLES);
    const samples = min(RAW_SAMPLES, BLOCK_SAMPLES - (start % BLOCK_SAMPLES));
    this.#raw ??= new RawWords(this.#definition.words);
    this.#raw.read(samples, (halves, word) => lanes.readWords(word, start, halves));
    this.#end = min(start + samples, MAX_SAMPLES);
    this.#window = this.#end - start;
    this.#last = this.#window - 1;
    this.#at = this.#last - (this.#end - position);
    this.#a = NEVER;
    this.#sought = false;
  }

  /** Computes the window of the next sample, once the last window is used up. */
  #compute(): void {
    const position = this.#end;
    if (position === MAX_SAMPLES) {
      throw this.#outOfSamples();
    }
    const rule = this.#known?.rule;
    if (this.#isOne()) {
      ONE[0] = makeOne(rule ?? this.#standardRule(), this, position);
      this.#buffer = ONE;
      this.#skip(1);
      this.#last = 0;
      this.#at = -1;
      return;
    }
    const start = position - (position % ROW_SAMPLES);
    const samples = min(this.#nextWindow(position), BLOCK_SAMPLES - (start % BLOCK_SAMPLES));
    if (samples > this.#windows.length) {
      this.#windows = new Float64Array(samples);
    }
    const buffer = this.#windows;
    const words = rule === undefined ? FIRST_WORD : wordsOf(rule);
    this.#lanesOf().readSamples(
      this.#stream(),
      words,
      start,
      buffer,
      buffer.length - samples,
      rule !== undefined,
    );
    // A stream's last window has one sample beyond the end of the stream.
    const over = max(0, start + samples - MAX_SAMPLES);
    this.#buffer = over > 0 ? buffer.subarray(0, -over) : buffer;
    this.#end = start + samples - over;
    this.#window = samples - over;
    this.#last = this.#buffer.length - 1;
    this.#at = this.#last - (this.#end - position);
    this.#sought = false;
  }

  #standardRule(): Rule {
    this.#standard ??= this.#definition.rule(this.#definition.standard!, false);
    return this.#standard;
  }

  #nextWindow(position: number): number {
    const drawn = position - this.#origin;
    const [few, more, most] = WINDOWS;
    return drawn < DRAWN_BEFORE * more ? few : drawn < DRAWN_BEFORE * most ? more : most;
  }

  #lanesOf(): SourceLanes {
    if (this.#lanes === undefined) {
      const { seed, stream } = this.key;
      const source = { seed, stream, number: this.number };
      this.#lanes = new SourceLanes(this.#engine, source, this.#definition.words);
    }
    return this.#lanes;
  }

  #calls(): Remembered {
    this.#remembered ??= new Remembered(this.#definition);
    return this.#remembered;
  }

  #stream(): Stream {
    const { seed, stream } = this.key;
    const distribution = this.#definition.name as Stream['distribution'];
    const parameters = this.#known?.parameters ?? standardParameters(distribution);
    return { distribution, parameters, seed, stream };
  }

  get stream(): number {
    return this.key.stream;
  }

  /** What the samples are between, with the parameters of the last call. */
  range(): readonly [number, number] {
    return this.#definition.range(this.#known!.parameters);
  }

  #outOfSamples(): RangeError {
    return new RangeError(
      `a generator has 2^53 - 1 ${this.name} samples, and ${this.position} of them have been drawn`,
    );
  }
}
