/** Parameters with which each distribution is tried. The first of each have so many values that cells of pairs make sense. */
import type { Distribution, ParametersOf } from '../../../ts/distributions/registry.ts';

type Cases = { readonly [D in Distribution]: readonly ParametersOf<D>[] };

/** A distribution that is not here is a type error. SciPy's counterparts are in expected.py. */
export const CASES: Cases = {
  uniform: [{}, { low: -2, high: 5 }, { low: 1e6, high: 1e6 + 1 }],
  normal: [{}, { mean: -3, deviation: 0.25 }, { mean: 1e6, deviation: 1e3 }],
  exponential: [{}, { mean: 1e-3 }, { mean: 250 }],
  integer: [
    { low: -500_000, high: 500_003 },
    { low: 1, high: 7 },
    { low: -1000, high: 1001 },
    // A quarter of all first attempts is rejected, and then half of them.
    { low: 0, high: 3 * 2 ** 51 },
    { low: -(2 ** 51), high: 2 ** 51 + 1 },
  ],
};
