/** What a distribution is: its parameters, and the rule that makes its samples from words (docs/stream.md). */

import { isList, mustBe } from '../checks/arguments.ts';
import { describeValue } from '../checks/printable.ts';
import type { Batch } from '../stream/batch.ts';

/** A parameter's values. */
export interface Allowed {
  /** In words, as in `mean must be a finite number`. */
  readonly allowed: string;
  readonly holds: (value: number) => boolean;
}

/** A parameter: the values it may have, what it is for people, and its default if it has one. */
export interface Parameter extends Allowed {
  readonly meaning: string;
  readonly default?: number;
  /** Of a parameter that is a list of numbers, or of rows of numbers (as many as the list before it has numbers). */
  readonly list?: 'numbers' | 'rows';
  /** Of how many numbers at most, if there may not be 2^20. */
  readonly most?: number;
  /** What other libraries call it. */
  readonly also?: readonly string[];
}

/** A parameter as people give it. */
export type ParameterValue = number | ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/** The most numbers of a parameter that is a list: 2^20. */
const MAX_LIST = 2 ** 20;

/** The most numbers of a sample that is a row. */
export const MAX_ROW = 1024;

/** What makes samples of certain parameters. */
export interface Rule {
  /** How many words an attempt takes; a pair counts once. */
  readonly words: number;
  /** The number of the first, which is not 0 in a later stage. */
  readonly first?: number;
  /** Whether the first word is a pair, of which each sample gets a normal. */
  readonly pair: boolean;
  /** Makes the first `count` samples of a batch. Returns how many were rejected, if any. */
  attempt(batch: Batch, count: number): number;
  /** The stage that follows, which has the samples of this one. */
  readonly next?: Rule;
  /**
   * A shorter way for what rejects nothing: writes the samples of the next `steps` steps (an even number) of the lanes
   * 2j and 2j + 1 of each word to every eighth place of `out` from `from` on.
   */
  column?(
    lanes: readonly Int32Array[],
    j: number,
    out: Float64Array | Float32Array,
    from: number,
    steps: number,
  ): void;
  /** Whether what a sample is made like depends on the one before, so that it makes one at a time, in order. */
  readonly sequential?: true;
  /** Whether its samples are floats as they are, so that they can be written to an array of floats. */
  readonly single?: true;
  /** What is left to do with each sample of a row. */
  finish?(out: Float64Array | Float32Array, from: number, count: number): void;
}

/** A generator's samples of a distribution, drawn one by one. */
interface Draws {
  /** The next sample of the distribution that they are made of. */
  next(): number;
  /** The next whole number from 0 to below a count, of uniform samples. */
  pick(count: number): number;
}

/** The draws of the generator that a method is called on. */
type DrawsOf = (generator: unknown) => Draws;

/** A distribution as its file has it: `P` are its parameters in a job, `A` the arguments of the generator's method. */
export interface Defined<P extends object = object, A extends unknown[] = number[], R = number> {
  readonly name: string;
  /** Its number in docs/stream.md, which no other ever has. */
  readonly number: number;
  /** What people use it for. */
  readonly use: string;
  /** In the order of the method's arguments. */
  readonly parameters: { readonly [K in keyof P]-?: Parameter };
  /** What is wrong with parameters that are right one by one. */
  readonly together?: (parameters: Float64Array) => string | undefined;
  /** What other libraries call a parameter that has no counterpart here, and what to write instead. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Whether samples are whole numbers, for which there are arrays of whole numbers. */
  readonly whole?: true | undefined;
  /** Samples of standard parameters have exact totals, of this kind. */
  readonly total?: TotalRule;
  /** Usual parameters, in their order. */
  readonly example: readonly ParameterValue[];
  /** The least and the largest sample. */
  readonly range: (parameters: Float64Array) => readonly [number, number];
  /** The most words of a sample, with any parameters. */
  readonly words?: number;
  /** The rule of these parameters; `floats` if it writes nothing else, for which some have another rule. */
  readonly rule: (parameters: Float64Array, floats: boolean) => Rule;
  /** Of samples that are rows: how many numbers each has, and what makes rows of as many samples of the rule. */
  readonly row?: RowRule;
  /** What a generator's draws are made of, and its method, if it is not as that of most. */
  readonly draw?: {
    /** The name of the distribution whose standard samples they are made of, with words of this one's own. */
    readonly of: string;
    readonly method: (drawsOf: DrawsOf) => (this: unknown, ...args: A) => R;
  };
}

/** Rows. */
interface RowRule {
  readonly size: (parameters: Float64Array) => number;
  /** Whether the rule makes something beside each sample, or of one sample after the other: then it is not made in columns. */
  readonly inOrder?: true;
  /** Makes rows of `count` of the rule's samples, in place, and of what is beside them. */
  readonly finish: (
    parameters: Float64Array,
  ) => (numbers: Float64Array, count: number, beside: Float64Array | undefined) => void;
}

/** A distribution, and what follows from its definition. */
export interface Definition<P extends object = object, A extends unknown[] = number[], R = number>
  extends Defined<P, A, R> {
  readonly whole: true | undefined;
  readonly words: number;
  /** Its parameters in their order. */
  readonly list: readonly (Parameter & { readonly name: string })[];
  /** Their names. */
  readonly names: readonly string[];
  /** Whether one of them is a list. */
  readonly lists: boolean;
  /** The parameters of standard samples, all defaults: one array for all. Undefined if a parameter has none. */
  readonly standard: Float64Array | undefined;
}

/** Completes a definition. */
export function define<P extends object, A extends unknown[], R = number>(
  defined: Defined<P, A, R>,
): Definition<P, A, R> {
  const list = Object.entries(defined.parameters as Record<string, Parameter>).map(([name, parameter]) => ({
    ...parameter,
    name,
  }));
  const defaults = list.map((parameter) => parameter.default);
  return {
    whole: undefined,
    words: 1,
    ...defined,
    list,
    names: list.map(({ name }) => name),
    lists: list.some((parameter) => parameter.list !== undefined),
    standard: defaults.includes(undefined) ? undefined : Float64Array.from(defaults as number[]),
  };
}

/** How exact totals are computed. */
interface TotalRule {
  /** The exact sum of a block's first `samples` samples, in units of 2^-64. It may change the lanes. */
  sum(lanes: Int32Array, samples: number): bigint;
  /** No sample's absolute value is larger. */
  readonly largest: bigint;
  /** Whether no sample is negative. */
  readonly positive: boolean;
  /** All totals are multiples of this many units. */
  readonly multiple: bigint;
  /** What the sum of scaled samples is, in words of their parameters. */
  readonly ofScaled: string;
}

export const FINITE: Allowed = { allowed: 'a finite number', holds: Number.isFinite };

export const NOT_NEGATIVE: Allowed = {
  allowed: 'a finite number, 0 or more',
  holds: (value) => value >= 0 && value <= Number.MAX_VALUE,
};

export const POSITIVE: Allowed = {
  allowed: 'a finite number above 0',
  holds: (value) => value > 0 && value <= Number.MAX_VALUE,
};

export const WHOLE: Allowed = {
  allowed: 'a whole number from -(2^53 - 1) to 2^53 - 1',
  holds: Number.isSafeInteger,
};

export const COUNT: Allowed = {
  allowed: 'a whole number from 0 to 2^53 - 1',
  holds: (value) => value >= 0 && Number.isSafeInteger(value),
};

export const PROBABILITY: Allowed = {
  allowed: 'a number from 0 to 1',
  holds: (value) => value >= 0 && value <= 1,
};

/** A finite number of at least so much. */
export function atLeast(least: number): Allowed {
  return {
    allowed: `a finite number, ${least} or more`,
    holds: (value) => value >= least && value <= Number.MAX_VALUE,
  };
}

/** Location and scale, as many distributions have them. */
export const LOCATION: Parameter = {
  ...FINITE,
  default: 0,
  meaning: 'where they are',
  also: ['loc', 'mu', 'mean', 'median'],
};

export const SCALE: Parameter = {
  ...POSITIVE,
  default: 1,
  meaning: 'how wide they spread',
  also: ['sigma', 's', 'b', 'beta'],
};

/** Checks parameters by name, and returns all of them in their order, lists one after the other. */
export function toParameters(definition: Definition, given: Readonly<Record<string, unknown>>): Float64Array {
  const { list, lists, standard } = definition;
  if (standard !== undefined && list.every(({ name }) => given[name] === undefined)) {
    return standard;
  }
  const values = lists ? flatten(definition, given) : new Float64Array(list.length);
  if (!lists) {
    for (const [i, parameter] of list.entries()) {
      values[i] = checkParameter(definition, parameter, given[parameter.name]);
    }
  }
  const wrong = definition.together?.(values);
  if (wrong !== undefined) {
    throw new RangeError(wrong);
  }
  return values;
}

/** The same of a method's arguments, which are known to be wrong: it says how. */
export function refuse(definition: Definition, ...values: unknown[]): never {
  toParameters(definition, byName(definition, values));
  throw new RangeError(
    `${definition.name} cannot have the parameters ${values.map(describeValue).join(', ')}`,
  );
}

/** Arguments by the names of their parameters. */
export function byName({ names }: Definition, values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

/** What to write instead of another library's word for a parameter. */
export function insteadOf({ instead, list }: Definition, key: string): string | undefined {
  if (instead !== undefined && Object.hasOwn(instead, key)) {
    return instead[key];
  }
  return list.find(({ also }) => also?.includes(key.toLowerCase()))?.name;
}

/** Parameters by name, as people give them. */
export function valuesOf({ list, lists }: Definition, parameters: Float64Array): ParameterValue[] {
  if (!lists) {
    return [...parameters];
  }
  const length = listLength(list, parameters.length);
  let at = 0;
  const take = (count: number): number[] => {
    at += count;
    return [...parameters.subarray(at - count, at)];
  };
  return list.map((parameter) => {
    switch (parameter.list) {
      case undefined:
        return take(1)[0]!;
      case 'rows':
        return Array.from({ length }, () => take(length));
      default:
        return take(length);
    }
  });
}

/** How many numbers the list has of so many parameters. */
function listLength(list: Definition['list'], count: number): number {
  const single = list.filter((parameter) => parameter.list === undefined).length;
  const square = list.some((parameter) => parameter.list === 'rows');
  return square ? Math.floor(Math.sqrt(count)) : count - single;
}

function checkParameter(
  definition: Definition,
  parameter: Definition['list'][number],
  value: unknown,
): number {
  if (value === undefined) {
    return defaultOf(definition, parameter);
  }
  return checkNumber(parameter, value, '');
}

function defaultOf({ name: distribution }: Definition, parameter: Definition['list'][number]): number {
  if (parameter.default === undefined) {
    throw new TypeError(`${distribution} needs ${parameter.name}: ${inWords(parameter)}`);
  }
  return parameter.default;
}

/** What a parameter may be. */
export function inWords({ allowed, list }: Parameter): string {
  return list === undefined ? allowed : `a list, each ${allowed}`;
}

/** One number, which may be an item of a list: `where` says which. */
function checkNumber(
  { name, allowed, holds }: Definition['list'][number],
  value: unknown,
  where: string,
): number {
  if (typeof value !== 'number') {
    throw new TypeError(mustBe(name + where, 'a number', value));
  }
  if (!holds(value)) {
    throw new RangeError(mustBe(name + where, allowed, value));
  }
  // -0 is 0.
  return value + 0;
}

/** All numbers of parameters of which some are lists. */
function flatten(definition: Definition, given: Readonly<Record<string, unknown>>): Float64Array {
  let length = 0;
  const parts = definition.list.map((parameter): Float64Array[] => {
    const { name, list } = parameter;
    const value = given[name];
    if (list === undefined) {
      return [Float64Array.of(checkParameter(definition, parameter, value))];
    }
    if (value === undefined) {
      defaultOf(definition, parameter);
    }
    const items = itemsOf(name, value, parameter.most);
    if (list === 'numbers') {
      length = items.length;
      return [numbersOf(parameter, items, '')];
    }
    if (items.length !== length) {
      throw new RangeError(`${name} must have ${length} rows, not ${items.length}`);
    }
    return Array.from(items, (row, i) => numbersOf(parameter, rowOf(`${name}[${i}]`, row, length), `[${i}]`));
  });
  const lists = parts.flat();
  const values = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    values.set(list, at);
    at += list.length;
  }
  return values;
}

/** The numbers of a list. */
function numbersOf(
  parameter: Definition['list'][number],
  items: ArrayLike<unknown>,
  where: string,
): Float64Array {
  const { holds } = parameter;
  const { length } = items;
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const item = items[i];
    // -0 is 0.
    numbers[i] =
      typeof item === 'number' && holds(item) ? item + 0 : checkNumber(parameter, item, `${where}[${i}]`);
  }
  return numbers;
}

/** The items of an array or a typed array. */
function itemsOf(name: string, value: unknown, most = MAX_LIST): ArrayLike<unknown> {
  const items = arrayOf(name, value);
  if (items.length === 0 || items.length > most) {
    throw new RangeError(`${name} must have 1 to ${most} numbers, not ${items.length}`);
  }
  return items;
}

/** The same of a row of so many numbers. */
function rowOf(name: string, value: unknown, length: number): ArrayLike<unknown> {
  const items = arrayOf(name, value);
  if (items.length !== length) {
    throw new RangeError(`${name} must have ${length} numbers, not ${items.length}`);
  }
  return items;
}

/** Whether a value is a list, of this length if one is given, of the same numbers as the parameters from one on. */
export function hasNumbers(
  value: unknown,
  length: number | undefined,
  parameters: Float64Array,
  from: number,
): boolean {
  if (!isList(value) || (length !== undefined && value.length !== length)) {
    return false;
  }
  for (let i = 0; i < value.length; i++) {
    if (value[i] !== parameters[from + i]) {
      return false;
    }
  }
  return true;
}

/** Where an object that stands for a list has its numbers: one of another copy of this library, too. */
export const NUMBERS: unique symbol = Symbol.for('offloop.numbers') as never;

function arrayOf(name: string, value: unknown): ArrayLike<unknown> {
  if (typeof value === 'object' && value !== null && NUMBERS in value) {
    return value[NUMBERS] as ArrayLike<unknown>;
  }
  if (!isList(value)) {
    throw new TypeError(mustBe(name, 'an array of numbers', value));
  }
  return value;
}

/** The numbers of the words that a rule's first attempts take. */
export function wordsOf(rule: Rule): number[] {
  const { first = 0, words, next } = rule;
  const own = Array.from({ length: words }, (_, i) => first + i);
  return next === undefined ? own : [...own, ...wordsOf(next)];
}
