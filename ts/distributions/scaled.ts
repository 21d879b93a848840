import type { Rule } from './definition.ts';

/** Makes `offset + factor * x` of each sample x, with two roundings, but at most `most`. */
export function scaled(
  offset: number,
  factor: number,
  most = Number.POSITIVE_INFINITY,
): NonNullable<Rule['finish']> {
  return (out, from, count) => {
    for (let i = from; i < from + count; i++) {
      const y = offset + factor * out[i]!;
      out[i] = Math.min(y, most);
    }
  };
}
