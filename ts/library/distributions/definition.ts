/** What a distribution is: its parameters, and the rule that makes its samples from words (docs/stream.md). */

import { mustBe } from '../checks/arguments.ts';
import { describeValue } from '../checks/printable.ts';

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
}

/** What makes samples of certain parameters. */
export interface Rule {
  /** How many words an attempt takes; a pair counts once. */
  readonly words: number;
  /** Whether the first word is a pair, of which each sample gets a normal. */
  readonly pair: boolean;
  /**
   * Writes the samples of the next `steps` steps (an even number) of the lanes 2j and 2j + 1 of each word to every
   * eighth place of `out` from `from` on. Returns how many were rejected.
   */
  column(
    lanes: readonly Int32Array[],
    j: number,
    out: Float64Array | Float32Array,
    from: number,
    steps: number,
  ): number;
  /** Whether its samples are floats as they are, so that they can be written to an array of floats. */
  readonly single?: true;
  /** What is left to do with each sample of a row. */
  finish?(out: Float64Array | Float32Array, from: number, count: number): void;
  /** Another attempt at one sample, from words of its own. Undefined for rules that reject nothing. */
  readonly redraw?: Redraw;
}

/** Later attempts. */
export interface Redraw {
  /** The places, counted in steps of the last column, of the samples that were rejected. */
  readonly rejected: Int32Array;
  /** The sample made of these words, the first of each array, and whether it is accepted. */
  attempt(low: readonly Int32Array[], high: readonly Int32Array[]): { sample: number; accepted: boolean };
}

/** The samples that a generator draws one by one. */
export interface Draws {
  next(): number;
  /** Draws the last one again, of a distribution with these parameters, until an attempt is accepted. */
  redraw(definition: Definition, parameters: readonly number[]): number;
}

/** A distribution as its file has it: `P` are its parameters in a job, `A` the arguments of the generator's method. */
export interface Defined<P extends object = object, A extends unknown[] = number[]> {
  readonly name: string;
  /** Its number in docs/stream.md, which no other ever has. */
  readonly number: number;
  /** What people use it for. */
  readonly use: string;
  /** In the order of the method's arguments. */
  readonly parameters: { readonly [K in keyof P]-?: Parameter };
  /** What is wrong with parameters that are right one by one. */
  readonly together?: (...parameters: number[]) => string | undefined;
  /** What other libraries call a parameter that has no counterpart here, and what to write instead. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Whether samples are whole numbers, for which there are arrays of whole numbers. */
  readonly whole: boolean;
  /** Samples of standard parameters have exact totals, of this kind. */
  readonly total?: TotalRule;
  /** The least and the largest sample. */
  readonly range: (...parameters: number[]) => readonly [number, number];
  /** The rule of these parameters; `floats` if it writes nothing else, for which some have another rule. */
  readonly rule: (parameters: Float64Array, floats: boolean) => Rule;
  /** What a generator's draws are made of, and its method. */
  readonly draw: {
    /** The name of the distribution whose standard samples they are made of, with words of this one's own. */
    readonly of: string;
    readonly method: (draws: Draws) => (...args: A) => number;
  };
}

/** A distribution, and what follows from its definition. */
export interface Definition<P extends object = object, A extends unknown[] = number[]> extends Defined<P, A> {
  /** Its parameters in their order. */
  readonly list: readonly (Parameter & { readonly name: string })[];
  /** Their names. */
  readonly names: readonly string[];
  /** The parameters of standard samples, all defaults: one array for all. Undefined if a parameter has none. */
  readonly standard: Float64Array | undefined;
}

/** Completes a definition. */
export function define<P extends object, A extends unknown[]>(defined: Defined<P, A>): Definition<P, A> {
  const list = Object.entries(defined.parameters as Record<string, Parameter>).map(([name, parameter]) => ({
    ...parameter,
    name,
  }));
  const defaults = list.map((parameter) => parameter.default);
  return {
    ...defined,
    list,
    names: list.map(({ name }) => name),
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
}

export const FINITE: Allowed = { allowed: 'a finite number', holds: Number.isFinite };

export const NOT_NEGATIVE: Allowed = {
  allowed: 'a finite number, 0 or more',
  holds: (value) => Number.isFinite(value) && value >= 0,
};

export const POSITIVE: Allowed = {
  allowed: 'a finite number above 0',
  holds: (value) => Number.isFinite(value) && value > 0,
};

export const WHOLE: Allowed = {
  allowed: 'a whole number from -(2^53 - 1) to 2^53 - 1',
  holds: Number.isSafeInteger,
};

/** Checks parameters by name, and returns all of them in their order. */
export function toParameters(definition: Definition, given: Readonly<Record<string, unknown>>): Float64Array {
  const { list, standard } = definition;
  if (standard !== undefined && list.every(({ name }) => given[name] === undefined)) {
    return standard;
  }
  const values = new Float64Array(list.length);
  for (const [i, parameter] of list.entries()) {
    values[i] = checkParameter(definition, parameter, given[parameter.name]);
  }
  const wrong = definition.together?.(...values);
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

function checkParameter(
  { name: distribution }: Definition,
  { name, ...parameter }: Definition['list'][number],
  value: unknown,
): number {
  if (value === undefined) {
    if (parameter.default === undefined) {
      throw new TypeError(`${distribution} needs ${name}: ${parameter.allowed}`);
    }
    return parameter.default;
  }
  if (typeof value !== 'number') {
    throw new TypeError(mustBe(name, 'a number', value));
  }
  if (!parameter.holds(value)) {
    throw new RangeError(mustBe(name, parameter.allowed, value));
  }
  return value;
}
