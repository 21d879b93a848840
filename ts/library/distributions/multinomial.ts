import { open } from '../math/open.ts';
import { attemptOne } from './binomial.ts';
import { COUNT, type Definition, define, MAX_ROW, NOT_NEGATIVE, type Rule } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs } = Math;

/** Rows of counts. */
export interface MultinomialParameters {
  /** How many trials: a whole number from 0 to 2^53 - 1. */
  trials: number;
  /** How likely each outcome is: 1 to 1,024 numbers, 0 or more, that add up to 1, but for rounding. */
  probabilities: ArrayLike<number>;
}

/** How often each outcome comes: a binomial sample of what the ones before have left. */
export const multinomial: Definition<
  MultinomialParameters,
  [trials: number, probabilities: ArrayLike<number>],
  number[]
> = define({
  name: 'multinomial',
  number: 31,
  use: 'how often each of some outcomes comes in some trials, in rows',
  parameters: {
    trials: { ...COUNT, meaning: 'how many trials', also: ['n', 'size', 'count'] },
    probabilities: {
      ...NOT_NEGATIVE,
      list: 'numbers',
      most: MAX_ROW,
      meaning: 'how likely each outcome is',
      also: ['p', 'pvals', 'probs', 'prob'],
    },
  },
  instead: { weights: 'probabilities, the weights divided by their sum' },
  together: (parameters) => {
    const sum = restsOf(parameters)[0]!;
    return abs(sum - 1) <= 1e-6 ? undefined : `probabilities must add up to 1, and they add up to ${sum}`;
  },
  whole: true,
  example: [100, [0.2, 0.3, 0.5]],
  range: ([trials]) => [0, trials!],
  words: 2,
  rule: (parameters) => counts(parameters[0]!, parameters.subarray(1), restsOf(parameters)),
  row: {
    size: (parameters) => parameters.length - 1,
    inOrder: true,
    finish: () => () => {},
  },
});

/** The sums of each probability and all after it. */
function restsOf(parameters: Float64Array): Float64Array {
  const rests = parameters.slice(1);
  for (let i = rests.length - 2; i >= 0; i--) {
    rests[i] = rests[i]! + rests[i + 1]!;
  }
  return rests;
}

function counts(trials: number, probabilities: Float64Array, rests: Float64Array): Rule {
  let left = trials;
  return {
    words: 2,
    pair: false,
    sequential: true,
    attempt({ low, high, places, out, rejected }) {
      const place = places[0]!;
      if (place === 0) {
        left = trials;
      }
      const p = probabilities[place]!;
      const share = p === 0 ? 0 : p / rests[place]!;
      const u = open(low[0]![0]!, high[0]![0]!);
      const found = attemptOne(left, share, u, open(low[1]![0]!, high[1]![0]!));
      if (Number.isNaN(found)) {
        rejected[0] = 0;
        return 1;
      }
      out[0] = found;
      left -= found;
      return 0;
    },
  };
}
