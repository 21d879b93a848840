import {
  DISTRIBUTIONS,
  type Distribution,
  definitionOf,
} from '../../../ts/library/distributions/registry.ts';
import { fillSync } from '../../kit/library.ts';
import { SEED } from './jobs.ts';

/** What is measured of a distribution: the peers' processes read it as JSON. */
export interface DistributionCase {
  readonly id: string;
  readonly distribution: Distribution;
  /** Of docs/stream.md. */
  readonly number: number;
  readonly names: readonly string[];
  readonly parameters: readonly unknown[];
  /** The numbers of the array, which holds whole rows. */
  readonly numbers: number;
  /** The numbers of a sample. */
  readonly size: number;
  /** Quartiles of our samples, or of rows' first numbers, and the share that is not above each. */
  readonly quartiles: readonly (readonly [at: number, share: number])[];
}

/** About how many numbers an array has: 512 KiB, which fit the second-level cache of any machine that matters here. */
const NUMBERS = 65_536;

const WEIGHTS = Array.from({ length: 1000 }, (_, n) => (n % 37) + 0.5);

/** The parameters that are measured, by the ids of their tables: some take another way than the usual ones. */
const PARAMETERS: Readonly<Record<Distribution, Readonly<Record<string, readonly unknown[]>>>> = {
  uniform: { '': [0, 1] },
  normal: { '': [0, 1] },
  exponential: { '': [1] },
  integer: { 'of 1000': [0, 1000] },
  bernoulli: { '0.3': [0.3] },
  lognormal: { '': [0, 1] },
  gamma: { '0.5': [0.5, 1], '1': [1, 1], '2.5': [2.5, 1], '100': [100, 1] },
  beta: { '2, 3': [2, 3], '0.5, 0.5': [0.5, 0.5] },
  chiSquared: { '3': [3] },
  studentT: { '5': [5] },
  fisherF: { '5, 7': [5, 7] },
  cauchy: { '': [0, 1] },
  laplace: { '': [0, 1] },
  logistic: { '': [0, 1] },
  gumbel: { '': [0, 1] },
  weibull: { '1.5': [1.5, 1] },
  pareto: { '2': [2, 1] },
  rayleigh: { '': [1] },
  triangular: { '': [0, 0.3, 1] },
  inverseGaussian: { '1, 2': [1, 2] },
  vonMises: { '4': [0, 4] },
  truncatedNormal: { '-1, 2': [0, 1, -1, 2], 'from 3': [0, 1, 3, Number.POSITIVE_INFINITY] },
  poisson: { '3': [3], '50': [50], '1e4': [1e4] },
  binomial: { '20, 0.3': [20, 0.3], '1e6, 0.4': [1e6, 0.4] },
  geometric: { '0.1': [0.1] },
  negativeBinomial: { '5, 0.4': [5, 0.4] },
  hypergeometric: { small: [300, 700, 100], large: [3e5, 7e5, 1e5] },
  zipf: { '1.5, 1e9': [1.5, 1e9], '1.1, 100': [1.1, 100] },
  categorical: { '1000': [WEIGHTS] },
  multivariateNormal: {
    'of 3': [
      [0, 0, 0],
      [
        [1, 0.5, 0.2],
        [0.5, 1, 0.3],
        [0.2, 0.3, 1],
      ],
    ],
  },
  dirichlet: { 'of 3': [[0.5, 1.5, 3]] },
  multinomial: { 'of 3': [100, [0.2, 0.3, 0.5]] },
  direction: { 'of 3': [3] },
  pert: { '': [0, 1, 4] },
  logUniform: { '': [1, 1000] },
};

/** The cases of some distributions, or of all. */
export function distributionCases(only: readonly Distribution[] = DISTRIBUTIONS): DistributionCase[] {
  return only.flatMap((distribution) =>
    Object.entries(PARAMETERS[distribution]).map(([name, parameters]) => {
      const { number, names, row } = definitionOf(distribution);
      const size = row?.size(Float64Array.from(parameters.flat(2) as number[])) ?? 1;
      const numbers = NUMBERS - (NUMBERS % size);
      const id = name === '' ? distribution : `${distribution} ${name}`;
      const quartiles = quartilesOf(distribution, names, parameters, numbers, size);
      return { id, distribution, number, names, parameters, numbers, size, quartiles };
    }),
  );
}

function quartilesOf(
  distribution: Distribution,
  names: readonly string[],
  parameters: readonly unknown[],
  numbers: number,
  size: number,
): DistributionCase['quartiles'] {
  const job = {
    distribution,
    seed: SEED,
    ...Object.fromEntries(names.map((name, i) => [name, parameters[i]])),
  };
  const all = fillSync(new Float64Array(numbers), job as Parameters<typeof fillSync>[1]);
  const first = all.filter((_, i) => i % size === 0).sort();
  return [0.25, 0.5, 0.75].map((part) => {
    const at = first[Math.floor(part * first.length)]!;
    return [at, first.filter((x) => x <= at).length / first.length];
  });
}
