import { atLeast, type Definition, define } from './definition.ts';
import { gammaRule } from './gamma.ts';

/** Chi-squared samples. */
export interface ChiSquaredParameters {
  /** Degrees of freedom, which need not be whole: at least 1e-300. Their mean. */
  degrees: number;
}

/** Sums of the squares of normals: gammas of half the degrees, times 2. */
export const chiSquared: Definition<ChiSquaredParameters, [degrees: number]> = define({
  name: 'chiSquared',
  number: 8,
  use: 'sums of the squares of normals: variances, tests',
  parameters: {
    degrees: { ...atLeast(1e-300), meaning: 'degrees of freedom', also: ['df', 'nu', 'k', 'dof', 'mean'] },
  },
  example: [5],
  range: () => [0, Number.POSITIVE_INFINITY],
  words: 3,
  rule: ([degrees]) => gammaRule(degrees! * 0.5, 2),
});
