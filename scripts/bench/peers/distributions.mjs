// JavaScript's distributions, for the benches: @stdlib and d3-random one call a number, numpy-ts and ranjs whole arrays. Its
// argument is the list of cases, as scripts/bench/distributions.ts writes it. A peer whose samples have not the quartiles
// that ours have is left out: it was asked for something else.
import stdlib from '@stdlib/random-base';
import * as d3 from 'd3-random';
import * as np from 'numpy-ts';
import ranjs from 'ranjs';
import { measureOnRequest } from './measured-process.mjs';

const TOLERANCE = 0.012;
const seeded = { seed: 42 };
const { dist } = ranjs;

/** Functions that draw a number. */
const STDLIB = {
  uniform: (low, high) => stdlib.uniform.factory(low, high, seeded),
  normal: (mean, deviation) => stdlib.normal.factory(mean, deviation, seeded),
  exponential: (mean) => stdlib.exponential.factory(1 / mean, seeded),
  integer: (low, high) => stdlib.discreteUniform.factory(low, high - 1, seeded),
  bernoulli: (p) => stdlib.bernoulli.factory(p, seeded),
  lognormal: (mean, deviation) => stdlib.lognormal.factory(mean, deviation, seeded),
  gamma: (shape, scale) => stdlib.gamma.factory(shape, 1 / scale, seeded),
  beta: (alpha, beta) => stdlib.beta.factory(alpha, beta, seeded),
  chiSquared: (degrees) => stdlib.chisquare.factory(degrees, seeded),
  studentT: (degrees) => stdlib.t.factory(degrees, seeded),
  fisherF: (a, b) => stdlib.f.factory(a, b, seeded),
  cauchy: (location, scale) => stdlib.cauchy.factory(location, scale, seeded),
  laplace: (location, scale) => stdlib.laplace.factory(location, scale, seeded),
  logistic: (location, scale) => stdlib.logistic.factory(location, scale, seeded),
  gumbel: (location, scale) => stdlib.gumbel.factory(location, scale, seeded),
  weibull: (shape, scale) => stdlib.weibull.factory(shape, scale, seeded),
  pareto: (shape, minimum) => stdlib.pareto1.factory(shape, minimum, seeded),
  rayleigh: (scale) => stdlib.rayleigh.factory(scale, seeded),
  triangular: (low, mode, high) => stdlib.triangular.factory(low, high, mode, seeded),
  poisson: (mean) => stdlib.poisson.factory(mean, seeded),
  binomial: (trials, p) => stdlib.binomial.factory(trials, p, seeded),
  geometric: (p) => stdlib.geometric.factory(p, seeded),
  negativeBinomial: (successes, p) => stdlib.negativeBinomial.factory(successes, p, seeded),
  hypergeometric: (good, bad, drawn) => stdlib.hypergeometric.factory(good + bad, good, drawn, seeded),
};

const D3 = {
  uniform: (low, high) => d3.randomUniform(low, high),
  normal: (mean, deviation) => d3.randomNormal(mean, deviation),
  exponential: (mean) => d3.randomExponential(1 / mean),
  integer: (low, high) => d3.randomInt(low, high),
  bernoulli: (p) => d3.randomBernoulli(p),
  lognormal: (mean, deviation) => d3.randomLogNormal(mean, deviation),
  gamma: (shape, scale) => d3.randomGamma(shape, scale),
  beta: (alpha, beta) => d3.randomBeta(alpha, beta),
  cauchy: (location, scale) => d3.randomCauchy(location, scale),
  logistic: (location, scale) => d3.randomLogistic(location, scale),
  weibull: (shape, scale) => d3.randomWeibull(shape, 0, scale),
  pareto: (shape) => d3.randomPareto(shape),
  poisson: (mean) => d3.randomPoisson(mean),
  binomial: (trials, p) => d3.randomBinomial(trials, p),
  geometric: (p) => d3.randomGeometric(p),
};

/** Functions that make an array of n numbers, or of as many rows. */
const NUMPY_TS = {
  uniform: (low, high) => (n) => np.random.uniform(low, high, n),
  normal: (mean, deviation) => (n) => np.random.normal(mean, deviation, n),
  exponential: (mean) => (n) => np.random.exponential(mean, n),
  integer: (low, high) => (n) => np.random.randint(low, high, n),
  bernoulli: (p) => (n) => np.random.binomial(1, p, n),
  lognormal: (mean, deviation) => (n) => np.random.lognormal(mean, deviation, n),
  gamma: (shape, scale) => (n) => np.random.gamma(shape, scale, n),
  beta: (alpha, beta) => (n) => np.random.beta(alpha, beta, n),
  chiSquared: (degrees) => (n) => np.random.chisquare(degrees, n),
  studentT: (degrees) => (n) => np.random.standard_t(degrees, n),
  fisherF: (a, b) => (n) => np.random.f(a, b, n),
  cauchy: () => (n) => np.random.standard_cauchy(n),
  laplace: (location, scale) => (n) => np.random.laplace(location, scale, n),
  logistic: (location, scale) => (n) => np.random.logistic(location, scale, n),
  gumbel: (location, scale) => (n) => np.random.gumbel(location, scale, n),
  weibull: (shape) => (n) => np.random.weibull(shape, n),
  pareto: (shape) => (n) => np.random.pareto(shape, n),
  rayleigh: (scale) => (n) => np.random.rayleigh(scale, n),
  triangular: (low, mode, high) => (n) => np.random.triangular(low, mode, high, n),
  inverseGaussian: (mean, shape) => (n) => np.random.wald(mean, shape, n),
  vonMises: (mean, concentration) => (n) => np.random.vonmises(mean, concentration, n),
  poisson: (mean) => (n) => np.random.poisson(mean, n),
  binomial: (trials, p) => (n) => np.random.binomial(trials, p, n),
  geometric: (p) => (n) => np.random.geometric(p, n),
  negativeBinomial: (successes, p) => (n) => np.random.negative_binomial(successes, p, n),
  hypergeometric: (good, bad, drawn) => (n) => np.random.hypergeometric(good, bad, drawn, n),
  categorical: (weights) => {
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const p = weights.map((weight) => weight / all);
    return (n) => np.random.choice(p.length, n, true, p);
  },
  multivariateNormal: (means, covariance) => (n) =>
    np.random.multivariate_normal(means, covariance, n / means.length),
  dirichlet: (alphas) => (n) => np.random.dirichlet(alphas, n / alphas.length),
  multinomial: (trials, p) => (n) => np.random.multinomial(trials, p, n / p.length),
};

/** Their distributions are objects with a method for arrays. */
const RANJS = {
  uniform: (low, high) => new dist.Uniform(low, high),
  normal: (mean, deviation) => new dist.Normal(mean, deviation),
  exponential: (mean) => new dist.Exponential(1 / mean),
  integer: (low, high) => new dist.DiscreteUniform(low, high - 1),
  bernoulli: (p) => new dist.Bernoulli(p),
  lognormal: (mean, deviation) => new dist.LogNormal(mean, deviation),
  gamma: (shape, scale) => new dist.Gamma(shape, 1 / scale),
  beta: (alpha, beta) => new dist.Beta(alpha, beta),
  chiSquared: (degrees) => new dist.Chi2(degrees),
  studentT: (degrees) => new dist.StudentT(degrees),
  fisherF: (a, b) => new dist.F(a, b),
  cauchy: (location, scale) => new dist.Cauchy(location, scale),
  laplace: (location, scale) => new dist.Laplace(location, scale),
  logistic: (location, scale) => new dist.Logistic(location, scale),
  gumbel: (location, scale) => new dist.Gumbel(location, scale),
  weibull: (shape, scale) => new dist.Weibull(scale, shape),
  pareto: (shape, minimum) => new dist.Pareto(minimum, shape),
  rayleigh: (scale) => new dist.Rayleigh(scale),
  triangular: (low, mode, high) => new dist.Triangular(low, high, mode),
  inverseGaussian: (mean, shape) => new dist.InverseGaussian(mean, shape),
  vonMises: (_, concentration) => new dist.VonMises(concentration),
  truncatedNormal: (mean, deviation, low, high) => new dist.TruncatedNormal(mean, deviation, low, high),
  poisson: (mean) => new dist.Poisson(mean),
  binomial: (trials, p) => new dist.Binomial(trials, p),
  geometric: (p) => new dist.Geometric(p),
  negativeBinomial: (successes, p) => new dist.NegativeBinomial(successes, 1 - p),
  hypergeometric: (good, bad, drawn) => new dist.Hypergeometric(good + bad, good, drawn),
  zipf: (exponent, maximum) => new dist.Zipf(exponent, maximum),
  categorical: (weights) => new dist.Categorical(weights),
  pert: (low, mode, high) => new dist.PERT(low, mode, high),
  logUniform: (low, high) => new dist.Reciprocal(low, high),
};

/** What a peer takes minutes or more for. */
const TOO_SLOW = ['ranjs binomial 1e6, 0.4', 'ranjs hypergeometric large', 'ranjs zipf 1.5, 1e9'];

/** What a peer counts or measures otherwise, to compare it. */
const TURNED = {
  'd3-random geometric': (x) => x - 1,
  'numpy-ts geometric': (x) => x - 1,
  'numpy-ts pareto': (x) => x + 1,
};

/** Each gives what makes an array full of a case's samples. */
const PEERS = {
  '@stdlib': perCall(STDLIB),
  'd3-random': perCall(D3),
  'numpy-ts': ({ distribution, numbers }, values) => {
    const draw = NUMPY_TS[distribution]?.(...values);
    return draw && (() => draw(numbers).data);
  },
  ranjs: ({ distribution, numbers }, values) => {
    const made = RANJS[distribution]?.(...values);
    return made && (() => made.sample(numbers));
  },
};

/** Each case has a loop of its own: one that all share would stop V8 from inlining any. */
function perCall(factories) {
  return async ({ id, distribution, numbers }, values) => {
    const next = factories[distribution]?.(...values);
    if (next === undefined) {
      return;
    }
    const array = new Float64Array(numbers);
    const { filled } = await import(`./loop.mjs?${encodeURIComponent(id)}-${Object.keys(factories).length}`);
    return () => filled(next, array);
  };
}

/** JSON has no infinite numbers. */
function numbersOf(value) {
  return Array.isArray(value) ? value.map(numbersOf) : Number(value);
}

/** Whether as many samples are below our quartiles as of ours. Rows go by their first numbers. */
function isRight(samples, { size, quartiles }, turn) {
  const first = Array.from({ length: samples.length / size }, (_, i) => turn(Number(samples[i * size])));
  return quartiles.every(([at, share]) => {
    const below = first.filter((x) => x <= Number(at)).length / first.length;
    return Math.abs(below - share) < TOLERANCE;
  });
}

const cases = JSON.parse(process.argv[2]);
const offered = [];
const leftOut = [];
const runs = new Map();
for (const one of cases) {
  for (const [name, start] of Object.entries(PEERS)) {
    if (TOO_SLOW.includes(`${name} ${one.id}`)) {
      leftOut.push(`${name}: ${one.id} takes it minutes or more`);
      continue;
    }
    try {
      const run = await start(one, numbersOf(one.parameters));
      if (run === undefined) {
        continue;
      }
      if (!isRight(run(), one, TURNED[`${name} ${one.distribution}`] ?? ((x) => x))) {
        leftOut.push(`${name}: its samples of ${one.id} are others`);
        continue;
      }
      const id = `${one.id} ${name}`;
      offered.push({ id, group: one.id, name, kind: 'peer', threads: 1 });
      runs.set(id, run);
    } catch (error) {
      leftOut.push(`${name} of ${one.id}: ${String(error.message).split('\n', 1)[0].slice(0, 60)}`);
    }
  }
}
await measureOnRequest(offered, async (id) => ({ run: runs.get(id) }), leftOut);
