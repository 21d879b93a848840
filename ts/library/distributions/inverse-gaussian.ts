import { opens } from '../math/open.ts';
import { type Definition, define, POSITIVE } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { sqrt } = Math;

/** Inverse Gaussian samples. */
export interface InverseGaussianParameters {
  /** Their mean: a finite number above 0. */
  mean: number;
  /** How close they are to it: a finite number above 0, and at least `mean` / 1e150. Their variance is mean^3 / shape. */
  shape: number;
}

/** When a drifting walk first reaches a place (Wald): one of two roots of a normal's square (Michael, Schucany and Haas). */
export const inverseGaussian: Definition<InverseGaussianParameters, [mean: number, shape: number]> = define({
  name: 'inverseGaussian',
  number: 19,
  use: 'when a drifting walk first reaches a place (Wald)',
  parameters: {
    mean: { ...POSITIVE, meaning: 'their mean', also: ['mu', 'loc'] },
    shape: { ...POSITIVE, meaning: 'how close they are to it', also: ['lambda', 'scale', 'lam'] },
  },
  together: ([mean, shape]) =>
    mean! / shape! <= 1e150
      ? undefined
      : `mean / shape must be at most 1e150; mean is ${mean}, shape is ${shape}`,
  example: [1, 3],
  range: () => [0, Number.POSITIVE_INFINITY],
  words: 2,
  rule: ([mean, shape]) => {
    const half = (mean! / shape!) * 0.5;
    return {
      words: 2,
      pair: true,
      attempt({ low, high, normals, out }, count) {
        opens(low[1]!, high[1]!, out, count);
        for (let i = 0; i < count; i++) {
          const z = normals[i]!;
          const w = z * z * half;
          const g = w + 1 + sqrt(w * (w + 2));
          out[i] = out[i]! * (g + 1) <= g ? mean! / g : mean! * g;
        }
        return 0;
      },
    };
  },
});
