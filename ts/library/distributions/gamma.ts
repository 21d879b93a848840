import { exponentials } from '../math/exponential.ts';
import { height, ln, logarithms } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { atLeast, type Definition, define, POSITIVE, type Rule } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { sqrt } = Math;

/** Gamma samples. */
export interface GammaParameters {
  /** How many waiting times they are the sum of, which need not be whole: at least 1e-300. Their mean is shape * scale. */
  shape: number;
  /**
   * The mean of each waiting time, which is one over their rate: a finite number above 0.
   * @default 1
   */
  scale?: number | undefined;
}

/** Sums of waiting times (Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26:3, 2000). */
export const gamma: Definition<GammaParameters, [shape: number, scale?: number]> = define({
  name: 'gamma',
  number: 6,
  use: 'sums of waiting times, amounts that vary: rain, claims',
  parameters: {
    shape: {
      ...atLeast(1e-300),
      meaning: 'how many waiting times they are the sum of',
      also: ['k', 'alpha', 'a'],
    },
    scale: {
      ...POSITIVE,
      default: 1,
      meaning: 'the mean of each, which is one over their rate',
      also: ['theta', 'b'],
    },
  },
  instead: {
    rate: 'scale = 1 / rate',
    lambda: 'scale = 1 / lambda',
    beta: 'scale, which is 1 / beta if beta is a rate',
    mean: 'shape * scale = mean',
  },
  example: [2.5, 2],
  range: () => [0, Number.POSITIVE_INFINITY],
  words: 3,
  rule: ([shape, scale]) => gammaRule(shape!, scale!),
});

const open = new Float64Array(2 * BATCH_STEPS);

/** The rule of gamma samples: PAIR, w1, and w2 where the shape is below 1. */
export function gammaRule(shape: number, scale: number): Rule {
  const { d, c, shortcut } = cubeOf(shape);
  const power = 1 / shape;
  const isBoosted = shape < 1;
  return {
    words: isBoosted ? 3 : 2,
    pair: true,
    attempt({ low, high, normals, out, rejected }, count) {
      opens(low[1]!, high[1]!, open, count);
      const rejections = cubes(normals, open, d, c, shortcut, out, rejected, count);
      if (!isBoosted) {
        for (let i = 0; i < count; i++) {
          out[i] = out[i]! * scale;
        }
        return rejections;
      }
      opens(low[2]!, high[2]!, open, count);
      logarithms(open, count);
      exponentials(open, count, power);
      for (let i = 0; i < count; i++) {
        out[i] = out[i]! * open[i]! * scale;
      }
      return rejections;
    },
  };
}

/** What the rule needs of a shape: a shortcut times z^4 is no less than the share of attempts that are rejected. */
export function cubeOf(shape: number): { d: number; c: number; shortcut: number } {
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  return { d, c: 1 / sqrt(9 * d), shortcut: d < 1 ? 0.0331 : 0.0187 / d };
}

/** Gammas of normals, each accepted or rejected by a uniform. */
function cubes(
  normals: Float64Array,
  uniforms: Float64Array,
  d: number,
  c: number,
  shortcut: number,
  out: Float64Array,
  rejected: Int32Array,
  count: number,
): number {
  let rejections = 0;
  for (let i = 0; i < count; i++) {
    const z = normals[i]!;
    const u = uniforms[i]!;
    const t = z * c;
    const x = t + 1;
    const z2 = z * z;
    out[i] = x * x * x * d;
    if (1 - u <= z2 * z2 * shortcut + 2 ** -30 && !(x > 0 && ln(u) < height(t, x, d))) {
      rejected[rejections++] = i;
    }
  }
  return rejections;
}
