import { cosinesOf } from '../math/circle.ts';
import { exponentialsLess1 } from '../math/exponential.ts';
import { standardExponentials } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { atLeast, type Definition, define } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { sqrt } = Math;

/** Samples of Student's t. */
export interface StudentTParameters {
  /** Degrees of freedom, which need not be whole: at least 1e-300. The fewer, the more outliers. */
  degrees: number;
}

const cosines = new Float64Array(2 * BATCH_STEPS);

/** Normals of an uncertain deviation (Bailey, "Polar generation of random variates with the t-distribution", 1994). */
export const studentT: Definition<StudentTParameters, [degrees: number]> = define({
  name: 'studentT',
  number: 9,
  use: 'normals of an uncertain deviation: noise with outliers, tests of means',
  parameters: {
    degrees: { ...atLeast(1e-300), meaning: 'degrees of freedom', also: ['df', 'nu', 'n', 'dof'] },
  },
  example: [5],
  range: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  words: 2,
  rule: ([given]) => {
    const degrees = given!;
    const power = 1 / degrees;
    const root = sqrt(degrees);
    return {
      words: 2,
      pair: false,
      attempt({ low, high, out }, count) {
        standardExponentials(low[0]!, high[0]!, out, count);
        exponentialsLess1(out, count, power);
        cosinesOf(low[1]!, high[1]!, cosines, count);
        for (let i = 0; i < count; i++) {
          const e = out[i]!;
          const radius = degrees < 1 ? sqrt(e) * sqrt(e + 2) * root : sqrt(e * degrees * (e + 2));
          out[i] = radius * cosines[i]!;
        }
        return 0;
      },
    };
  },
});
