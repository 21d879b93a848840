import { ln } from '../math/logarithm.ts';
import { opens, standardExponentials } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { type Allowed, type Definition, define, FINITE, POSITIVE, type Rule } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max, min, sqrt } = Math;

/** Samples of a normal between two bounds. */
export interface TruncatedNormalParameters {
  /** The mean of the whole normal: a finite number. */
  mean: number;
  /** The standard deviation of the whole normal: a finite number above 0. */
  deviation: number;
  /** The least: a number below `high`, or -Infinity. */
  low: number;
  /** The largest: a number, or Infinity. */
  high: number;
}

const BOUND: Allowed = { allowed: 'a number, which may be infinite', holds: (value) => !Number.isNaN(value) };

/** The part of a normal between two bounds, in tails of any depth. */
export const truncatedNormal: Definition<
  TruncatedNormalParameters,
  [mean: number, deviation: number, low: number, high: number]
> = define({
  name: 'truncatedNormal',
  number: 21,
  use: 'normals that cannot leave some bounds: lengths, marks, tolerances',
  parameters: {
    mean: { ...FINITE, meaning: 'the mean of the whole normal', also: ['loc', 'mu'] },
    deviation: {
      ...POSITIVE,
      meaning: 'the standard deviation of the whole normal',
      also: ['sd', 'sigma', 'std', 'scale'],
    },
    low: { ...BOUND, meaning: 'the least, or -Infinity', also: ['min', 'lower', 'minimum'] },
    high: { ...BOUND, meaning: 'the largest, or Infinity', also: ['max', 'upper', 'maximum'] },
  },
  instead: {
    a: 'low, which is mean + deviation * a as SciPy has it',
    b: 'high, which is mean + deviation * b as SciPy has it',
  },
  together: (parameters) => {
    const [mean, deviation, low, high] = parameters;
    if (!(low! < high!)) {
      return `high must be above low; low is ${low}, high is ${high}`;
    }
    return shapeOf(parameters).a <= 1e300
      ? undefined
      : `the bounds must be within 1e300 deviations of the mean; mean is ${mean}, deviation ${deviation}, low ${low}, high ${high}`;
  },
  example: [0, 1, -2, 3],
  range: ([, , low, high]) => [low!, high!],
  words: 3,
  rule: (parameters) => {
    const { a, width } = shapeOf(parameters);
    if (a <= 0) {
      return width >= 2.5 ? whole(parameters) : inside(parameters);
    }
    return width * lambdaOf(a) >= 2 ? tail(parameters) : inside(parameters);
  },
});

/** The bound next to the mean, in deviations, from the side on which the mean is not; and the bounds' distance. */
function shapeOf([mean, deviation, low, high]: Float64Array): {
  a: number;
  width: number;
  mirrored: boolean;
} {
  const a = (low! - mean!) / deviation!;
  const b = (high! - mean!) / deviation!;
  const mirrored = b <= 0;
  return { a: mirrored ? -b : a, width: (high! - low!) / deviation!, mirrored };
}

function deltaOf(a: number): number {
  return a < 1e8 ? 2 / (a + sqrt(a * a + 4)) : 1 / a;
}

function lambdaOf(a: number): number {
  return a + deltaOf(a);
}

const open = new Float64Array(2 * BATCH_STEPS);

/** Of the whole normal, where most of it is inside. */
function whole([mean, deviation, low, high]: Float64Array): Rule {
  return {
    words: 1,
    pair: true,
    attempt({ normals, out, rejected }, count) {
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const x = mean! + deviation! * normals[i]!;
        out[i] = x;
        rejected[rejections] = i;
        rejections += low! <= x && x <= high! ? 0 : 1;
      }
      return rejections;
    },
  };
}

/** Of uniforms between the bounds, where the density changes little. */
function inside(parameters: Float64Array): Rule {
  const [, , least, most] = parameters;
  const [low, high] = [least!, most!];
  const { a, width, mirrored } = shapeOf(parameters);
  const range = high - low;
  return {
    words: 2,
    first: 1,
    pair: false,
    attempt(batch, count) {
      const { out, rejected } = batch;
      opens(batch.low[1]!, batch.high[1]!, out, count);
      opens(batch.low[2]!, batch.high[2]!, open, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const u = out[i]!;
        const e = width * u;
        const y = a + e;
        out[i] = mirrored ? max(high - range * u, low) : min(low + range * u, high);
        if (!(ln(open[i]!) <= (a <= 0 ? y * y * -0.5 : e * (2 * a + e) * -0.5))) {
          rejected[rejections++] = i;
        }
      }
      return rejections;
    },
  };
}

/** Of exponentials from the nearer bound on, in a tail. */
function tail(parameters: Float64Array): Rule {
  const [, scale, low, high] = parameters;
  const deviation = scale!;
  const { a, mirrored } = shapeOf(parameters);
  const delta = deltaOf(a);
  const mean = 1 / (a + delta);
  return {
    words: 2,
    first: 1,
    pair: false,
    attempt(batch, count) {
      const { out, rejected } = batch;
      standardExponentials(batch.low[1]!, batch.high[1]!, out, count);
      opens(batch.low[2]!, batch.high[2]!, open, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const e = out[i]! * mean;
        const x = mirrored ? high! - deviation * e : low! + deviation * e;
        const beyond = e - delta;
        out[i] = x;
        if (!(low! <= x && x <= high! && ln(open[i]!) <= beyond * beyond * -0.5)) {
          rejected[rejections++] = i;
        }
      }
      return rejections;
    },
  };
}
