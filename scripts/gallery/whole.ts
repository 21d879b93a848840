// The distributions whose samples are whole numbers.
import { exp, ln, log1p, pow } from '../../ts/library/math/index.ts';
import type { Curves } from './facts.ts';
import { choose, lnGamma } from './special.ts';

export const WHOLE = {
  integer: {
    formula: '1 / (high - low), of each from low to high - 1',
    topics: ['dice, picks and ranks'],
    elsewhere: {
      NumPy: 'rng.integers(low, high)',
      SciPy: 'randint(low, high)',
      R: 'sample(low:(high - 1), n, TRUE)',
      '@stdlib': 'discreteUniform(low, high - 1)',
      'd3-random': 'randomInt(low, high)',
    },
    at: (low, high) => (k) => (k >= low && k < high ? 1 / (high - low) : 0),
    shown: [[1, 7]],
    from: 0,
    to: 7,
  },
  bernoulli: {
    formula: 'probability of 1, 1 - probability of 0',
    topics: ['dice, picks and ranks'],
    elsewhere: {
      NumPy: 'rng.binomial(1, probability)',
      SciPy: 'bernoulli(probability)',
      R: 'rbinom(n, 1, probability)',
      '@stdlib': 'bernoulli(probability)',
      'd3-random': 'randomBernoulli(probability)',
    },
    at: (probability) => (k) => (k === 1 ? probability : k === 0 ? 1 - probability : 0),
    shown: [[0.3], [0.5]],
    from: 0,
    to: 1,
  },
  poisson: {
    formula: 'mean^k e^-mean / k!',
    topics: ['counts'],
    elsewhere: {
      NumPy: 'rng.poisson(mean)',
      SciPy: 'poisson(mean)',
      R: 'rpois(n, mean)',
      '@stdlib': 'poisson(mean)',
      'd3-random': 'randomPoisson(mean)',
    },
    at: (mean) => (k) => (k < 0 ? 0 : exp(k * ln(mean) - mean - lnGamma(k + 1))),
    shown: [[1], [4], [10]],
    from: 0,
    to: 18,
  },
  binomial: {
    formula: 'C(trials, k) · probability^k (1 - probability)^(trials - k)',
    topics: ['counts'],
    elsewhere: {
      NumPy: 'rng.binomial(trials, probability)',
      SciPy: 'binom(trials, probability)',
      R: 'rbinom(n, trials, probability)',
      '@stdlib': 'binomial(trials, probability)',
      'd3-random': 'randomBinomial(trials, probability)',
    },
    at: binomialMass,
    shown: [
      [20, 0.1],
      [20, 0.3],
      [20, 0.7],
    ],
    from: 0,
    to: 20,
  },
  geometric: {
    formula: 'probability · (1 - probability)^k',
    note: 'Failures, from 0: what counts the trials, from 1, gives one more.',
    topics: ['waiting times and lifetimes', 'counts'],
    elsewhere: {
      NumPy: 'rng.geometric(probability) - 1',
      SciPy: 'geom(probability, loc=-1)',
      R: 'rgeom(n, probability)',
      '@stdlib': 'geometric(probability)',
      'd3-random': 'randomGeometric(probability), less 1',
    },
    at: (probability) => (k) => (k < 0 ? 0 : probability * exp(k * log1p(-probability))),
    shown: [[0.2], [0.5]],
    from: 0,
    to: 14,
  },
  negativeBinomial: {
    formula: 'Γ(successes + k) / (k! Γ(successes)) · probability^successes (1 - probability)^k',
    note: 'With a mean m and a dispersion r: successes = r, probability = r / (r + m).',
    topics: ['counts', 'waiting times and lifetimes'],
    elsewhere: {
      NumPy: 'rng.negative_binomial(successes, probability)',
      SciPy: 'nbinom(successes, probability)',
      R: 'rnbinom(n, successes, probability)',
      '@stdlib': 'negativeBinomial(successes, probability)',
    },
    at: (successes, probability) => (k) =>
      k < 0
        ? 0
        : exp(
            lnGamma(successes + k) -
              lnGamma(k + 1) -
              lnGamma(successes) +
              successes * ln(probability) +
              k * log1p(-probability),
          ),
    shown: [
      [1, 0.3],
      [5, 0.4],
      [0.5, 0.1],
    ],
    from: 0,
    to: 18,
  },
  hypergeometric: {
    formula: 'C(good, k) · C(bad, drawn - k) / C(good + bad, drawn)',
    topics: ['counts', 'dice, picks and ranks'],
    elsewhere: {
      NumPy: 'rng.hypergeometric(good, bad, drawn)',
      SciPy: 'hypergeom(good + bad, good, drawn)',
      R: 'rhyper(n, good, bad, drawn)',
      '@stdlib': 'hypergeometric(good + bad, good, drawn)',
    },
    at: (good, bad, drawn) => (k) => (choose(good, k) * choose(bad, drawn - k)) / choose(good + bad, drawn),
    shown: [
      [4, 48, 13],
      [26, 26, 13],
    ],
    from: 0,
    to: 13,
  },
  zipf: {
    formula: 'k^-exponent, over the sum of these from 1 to the maximum',
    topics: ['dice, picks and ranks', 'counts'],
    elsewhere: {
      NumPy: 'rng.zipf(exponent), without a maximum',
      SciPy: 'zipfian(exponent, maximum)',
    },
    at: (exponent, maximum) => {
      let all = 0;
      for (let k = 1; k <= maximum; k++) {
        all += pow(k, -exponent);
      }
      return (k) => (k >= 1 && k <= maximum ? pow(k, -exponent) / all : 0);
    },
    shown: [
      [0.5, 10],
      [1, 10],
      [2, 10],
    ],
    from: 1,
    to: 10,
  },
  categorical: {
    formula: "an index's weight, over the sum of all",
    note: 'Weights need not add up to 1. Samples count from 0.',
    topics: ['dice, picks and ranks'],
    elsewhere: {
      NumPy: 'rng.choice(len(weights), p=weights / sum(weights))',
      SciPy: 'rv_discrete(values=(range(len(weights)), weights / sum(weights)))',
      R: 'sample(length(weights), n, TRUE, weights) - 1',
    },
    at: (...weights) => {
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      return (k) => (weights[k] ?? 0) / all;
    },
    shown: [[[5, 3, 2, 0, 4]]],
    from: 0,
    to: 4,
  },
} as const satisfies Record<string, Curves>;

function binomialMass(trials: number, probability: number): (k: number) => number {
  return (k) => choose(trials, k) * pow(probability, k) * pow(1 - probability, trials - k);
}
