import { opens } from '../math/open.ts';
import { type Definition, define, FINITE } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max, min, sqrt } = Math;

/** Triangular samples. */
export interface TriangularParameters {
  /** The least: a finite number. */
  low: number;
  /** The likeliest: from `low` to `high`. (Python has it last.) */
  mode: number;
  /** The largest: above `low`, by a finite number. */
  high: number;
}

/** A triangle between two bounds, by inversion. */
export const triangular: Definition<TriangularParameters, [low: number, mode: number, high: number]> = define(
  {
    name: 'triangular',
    number: 18,
    use: 'guesses of a least, a likeliest and a largest',
    parameters: {
      low: { ...FINITE, meaning: 'the least', also: ['left', 'min', 'a', 'minimum'] },
      mode: { ...FINITE, meaning: 'the likeliest (in Python the last)', also: ['c', 'peak'] },
      high: { ...FINITE, meaning: 'the largest', also: ['right', 'max', 'b', 'maximum'] },
    },
    together: ordered,
    example: [0, 2, 5],
    range: ([low, , high]) => [low!, high!],
    rule: ([low, mode, high]) => {
      const width = high! - low!;
      const left = (mode! - low!) / width;
      const right = (high! - mode!) / width;
      return {
        words: 1,
        pair: false,
        attempt(batch, count) {
          const { out } = batch;
          opens(batch.low[0]!, batch.high[0]!, out, count);
          for (let i = 0; i < count; i++) {
            const u = out[i]!;
            const lower = u < left;
            const side = sqrt((lower ? u : 1 - u) * (lower ? left : right)) * width;
            out[i] = lower ? min(low! + side, mode!) : max(high! - side, mode!);
          }
          return 0;
        },
      };
    },
  },
);

/** What is wrong with a least, a likeliest and a largest. */
export function ordered([low, mode, high]: Float64Array): string | undefined {
  return low! <= mode! && mode! <= high! && low! < high! && high! - low! <= Number.MAX_VALUE
    ? undefined
    : `low, mode and high must be in this order, and high above low by a finite number; they are ${low}, ${mode} and ${high}`;
}
