/** Foreign values as they are safe and short in messages. */

/** What moves a terminal's cursor, ends a line, hides or reorders text, or is half a character. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Foreign text as it is safe in a terminal, a message and a log: what is not printable is escaped as in JSON. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (found) =>
    Array.from({ length: found.length }, (_, at) => {
      const unit = found.charCodeAt(at).toString(16);
      return `\\u${unit.padStart(4, '0')}`;
    }).join(''),
  );
}

/** A text of at most `most` characters: a longer one is cut and ends with `…`. */
export function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A text in double quotes that is safe for a terminal. */
export function quote(text: string): string {
  return printable(JSON.stringify(text));
}

/** A value for a message: short, and with its kind. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    return `'${printable(shorten(value, 41))}'`;
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
  return Object.is(value, -0) ? '-0' : printable(shorten(String(value), 40));
}
