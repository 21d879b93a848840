import { exp } from '../math/exponential.ts';
import { saddle } from '../math/factorials.ts';
import { log1p } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { COUNT, type Definition, define, PROBABILITY, type Rule } from './definition.ts';
import { inversion } from './inversion.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs, floor, sqrt } = Math;

/** Binomial samples. */
export interface BinomialParameters {
  /** How many trials: a whole number from 0 to 2^53 - 1. */
  trials: number;
  /** How likely a success of each is: from 0 to 1. */
  probability: number;
}

/**
 * Numbers of successes: by inversion, or, where more than 100 of the rarer outcome are expected, Hoermann's BTRS (Journal
 * of Statistical Computation and Simulation 46:1-2, 1993).
 */
export const binomial: Definition<BinomialParameters, [trials: number, probability: number]> = define({
  name: 'binomial',
  number: 23,
  use: 'how many of some trials succeed',
  parameters: {
    trials: { ...COUNT, meaning: 'how many trials', also: ['n', 'size', 'count'] },
    probability: { ...PROBABILITY, meaning: 'how likely a success is', also: ['p', 'prob'] },
  },
  whole: true,
  example: [20, 0.3],
  range: ([trials]) => [0, trials!],
  words: 2,
  rule: ([trials, probability]) => binomialRule(trials!, probability!),
});

const open1 = new Float64Array(2 * BATCH_STEPS);

export function binomialRule(trials: number, probability: number): Rule {
  const turned = probability > 0.5;
  const p = turned ? 1 - probability : probability;
  const q = 1 - p;
  const np = trials * p;
  if (np <= 100) {
    const odds = p / q;
    const probabilities = {
      first: exp(trials * log1p(0 - p)),
      ratio: (k: number) => (trials - (k - 1)) * (odds * (1 / k)),
      mean: np,
      last: trials,
    };
    return inversion(0, probabilities, turned ? (k) => trials - k : undefined);
  }
  const nq = trials * q;
  const s = sqrt(np * q);
  const b = 1.15 + 2.53 * s;
  const a = 0.0248 * b - 0.0873 + 0.01 * p;
  const center = np + 0.5;
  const alpha = (2.83 + 5.1 / b) * s;
  const sure = 0.92 - 4.2 / b;
  return {
    words: 2,
    pair: false,
    attempt({ low, high, out, rejected }, count) {
      opens(low[0]!, high[0]!, out, count);
      opens(low[1]!, high[1]!, open1, count);
      let rejections = 0;
      for (let t = 0; t < count; t++) {
        const u = out[t]! - 0.5;
        const v = open1[t]!;
        const us = 0.5 - abs(u);
        const i = 1 / us;
        const k = floor((2 * a * i + b) * u + center);
        out[t] = turned ? trials - k : k;
        if (us >= 0.07 && v <= sure) {
          continue;
        }
        const height = saddle(k, np) + saddle(trials - k, nq);
        if (Number.isNaN(height) || !(v * alpha <= (a * (i * i) + b) * exp(0 - height))) {
          rejected[rejections++] = t;
        }
      }
      return rejections;
    },
  };
}
