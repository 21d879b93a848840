/** Checks of callers' arguments. Each throws one clear sentence: which argument, what was given, what is allowed. */
import { describeValue, printable, shorten } from './printable.ts';
import { SYNONYMS, suggestion } from './suggestions.ts';

/** The sentence about a bad argument: its name, what is allowed, what was given. */
export function mustBe(name: string, allowed: string, value: unknown): string {
  return `${name} must be ${allowed}, not ${describeValue(value)}`;
}

/** A whole number within a range, both ends included. */
export function wholeNumber(name: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number') {
    throw new TypeError(mustBe(name, 'a number', value));
  }
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(mustBe(name, `a whole number from ${least} to ${limit(most)}`, value));
  }
  // -0 is a whole number not below 0, but nobody means it.
  return value === 0 ? 0 : value;
}

/** The longest time that Node's timers take, in milliseconds. */
export const MAX_MILLISECONDS = 2 ** 31 - 1;

/** A time in milliseconds: above zero, and no longer than timers take. */
export function milliseconds(name: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw new TypeError(mustBe(name, 'a number of milliseconds', value));
  }
  if (!(value > 0 && value <= MAX_MILLISECONDS)) {
    throw new RangeError(
      mustBe(name, `a number of milliseconds above 0 and at most ${MAX_MILLISECONDS}`, value),
    );
  }
  return value;
}

/** As many words as a sentence may have. */
const FEW_WORDS = 8;

/** One of some words. */
export function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) {
    const asked = typeof value === 'string' ? value.slice(0, 60).toLowerCase() : '';
    const meant = allowed.find((word) => word.toLowerCase() === asked || word === SYNONYMS[asked]);
    const hint = meant === undefined ? '' : `: did you mean '${meant}'?`;
    if (allowed.length > FEW_WORDS) {
      const nearest = hint || suggestion(asked, allowed).replace('it has', 'there are');
      throw new TypeError(mustBe(name, `one of ${allowed.length} names`, value) + nearest);
    }
    const words = allowed
      .map((word) => `'${word}'`)
      .join(', ')
      .replace(/, (?=[^,]+$)/, ' or ');
    throw new TypeError(mustBe(name, words, value) + hint);
  }
  return found;
}

/** True or false. */
export function trueOrFalse(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') {
    throw new TypeError(mustBe(name, 'true or false', value));
  }
  return value;
}

/** A function, or nothing. */
export function optionalFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(mustBe(name, 'a function', value));
  }
}

/** What the library asks of a signal. */
const SIGNAL_METHODS = ['addEventListener', 'removeEventListener', 'throwIfAborted'] as const;

/** An AbortSignal, or nothing. */
export function optionalSignal(name: string, value: unknown): void {
  if (value === undefined) {
    return;
  }
  // By its shape: test runners and vm contexts have their own classes.
  const signal = Object(value) as Partial<AbortSignal>;
  if (typeof signal.aborted !== 'boolean') {
    const hint = 'signal' in signal ? ': give its signal' : '';
    throw new TypeError(mustBe(name, 'an AbortSignal', value) + hint);
  }
  const missing = SIGNAL_METHODS.find((method) => typeof signal[method] !== 'function');
  if (missing !== undefined) {
    throw new TypeError(`${name} must be an AbortSignal with ${missing}(), which this one does not have`);
  }
}

/**
 * A plain object, such as a job or options: a copy of its own values. Its keys must be known ones, since silently
 * ignoring a key would give a wrong answer; `why` may give a better message for a key.
 */
export function plainObject<T extends object>(
  name: string,
  value: T,
  keys: readonly string[],
  why?: (key: string) => string | undefined,
): T {
  requirePlain(name, value);
  return ownValues(name, value, keys, why);
}

/** What a plain object has, of keys of which it may have few. */
export function plainEntries(name: string, value: object, keys: readonly string[]): [string, unknown][] {
  requirePlain(name, value);
  requireKeys(name, value, keys);
  return Object.entries(value);
}

function requirePlain(name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !isPlain(value)) {
    throw new TypeError(notPlain(name, 'a plain object', value));
  }
}

/**
 * The same of any object, for those that must have all of their keys. What an object inherits is never read: it is not
 * its caller's word.
 */
export function ownValues<T extends object>(
  name: string,
  value: T,
  keys: readonly string[],
  why?: (key: string) => string | undefined,
): T {
  requireKeys(name, value, keys, why);
  // Every key is set, so that none is inherited; in the same order, so that V8 knows the object's shape.
  const own: Record<string, unknown> = {};
  for (const key of keys) {
    own[key] = Object.hasOwn(value, key) ? value[key as keyof T] : undefined;
  }
  return own as T;
}

function requireKeys(
  name: string,
  value: unknown,
  keys: readonly string[],
  why?: (key: string) => string | undefined,
): void {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(mustBe(name, 'an object', value));
  }
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) {
      throw new TypeError(
        why?.(key) ?? shorten(`${name} has no ${describeValue(key)}${suggestion(key, keys)}`, 200),
      );
    }
  }
}

/** Whether an object has no class: it is of a literal, of JSON, a clone or without a prototype, from any realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return true;
  }
  // Another realm's Object.prototype.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf');
}

/** The sentence about an object that is not plain. */
export function notPlain(name: string, allowed: string, value: object): string {
  if (Array.isArray(value)) {
    return mustBe(name, allowed, value);
  }
  const kind = shorten(Object.prototype.toString.call(value).slice(8, -1), 40);
  if (kind === 'Object') {
    return `${name} must be ${allowed}, not one with a prototype of its own`;
  }
  const hint = kind === 'Promise' ? ': await it' : '';
  return `${name} must be ${allowed}, not ${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${printable(kind)}${hint}`;
}

/** Refuses arguments that a call does not have: silently ignoring one would give a wrong answer. */
export function noMore(more: readonly unknown[], has: string, write: string): void {
  if (more.some((value) => value !== undefined)) {
    throw new TypeError(`${has}, and nothing more: write ${write}`);
  }
}

/** The same of one argument, for calls that are too frequent for an array of what is more. */
export function noOther(more: unknown, has: string, write: string): void {
  if (more !== undefined) {
    noMore([more], has, write);
  }
}

/** Whether a value is an array or a typed array: a DataView has no length. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/** The error of text that is no sequence of characters, which no bytes stand for. */
export function illFormed(name: string): RangeError {
  return new RangeError(`${name} must be well-formed text: it has half a character (a lone surrogate)`);
}

function limit(most: number): string {
  return most === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : String(most);
}
