import { exp } from '../math/exponential.ts';
import { ln } from '../math/logarithm.ts';
import { atLeast, type Definition, define } from './definition.ts';
import { gammaRule } from './gamma.ts';
import { Inversion } from './inversion.ts';
import { poissonOfMeans } from './poisson.ts';

/** Negative binomial samples. */
export interface NegativeBinomialParameters {
  /** How many successes end the trials, which need not be whole: at least 1e-300. */
  successes: number;
  /** How likely a success is: from 1e-13 to 1. The mean, successes * (1 - probability) / probability, is at most 1e15. */
  probability: number;
}

/** Failures before some successes: by inversion, or as Poisson samples whose means are gammas. */
export const negativeBinomial: Definition<
  NegativeBinomialParameters,
  [successes: number, probability: number]
> = define({
  name: 'negativeBinomial',
  number: 25,
  use: 'how many failures come before some successes; counts that vary more than Poisson ones',
  parameters: {
    successes: {
      ...atLeast(1e-300),
      meaning: 'how many successes end the trials',
      also: ['n', 'r', 'size', 'k'],
    },
    probability: {
      allowed: 'a number from 1e-13 to 1',
      holds: (value) => value >= 1e-13 && value <= 1,
      meaning: 'how likely a success is',
      also: ['p', 'prob'],
    },
  },
  instead: {
    mean: 'probability = successes / (successes + mean)',
    mu: 'probability = successes / (successes + mu)',
    dispersion: 'successes = 1 / dispersion',
  },
  together: ([successes, probability]) =>
    successes! * oddsOf(probability!) <= 1e15
      ? undefined
      : `successes * (1 - probability) / probability must be at most 1e15; successes is ${successes}, probability is ${probability}`,
  whole: true,
  example: [5, 0.4],
  range: () => [0, Number.POSITIVE_INFINITY],
  words: 5,
  rule: (parameters) => {
    const [successes, probability] = [parameters[0]!, parameters[1]!];
    const odds = oddsOf(probability);
    const mean = successes * odds;
    if (mean <= 100 && probability >= 1 / 11) {
      const q = 1 - probability;
      return new Inversion(1, {
        first: exp(successes * ln(probability)),
        ratio: (k) => (successes + (k - 1)) * (q * (1 / k)),
        mean,
        last: Number.POSITIVE_INFINITY,
      });
    }
    return { ...gammaRule(successes, odds), next: poissonOfMeans };
  },
});

function oddsOf(probability: number): number {
  return (1 - probability) / probability;
}
