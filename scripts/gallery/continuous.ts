// The distributions whose samples are any numbers.
import { exp, ln, log1p, pow } from '../../ts/library/math/index.ts';
import type { Curves } from './facts.ts';
import { area, cosine, lnBeta, lnGamma, normalDensity } from './special.ts';

const { abs, PI, sqrt } = Math;

export const CONTINUOUS = {
  uniform: {
    formula: '1 / (high - low), from low to high',
    topics: ['guesses and settings'],
    elsewhere: {
      NumPy: 'rng.uniform(low, high)',
      SciPy: 'uniform(low, high - low)',
      R: 'runif(n, low, high)',
      '@stdlib': 'uniform(low, high)',
      'd3-random': 'randomUniform(low, high)',
    },
    at: (low, high) => (x) => (x >= low && x < high ? 1 / (high - low) : 0),
    shown: [[-1, 1]],
    from: -1.5,
    to: 1.5,
  },
  normal: {
    formula: 'e^(-z² / 2) / (deviation · √(2π)), z = (x - mean) / deviation',
    topics: ['errors and noise'],
    elsewhere: {
      NumPy: 'rng.normal(mean, deviation)',
      SciPy: 'norm(mean, deviation)',
      R: 'rnorm(n, mean, deviation)',
      '@stdlib': 'normal(mean, deviation)',
      'd3-random': 'randomNormal(mean, deviation)',
    },
    at: (mean, deviation) => (x) => normalDensity((x - mean) / deviation) / deviation,
    shown: [
      [0, 1],
      [0, 2],
      [4, 0.7],
    ],
    from: -6,
    to: 7,
  },
  exponential: {
    formula: 'e^(-x / mean) / mean, x > 0',
    topics: ['waiting times and lifetimes'],
    elsewhere: {
      NumPy: 'rng.exponential(mean)',
      SciPy: 'expon(scale=mean)',
      R: 'rexp(n, 1 / mean)',
      '@stdlib': 'exponential(1 / mean)',
      'd3-random': 'randomExponential(1 / mean)',
    },
    at: (mean) => (x) => (x > 0 ? exp(-x / mean) / mean : 0),
    shown: [[0.5], [1], [2]],
    from: 0,
    to: 5,
  },
  lognormal: {
    formula: 'e^(-z² / 2) / (x · logDeviation · √(2π)), z = (ln x - logMean) / logDeviation, x > 0',
    note: 'Their median is e^logMean, their mean e^(logMean + logDeviation² / 2).',
    topics: ['amounts of money, sizes'],
    elsewhere: {
      NumPy: 'rng.lognormal(logMean, logDeviation)',
      SciPy: 'lognorm(logDeviation, scale=exp(logMean))',
      R: 'rlnorm(n, logMean, logDeviation)',
      '@stdlib': 'lognormal(logMean, logDeviation)',
      'd3-random': 'randomLogNormal(logMean, logDeviation)',
    },
    at: (mean, deviation) => (x) => (x > 0 ? normalDensity((ln(x) - mean) / deviation) / (x * deviation) : 0),
    shown: [
      [0, 0.25],
      [0, 0.5],
      [0, 1],
    ],
    from: 0,
    to: 4,
  },
  gamma: {
    formula: 'x^(shape - 1) e^(-x / scale) / (Γ(shape) · scale^shape), x > 0',
    note: 'Their mean is shape · scale, their variance shape · scale².',
    topics: ['waiting times and lifetimes', 'amounts of money, sizes'],
    elsewhere: {
      NumPy: 'rng.gamma(shape, scale)',
      SciPy: 'gamma(shape, scale=scale)',
      R: 'rgamma(n, shape, scale = scale)',
      '@stdlib': 'gamma(shape, 1 / scale)',
      'd3-random': 'randomGamma(shape, scale)',
    },
    at: gammaDensity,
    shown: [
      [0.5, 1],
      [2.5, 1],
      [6, 1],
    ],
    from: 0,
    to: 12,
    top: 0.6,
  },
  beta: {
    formula: 'x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta), 0 < x < 1',
    note: 'Their mean is alpha / (alpha + beta).',
    topics: ['shares and probabilities'],
    elsewhere: {
      NumPy: 'rng.beta(alpha, beta)',
      SciPy: 'beta(alpha, beta)',
      R: 'rbeta(n, alpha, beta)',
      '@stdlib': 'beta(alpha, beta)',
      'd3-random': 'randomBeta(alpha, beta)',
    },
    at: betaDensity,
    shown: [
      [0.5, 0.5],
      [2, 3],
      [8, 2],
    ],
    from: 0,
    to: 1,
    top: 4,
  },
  chiSquared: {
    formula: 'x^(degrees / 2 - 1) e^(-x / 2) / (Γ(degrees / 2) · 2^(degrees / 2)), x > 0',
    topics: ['tests'],
    elsewhere: {
      NumPy: 'rng.chisquare(degrees)',
      SciPy: 'chi2(degrees)',
      R: 'rchisq(n, degrees)',
      '@stdlib': 'chisquare(degrees)',
      'd3-random': 'randomGamma(degrees / 2, 2)',
    },
    at: (degrees) => gammaDensity(degrees / 2, 2),
    shown: [[1], [3], [6]],
    from: 0,
    to: 14,
    top: 0.4,
  },
  studentT: {
    formula: '(1 + x² / degrees)^(-(degrees + 1) / 2) / (√degrees · B(1 / 2, degrees / 2))',
    topics: ['errors and noise', 'extremes and outliers', 'tests'],
    elsewhere: {
      NumPy: 'rng.standard_t(degrees)',
      SciPy: 't(degrees)',
      R: 'rt(n, degrees)',
      '@stdlib': 't(degrees)',
    },
    at: (degrees) => {
      const scale = lnBeta(0.5, degrees / 2) + ln(degrees) / 2;
      return (x) => exp(-((degrees + 1) / 2) * log1p((x * x) / degrees) - scale);
    },
    shown: [[1], [3], [30]],
    from: -6,
    to: 6,
  },
  fisherF: {
    formula:
      'r^(degrees1 / 2) x^(degrees1 / 2 - 1) (1 + r x)^(-(degrees1 + degrees2) / 2) / B(degrees1 / 2, degrees2 / 2), r = degrees1 / degrees2, x > 0',
    topics: ['tests'],
    elsewhere: {
      NumPy: 'rng.f(degrees1, degrees2)',
      SciPy: 'f(degrees1, degrees2)',
      R: 'rf(n, degrees1, degrees2)',
      '@stdlib': 'f(degrees1, degrees2)',
    },
    at: (degrees1, degrees2) => {
      const [a, b] = [degrees1 / 2, degrees2 / 2];
      const r = a / b;
      return (x) => (x > 0 ? exp(a * ln(r) + (a - 1) * ln(x) - (a + b) * log1p(r * x) - lnBeta(a, b)) : 0);
    },
    shown: [
      [2, 4],
      [5, 7],
      [40, 40],
    ],
    from: 0,
    to: 4,
  },
  cauchy: {
    formula: '1 / (π · scale · (1 + z²)), z = (x - location) / scale',
    note: 'They have no mean: an average of many is no better than one.',
    topics: ['extremes and outliers'],
    elsewhere: {
      NumPy: 'location + scale * rng.standard_cauchy()',
      SciPy: 'cauchy(location, scale)',
      R: 'rcauchy(n, location, scale)',
      '@stdlib': 'cauchy(location, scale)',
      'd3-random': 'randomCauchy(location, scale)',
    },
    at: (location, scale) => (x) => 1 / (PI * scale * (1 + ((x - location) / scale) ** 2)),
    shown: [
      [0, 0.5],
      [0, 1],
      [2, 2],
    ],
    from: -8,
    to: 10,
  },
  laplace: {
    formula: 'e^(-|x - location| / scale) / (2 · scale)',
    note: 'Their standard deviation is √2 · scale.',
    topics: ['errors and noise'],
    elsewhere: {
      NumPy: 'rng.laplace(location, scale)',
      SciPy: 'laplace(location, scale)',
      R: 'location + scale * (rexp(n) - rexp(n))',
      '@stdlib': 'laplace(location, scale)',
    },
    at: (location, scale) => (x) => exp(-abs(x - location) / scale) / (2 * scale),
    shown: [
      [0, 0.5],
      [0, 1],
      [0, 2],
    ],
    from: -6,
    to: 6,
  },
  logistic: {
    formula: 'e^-z / (scale · (1 + e^-z)²), z = (x - location) / scale',
    note: 'Their standard deviation is π / √3 · scale.',
    topics: ['errors and noise'],
    elsewhere: {
      NumPy: 'rng.logistic(location, scale)',
      SciPy: 'logistic(location, scale)',
      R: 'rlogis(n, location, scale)',
      '@stdlib': 'logistic(location, scale)',
      'd3-random': 'randomLogistic(location, scale)',
    },
    at: (location, scale) => (x) => {
      const e = exp(-abs(x - location) / scale);
      return e / (scale * (1 + e) ** 2);
    },
    shown: [
      [0, 0.5],
      [0, 1],
      [0, 2],
    ],
    from: -9,
    to: 9,
  },
  gumbel: {
    formula: 'e^(-z - e^-z) / scale, z = (x - location) / scale',
    note: 'Their mean is location + 0.5772 · scale. For the smallest of many, take -x.',
    topics: ['extremes and outliers'],
    elsewhere: {
      NumPy: 'rng.gumbel(location, scale)',
      SciPy: 'gumbel_r(location, scale)',
      R: 'location - scale * log(rexp(n))',
      '@stdlib': 'gumbel(location, scale)',
    },
    at: (location, scale) => (x) => {
      const z = (x - location) / scale;
      return exp(-z - exp(-z)) / scale;
    },
    shown: [
      [0, 0.6],
      [0, 1],
      [2, 2],
    ],
    from: -4,
    to: 11,
  },
  weibull: {
    formula: '(shape / scale) z^(shape - 1) e^(-z^shape), z = x / scale, x > 0',
    note: 'Below a shape of 1 what is old fails less, above it more.',
    topics: ['waiting times and lifetimes', 'extremes and outliers'],
    elsewhere: {
      NumPy: 'scale * rng.weibull(shape)',
      SciPy: 'weibull_min(shape, scale=scale)',
      R: 'rweibull(n, shape, scale)',
      '@stdlib': 'weibull(shape, scale)',
      'd3-random': 'randomWeibull(shape, 0, scale)',
    },
    at: (shape, scale) => (x) => {
      const z = x / scale;
      return x > 0 ? (shape / scale) * pow(z, shape - 1) * exp(-pow(z, shape)) : 0;
    },
    shown: [
      [0.8, 1],
      [1.5, 1],
      [4, 1],
    ],
    from: 0,
    to: 3,
    top: 1.6,
  },
  pareto: {
    formula: 'shape · minimum^shape / x^(shape + 1), x ≥ minimum',
    note: 'They have a mean if the shape is above 1, a variance if it is above 2.',
    topics: ['amounts of money, sizes', 'extremes and outliers'],
    elsewhere: {
      NumPy: 'minimum * (1 + rng.pareto(shape))',
      SciPy: 'pareto(shape, scale=minimum)',
      R: 'minimum * exp(rexp(n) / shape)',
      '@stdlib': 'pareto1(shape, minimum)',
      'd3-random': 'randomPareto(shape), whose minimum is 1',
    },
    at: (shape, minimum) => (x) => (x >= minimum ? (shape / minimum) * pow(x / minimum, -shape - 1) : 0),
    shown: [
      [1, 1],
      [2, 1],
      [4, 1],
    ],
    from: 0.5,
    to: 4,
    top: 4.2,
  },
  rayleigh: {
    formula: '(x / scale²) e^(-x² / (2 scale²)), x > 0',
    topics: ['directions and angles', 'amounts of money, sizes'],
    elsewhere: {
      NumPy: 'rng.rayleigh(scale)',
      SciPy: 'rayleigh(scale=scale)',
      R: 'scale * sqrt(2 * rexp(n))',
      '@stdlib': 'rayleigh(scale)',
    },
    at: (scale) => (x) => (x > 0 ? (x / scale ** 2) * exp(-((x / scale) ** 2) / 2) : 0),
    shown: [[0.5], [1], [2]],
    from: 0,
    to: 6,
  },
  triangular: {
    formula:
      '2 (x - low) / ((high - low)(mode - low)) up to the mode, 2 (high - x) / ((high - low)(high - mode)) from it on',
    topics: ['guesses and settings'],
    elsewhere: {
      NumPy: 'rng.triangular(low, mode, high)',
      SciPy: 'triang((mode - low) / (high - low), low, high - low)',
      '@stdlib': 'triangular(low, high, mode)',
      Python: 'random.triangular(low, high, mode)',
    },
    at: (low, mode, high) => (x) => {
      const most = 2 / (high - low);
      if (x < low || x > high) {
        return 0;
      }
      return x < mode ? (most * (x - low)) / (mode - low) : (most * (high - x)) / (high - mode || 1);
    },
    shown: [
      [0, 2, 5],
      [0, 4, 5],
    ],
    from: -0.5,
    to: 5.5,
  },
  inverseGaussian: {
    formula: '√(shape / (2π x³)) e^(-shape (x - mean)² / (2 mean² x)), x > 0',
    note: 'Their variance is mean³ / shape.',
    topics: ['waiting times and lifetimes'],
    elsewhere: {
      NumPy: 'rng.wald(mean, shape)',
      SciPy: 'invgauss(mean / shape, scale=shape)',
      R: 'statmod::rinvgauss(n, mean, shape)',
    },
    at: (mean, shape) => (x) =>
      x > 0 ? sqrt(shape / (2 * PI * x ** 3)) * exp((-shape * (x - mean) ** 2) / (2 * mean ** 2 * x)) : 0,
    shown: [
      [1, 0.5],
      [1, 3],
      [1, 20],
    ],
    from: 0,
    to: 3,
  },
  vonMises: {
    formula: 'e^(concentration · cos(x - mean)) / (2π I₀(concentration)), -π < x ≤ π',
    note: 'A concentration of 0 is a uniform angle; a large one is nearly a normal of deviation 1 / √concentration.',
    topics: ['directions and angles'],
    elsewhere: {
      NumPy: 'rng.vonmises(mean, concentration)',
      SciPy: 'vonmises(concentration, mean)',
      Python: 'random.vonmisesvariate(mean, concentration), from 0 to 2π',
    },
    at: (mean, concentration) => {
      const weight = (x: number): number => exp(concentration * (cosine(x - mean) - 1));
      const all = area(weight, -PI, PI);
      return (x) => (abs(x) <= PI ? weight(x) / all : 0);
    },
    shown: [
      [0, 0.5],
      [0, 4],
      [2, 20],
    ],
    from: -3.5,
    to: 3.5,
  },
  truncatedNormal: {
    formula: "the normal's, from low to high, divided by its mass there",
    topics: ['errors and noise', 'amounts of money, sizes'],
    elsewhere: {
      SciPy: 'truncnorm((low - mean) / deviation, (high - mean) / deviation, mean, deviation)',
      R: 'truncnorm::rtruncnorm(n, low, high, mean, deviation)',
    },
    at: (mean, deviation, low, high) => {
      const density = (x: number): number => normalDensity((x - mean) / deviation) / deviation;
      const all = area(density, Math.max(low, mean - 9 * deviation), Math.min(high, mean + 9 * deviation));
      return (x) => (x >= low && x <= high ? density(x) / all : 0);
    },
    shown: [
      [0, 1, -1, 2],
      [0, 1, 1, Number.POSITIVE_INFINITY],
    ],
    from: -2,
    to: 4,
  },
  pert: {
    formula:
      "the beta's of alpha = 1 + 4 (mode - low) / (high - low) and beta = 1 + 4 (high - mode) / (high - low), from low to high",
    note: 'Their mean is (low + 4 · mode + high) / 6.',
    topics: ['guesses and settings'],
    elsewhere: {
      SciPy: 'beta(alpha, beta, low, high - low) with these',
      R: 'mc2d::rpert(n, low, mode, high)',
    },
    at: (low, mode, high) => {
      const width = high - low;
      const density = betaDensity(1 + (4 * (mode - low)) / width, 1 + (4 * (high - mode)) / width);
      return (x) => density((x - low) / width) / width;
    },
    shown: [
      [0, 2, 5],
      [0, 4.5, 5],
    ],
    from: -0.5,
    to: 5.5,
  },
  logUniform: {
    formula: '1 / (x · ln(high / low)), from low to high',
    topics: ['guesses and settings'],
    elsewhere: {
      NumPy: 'np.exp(rng.uniform(np.log(low), np.log(high)))',
      SciPy: 'loguniform(low, high)',
      R: 'exp(runif(n, log(low), log(high)))',
    },
    at: (low, high) => (x) => (x >= low && x <= high ? 1 / (x * ln(high / low)) : 0),
    shown: [
      [1, 5],
      [1, 100],
    ],
    from: 0.5,
    to: 8,
  },
} as const satisfies Record<string, Curves>;

function gammaDensity(shape: number, scale: number): (x: number) => number {
  return (x) => (x > 0 ? exp((shape - 1) * ln(x / scale) - x / scale - lnGamma(shape)) / scale : 0);
}

function betaDensity(alpha: number, beta: number): (x: number) => number {
  const all = lnBeta(alpha, beta);
  return (x) => (x > 0 && x < 1 ? exp((alpha - 1) * ln(x) + (beta - 1) * log1p(-x) - all) : 0);
}
