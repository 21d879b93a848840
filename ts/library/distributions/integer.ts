import { uniforms } from '../math/open.ts';
import { type Definition, define, type Rule, refuse, WHOLE } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor } = Math;

/** Whole numbers. */
export interface IntegerParameters {
  /** The lowest: a whole number from -(2^53 - 1) to 2^53 - 1. */
  low: number;
  /** The upper bound, below which all are: a whole number above `low`, by at most 2^53 - 1. */
  high: number;
}

/** Whole numbers, all equally likely, without bias: `low + floor(u / step)`, with redraws. */
export const integer: Definition<IntegerParameters, [low: number, high: number]> = define({
  name: 'integer',
  number: 3,
  use: 'dice, indices, identifiers: whole numbers between two bounds, all equally likely',
  parameters: {
    low: { ...WHOLE, meaning: 'the lowest' },
    high: { ...WHOLE, meaning: 'the upper bound, below which all are' },
  },
  together: ([low, high]) =>
    high! > low! && high! - low! <= Number.MAX_SAFE_INTEGER
      ? undefined
      : `high must be above low, by at most 2^53 - 1; low is ${low}, high is ${high}`,
  whole: true,
  example: [1, 7],
  range: ([low, high]) => [low!, high! - 1],
  rule: ([low, high]) => ruleOf(low!, high! - low!),
  draw: {
    of: 'uniform',
    method: (drawsOf) =>
      function (low, high) {
        if (!(Number.isSafeInteger(low) && Number.isSafeInteger(high) && isCount(high - low))) {
          refuse(integer, low, high);
        }
        return low + drawsOf(this).pick(high - low);
      },
  },
});

function isCount(count: number): boolean {
  return count > 0 && count <= Number.MAX_SAFE_INTEGER;
}

/** Up to this count V8 computes in 32-bit integers: a rejected number is less than twice as large. */
const SMALL = 2 ** 30;

/** The number that a uniform in [0, 1) stands for, where each number gets `step`: it is rejected unless it is below `count`. */
export function numberOf(u: number, count: number, step: number): number {
  return count > SMALL ? floor(u / step) : (u / step) | 0;
}

/** The share of [0, 1) that each of so many numbers gets: a multiple of 2^-53. */
export function stepOf(count: number): number {
  return floor(2 ** 53 / count) * 2 ** -53;
}

function ruleOf(least: number, count: number): Rule {
  const step = stepOf(count);
  return {
    words: 1,
    pair: false,
    attempt({ low, high, out, rejected }, samples) {
      uniforms(low[0]!, high[0]!, out, samples);
      return place(least, count, step, out, rejected, samples);
    },
  };
}

function place(
  least: number,
  count: number,
  step: number,
  out: Float64Array,
  rejected: Int32Array,
  samples: number,
): number {
  let rejections = 0;
  for (let i = 0; i < samples; i++) {
    const k = floor(out[i]! / step);
    out[i] = least + k;
    rejected[rejections] = i;
    rejections += k < count ? 0 : 1;
  }
  return rejections;
}
