import type { Rule } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { min } = Math;

/** Makes `offset + factor * x` of each sample x, with two roundings, but at most `most`. */
export function scaled(
  offset: number,
  factor: number,
  most = Number.POSITIVE_INFINITY,
): NonNullable<Rule['finish']> {
  return (out, from, count) => {
    for (let i = from; i < from + count; i++) {
      const y = offset + factor * out[i]!;
      out[i] = min(y, most);
    }
  };
}
