import { betaRule } from './beta.ts';
import { type Definition, define, FINITE } from './definition.ts';
import { ordered } from './triangular.ts';

/** PERT samples. */
export interface PertParameters {
  /** The least: a finite number. */
  low: number;
  /** The likeliest: from `low` to `high`. */
  mode: number;
  /** The largest: above `low`, by a finite number. */
  high: number;
}

/** A beta between two bounds, as planners use it. */
export const pert: Definition<PertParameters, [low: number, mode: number, high: number]> = define({
  name: 'pert',
  number: 33,
  use: 'guesses of a least, a likeliest and a largest, smoother than triangular: as planners use it',
  parameters: {
    low: { ...FINITE, meaning: 'the least', also: ['min', 'a', 'minimum'] },
    mode: { ...FINITE, meaning: 'the likeliest', also: ['c', 'peak'] },
    high: { ...FINITE, meaning: 'the largest', also: ['max', 'b', 'maximum'] },
  },
  together: ordered,
  example: [0, 2, 5],
  range: ([low, , high]) => [low!, high!],
  words: 3,
  rule: ([low, mode, high]) => {
    const width = high! - low!;
    const alpha = 1 + 4 * ((mode! - low!) / width);
    return betaRule(alpha, 1 + 4 * ((high! - mode!) / width), low!, width, high!);
  },
});
