import { isList } from '../checks/arguments.ts';
import {
  byName,
  type Definition,
  hasNumbers,
  type Rule,
  refuse,
  toParameters,
} from '../distributions/definition.ts';

/** How many calls' parameters are remembered: one, if there are more numbers in a list. */
const REMEMBERED = 4;
const MANY_PARAMETERS = 4096;

/** What no argument is. */
export const NEVER: unknown = {};

/** A method's arguments, and what follows from them. */
export interface Known {
  a: unknown;
  b: unknown;
  c: unknown;
  d: unknown;
  readonly parameters: Float64Array;
  rule: Rule;
  /** Of rows: how many numbers they have, and what makes them. */
  readonly size: number;
  readonly finish: ReturnType<NonNullable<Definition['row']>['finish']> | undefined;
}

/** The arguments of a distribution's last calls, which the next ones often repeat: they are checked, and have a rule. */
export class Remembered {
  readonly #definition: Definition;
  readonly #calls: Known[] = [];
  #oldest = 0;
  #values: Float64Array | undefined;

  constructor(definition: Definition) {
    this.#definition = definition;
  }

  /** The parameters that a method's arguments are: remembered, or checked, in place of the oldest. */
  find(a: unknown, b: unknown, c: unknown, d: unknown): Known {
    for (const known of this.#calls) {
      if (a === known.a && b === known.b && c === known.c && d === known.d) {
        return known;
      }
    }
    const values = this.#check(a, b, c, d);
    const known = this.#calls[this.#oldest];
    if (known === undefined) {
      return this.#keep(a, b, c, d, values.slice());
    }
    // Arguments that differ in every call would leave an array each.
    const { parameters } = known;
    for (let i = 0; i < parameters.length; i++) {
      parameters[i] = values[i]!;
    }
    known.rule = this.#definition.rule(parameters, false);
    known.a = a;
    known.b = b;
    known.c = c;
    known.d = d;
    this.#oldest = (this.#oldest + 1) % REMEMBERED;
    return known;
  }

  /** The same of arguments of which some are lists, which may have changed. */
  findLists(a: unknown, b: unknown): Known {
    for (const known of this.#calls) {
      if (isSame(this.#definition, a, b, known.parameters)) {
        return known;
      }
    }
    const parameters = toParameters(this.#definition, byName(this.#definition, [a, b]));
    return this.#keep(NEVER, undefined, undefined, undefined, parameters);
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
      this.#calls.length = 0;
      this.#oldest = 0;
    }
    this.#calls[this.#oldest] = known;
    this.#oldest = (this.#oldest + 1) % REMEMBERED;
    return known;
  }

  /** Checks arguments that are numbers. Returns all parameters, until the next call. */
  #check(a: unknown, b: unknown, c: unknown, d: unknown): Float64Array {
    const { list, together } = this.#definition;
    this.#values ??= new Float64Array(list.length);
    const values = this.#values;
    for (let i = 0; i < list.length; i++) {
      const parameter = list[i]!;
      const given = i === 0 ? a : i === 1 ? b : i === 2 ? c : d;
      const value = given === undefined ? parameter.default : given;
      if (typeof value !== 'number' || !parameter.holds(value)) {
        refuse(this.#definition, a, b, c, d);
      }
      values[i] = value + 0;
    }
    if (together?.(values) !== undefined) {
      refuse(this.#definition, a, b, c, d);
    }
    return values;
  }
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
      if (!isList(value) || value.length !== length) {
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
