/** The one list of distributions. A new one is a file beside this one, and a line here. */
import { oneOf } from '../checks/arguments.ts';
import type { Key } from '../stream/stream.ts';
import { bernoulli } from './bernoulli.ts';
import { beta } from './beta.ts';
import { binomial } from './binomial.ts';
import { categorical } from './categorical.ts';
import { cauchy } from './cauchy.ts';
import { chiSquared } from './chi-squared.ts';
import type { Definition } from './definition.ts';
import { direction } from './direction.ts';
import { dirichlet } from './dirichlet.ts';
import { exponential } from './exponential.ts';
import { fisherF } from './fisher-f.ts';
import { gamma } from './gamma.ts';
import { geometric } from './geometric.ts';
import { gumbel } from './gumbel.ts';
import { hypergeometric } from './hypergeometric.ts';
import { integer } from './integer.ts';
import { inverseGaussian } from './inverse-gaussian.ts';
import { laplace } from './laplace.ts';
import { logUniform } from './log-uniform.ts';
import { logistic } from './logistic.ts';
import { lognormal } from './lognormal.ts';
import { multinomial } from './multinomial.ts';
import { multivariateNormal } from './multivariate-normal.ts';
import { negativeBinomial } from './negative-binomial.ts';
import { normal } from './normal.ts';
import { pareto } from './pareto.ts';
import { pert } from './pert.ts';
import { poisson } from './poisson.ts';
import { rayleigh } from './rayleigh.ts';
import { studentT } from './student-t.ts';
import { triangular } from './triangular.ts';
import { truncatedNormal } from './truncated-normal.ts';
import { uniform } from './uniform.ts';
import { vonMises } from './von-mises.ts';
import { weibull } from './weibull.ts';
import { zipf } from './zipf.ts';

/** By name: that of the generator's method, and of the key in jobs. */
export const REGISTRY = {
  uniform,
  normal,
  exponential,
  integer,
  bernoulli,
  lognormal,
  gamma,
  beta,
  chiSquared,
  studentT,
  fisherF,
  cauchy,
  laplace,
  logistic,
  gumbel,
  weibull,
  pareto,
  rayleigh,
  triangular,
  inverseGaussian,
  vonMises,
  truncatedNormal,
  poisson,
  binomial,
  geometric,
  negativeBinomial,
  hypergeometric,
  zipf,
  categorical,
  multivariateNormal,
  dirichlet,
  multinomial,
  direction,
  pert,
  logUniform,
} as const;

/** The name of a distribution. */
export type Distribution = keyof typeof REGISTRY;

/** Every distribution's name, in the order of their numbers. */
export const DISTRIBUTIONS = Object.keys(REGISTRY) as Distribution[];

/** The parameters of a distribution in a job. */
export type ParametersOf<D extends Distribution> =
  (typeof REGISTRY)[D] extends Definition<infer P, infer _A, infer _R> ? P : never;

/** The arguments of a distribution's method. */
export type ArgumentsOf<D extends Distribution> =
  (typeof REGISTRY)[D] extends Definition<infer _P, infer A, infer _R> ? A : never;

/** What a distribution's method gives: a number, or a row of them. */
export type ResultOf<D extends Distribution> =
  (typeof REGISTRY)[D] extends Definition<infer _P, infer _A, infer R> ? R : never;

/** The name of a parameter of any distribution. */
export type ParameterName = { [D in Distribution]: keyof ParametersOf<D> }[Distribution];

/** The names of all parameters. */
export const PARAMETER_NAMES = [
  ...new Set(Object.values(REGISTRY).flatMap(({ parameters }) => Object.keys(parameters))),
] as ParameterName[];

/** A distribution and its parameters. */
export type Parametrised =
  | { [D in Distribution]: { distribution: D } & ParametersOf<D> }[Distribution]
  | ({ distribution: keyof typeof ALIASES } & ParametersOf<'normal'>);

/** Other words for a distribution, which people may write, and which nothing prints. */
export const ALIASES = { gaussian: 'normal' } as const satisfies Record<string, Distribution>;

/** A distribution as people may name it. */
export type DistributionName = Distribution | keyof typeof ALIASES;

export function definitionOf(distribution: Distribution): Definition {
  return REGISTRY[distribution] as unknown as Definition;
}

/** The distributions that have exact totals: those of their standard samples. */
export type Summed = 'uniform' | 'normal';

export const SUMMED = DISTRIBUTIONS.filter(
  (distribution) => definitionOf(distribution).total !== undefined,
) as Summed[];

/** Endless samples, numbered from 0. */
export interface Stream extends Key {
  readonly distribution: Distribution;
  /** All of the distribution's parameters, in their order. */
  readonly parameters: Float64Array;
}

/** The parameters of a distribution's standard samples: one array for all, since thousands of sums may wait. */
export function standardParameters(distribution: Distribution): Float64Array {
  return definitionOf(distribution).standard!;
}

/** A distribution by one of its names. */
export function toDistribution(
  name: unknown,
  allowed: readonly Distribution[] = DISTRIBUTIONS,
): Distribution {
  const aliased =
    typeof name === 'string' && Object.hasOwn(ALIASES, name) ? ALIASES[name as keyof typeof ALIASES] : name;
  if (allowed !== DISTRIBUTIONS && (DISTRIBUTIONS as readonly unknown[]).includes(aliased)) {
    requireTotals(aliased as Distribution, allowed);
  }
  return oneOf('distribution', aliased, allowed);
}

/** Says which distributions have totals, if one has none. */
function requireTotals(distribution: Distribution, summed: readonly Distribution[]): void {
  if (!summed.includes(distribution)) {
    throw new TypeError(
      `'${distribution}' samples have no exact totals: only ${summed.join(' and ')} ones do`,
    );
  }
}

/** How many numbers a sample has: more than one if it is a row. */
export function rowSize({ distribution, parameters }: Pick<Stream, 'distribution' | 'parameters'>): number {
  return definitionOf(distribution).row?.size(parameters) ?? 1;
}
