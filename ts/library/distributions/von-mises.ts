import { sine } from '../math/circle.ts';
import { logarithms } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { type Definition, define, type Rule } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs, sqrt } = Math;

/** Von Mises samples. */
export interface VonMisesParameters {
  /** The direction that they scatter about: from -pi to pi. */
  mean: number;
  /** How close they are to it: from 0, all directions equally likely, to 1e300. */
  concentration: number;
}

/** Directions: normals or uniforms, rejected so that they are exactly as on a circle. */
export const vonMises: Definition<VonMisesParameters, [mean: number, concentration: number]> = define({
  name: 'vonMises',
  number: 20,
  use: 'directions, angles and times of day that scatter about one',
  parameters: {
    mean: {
      allowed: 'a number from -pi to pi',
      holds: (value) => value >= -Math.PI && value <= Math.PI,
      meaning: 'the direction that they scatter about, in radians',
      also: ['mu', 'loc'],
    },
    concentration: {
      allowed: 'a number from 0 to 1e300',
      holds: (value) => value >= 0 && value <= 1e300,
      meaning: 'how close they are to it',
      also: ['kappa', 'k'],
    },
  },
  example: [0, 4],
  range: () => [-Math.PI, Math.PI],
  words: 3,
  rule: ([mean, concentration]) =>
    concentration! < 0.4 ? ofUniforms(mean!, concentration!) : ofNormals(mean!, concentration!),
});

const logs = new Float64Array(2 * BATCH_STEPS);

function ofUniforms(mean: number, concentration: number): Rule {
  const factor = -2 * concentration;
  return {
    words: 2,
    first: 1,
    pair: false,
    attempt({ low, high, out, rejected }, count) {
      opens(low[1]!, high[1]!, out, count);
      opens(low[2]!, high[2]!, logs, count);
      logarithms(logs, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const t = 2 * out[i]! - 1;
        const s = sine(t * 0.5);
        out[i] = wrapped(mean, t);
        rejected[rejections] = i;
        rejections += logs[i]! <= s * s * factor ? 0 : 1;
      }
      return rejections;
    },
  };
}

function ofNormals(mean: number, concentration: number): Rule {
  const spread = 0.5 / sqrt(concentration);
  const factor = 2 * concentration;
  return {
    words: 2,
    pair: true,
    attempt({ low, high, normals, out, rejected }, count) {
      opens(low[1]!, high[1]!, logs, count);
      logarithms(logs, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const t = normals[i]! * spread;
        const s = sine(t * 0.5);
        out[i] = wrapped(mean, t);
        rejected[rejections] = i;
        rejections += abs(t) <= 1 && logs[i]! <= (t * t - s * s) * factor ? 0 : 1;
      }
      return rejections;
    },
  };
}

function wrapped(mean: number, t: number): number {
  const x = mean + Math.PI * t;
  return x > Math.PI ? x - 2 * Math.PI : x <= -Math.PI ? x + 2 * Math.PI : x;
}
