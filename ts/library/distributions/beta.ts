import { type Allowed, type Definition, define, type Rule } from './definition.ts';
import { twoGammas } from './two-gammas.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { min } = Math;

/** Beta samples. */
export interface BetaParameters {
  /** How much weight is near 1: from 1e-300 to 1e300. Their mean is alpha / (alpha + beta). */
  alpha: number;
  /** How much weight is near 0: from 1e-300 to 1e300. */
  beta: number;
}

/** Numbers that divide by each other without leaving the doubles. */
export const DIVISIBLE: Allowed = {
  allowed: 'a number from 1e-300 to 1e300',
  holds: (value) => value >= 1e-300 && value <= 1e300,
};

/** Shares and probabilities: X / (X + Y) of two gammas. */
export const beta: Definition<BetaParameters, [alpha: number, beta: number]> = define({
  name: 'beta',
  number: 7,
  use: 'shares and probabilities that are not known for sure',
  parameters: {
    alpha: { ...DIVISIBLE, meaning: 'how much weight is near 1', also: ['a', 'shape1', 'p'] },
    beta: { ...DIVISIBLE, meaning: 'how much weight is near 0', also: ['b', 'shape2', 'q'] },
  },
  example: [2, 3],
  range: () => [0, 1],
  words: 5,
  rule: ([alpha, beta]) => betaRule(alpha!, beta!, 0, 1, 1),
});

/** The rule of `low + width * B`, at most `high`. */
export function betaRule(alpha: number, beta: number, low: number, width: number, high: number): Rule {
  const gammas = twoGammas(alpha, beta);
  const factor = gammas.dy / gammas.dx;
  const isScaled = low !== 0 || high !== 1;
  return {
    words: gammas.words,
    pair: false,
    attempt(batch, count) {
      const { out } = batch;
      const rejections = gammas.attempt(batch, count);
      const powers = gammas.powers(batch, count, 1);
      for (let i = 0; i < count; i++) {
        const q = powers === undefined ? factor * out[i]! : powers[i]! * factor * out[i]!;
        out[i] = 1 / (q + 1);
      }
      for (let i = 0; isScaled && i < count; i++) {
        out[i] = min(low + width * out[i]!, high);
      }
      return rejections;
    },
  };
}
