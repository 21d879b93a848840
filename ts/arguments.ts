/** Checks of callers' arguments. Each throws one clear sentence: which argument, what was given, what is allowed. */

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

/** One of a few words. */
export function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) {
    const words = allowed.map((word) => `'${word}'`).join(' or ');
    const asked = typeof value === 'string' ? value.toLowerCase() : '';
    const meant = allowed.find((word) => word === asked || word === SYNONYMS[asked]);
    const hint = meant === undefined ? '' : `: did you mean '${meant}'?`;
    throw new TypeError(mustBe(name, `${words}`, value) + hint);
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

/** An AbortSignal, or nothing. */
export function optionalSignal(name: string, value: unknown): void {
  // By its shape: test runners and vm contexts have their own classes.
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
  if (value !== undefined && (typeof aborted !== 'boolean' || typeof addEventListener !== 'function')) {
    const hint = value instanceof AbortController ? ': give its signal' : '';
    throw new TypeError(mustBe(name, 'an AbortSignal', value) + hint);
  }
}

/**
 * An object, such as a job or options, with known keys only: silently ignoring a key would give a wrong answer. `why`
 * may give a better message for a key.
 */
export function requireObject(
  name: string,
  value: unknown,
  keys: readonly string[],
  why?: (key: string) => string | undefined,
): asserts value is object {
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

/** Names that other libraries use. */
const SYNONYMS: Readonly<Record<string, string>> = {
  min: 'low',
  minimum: 'low',
  max: 'high',
  maximum: 'high',
  mu: 'mean',
  loc: 'mean',
  sd: 'deviation',
  std: 'deviation',
  stddev: 'deviation',
  sigma: 'deviation',
  standarddeviation: 'deviation',
  normal: 'gaussian',
  count: 'samples',
  size: 'samples',
  n: 'samples',
};

/** The nearest of the known keys, or all of them if none is near. */
function suggestion(key: string, keys: readonly string[]): string {
  const asked = key.slice(0, 60).toLowerCase();
  const meant = SYNONYMS[asked];
  if (meant !== undefined && keys.includes(meant)) {
    return `: did you mean '${meant}'?`;
  }
  const [nearest] = keys
    .map((known) => ({ known, distance: editDistance(asked, known.toLowerCase()) }))
    .filter(({ known, distance }) => distance <= Math.max(2, Math.floor(known.length / 2)))
    .sort((a, b) => a.distance - b.distance);
  return nearest ? `: did you mean '${nearest.known}'?` : `; it has ${keys.join(', ')}`;
}

/** How many letters must be inserted, deleted or replaced to turn one word into the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** A text of at most `most` characters: a longer one is cut and ends with `…`. */
export function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A text in double quotes that is safe for a terminal: JSON, with C1 control characters escaped like C0's. */
export function quote(text: string): string {
  return escapeControls(JSON.stringify(text));
}

function escapeControls(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\u0000-\u001f\u007f-\u009f]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text in single quotes that is safe for a terminal, however long. */
export function printable(text: string): string {
  return `'${escapeControls(text)}'`;
}

/** A value for a message: short, and with its kind. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    return printable(shorten(value, 41));
  }
  if (typeof value === 'bigint') {
    // A long bigint takes seconds to convert.
    return BigInt.asIntN(128, value) === value ? `${value}n` : 'a bigint of more than 128 bits';
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  if (typeof value === 'object' && value !== null) {
    return 'an object';
  }
  return Object.is(value, -0) ? '-0' : shorten(String(value), 40);
}

function limit(most: number): string {
  return most === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : String(most);
}
