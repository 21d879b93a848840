import { exp } from '../math/exponential.ts';
import { saddle, stirling } from '../math/factorials.ts';
import { log1p } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { COUNT, type Definition, define, type Rule } from './definition.ts';
import { Inversion } from './inversion.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor, max, min, sqrt } = Math;

/** Hypergeometric samples. */
export interface HypergeometricParameters {
  /** How many good things there are: a whole number from 0 up. */
  good: number;
  /** How many others there are: a whole number from 0 up; good + bad is at most 2^53 - 1. */
  bad: number;
  /** How many are drawn: a whole number from 0 to good + bad. */
  drawn: number;
}

/**
 * Good ones among things that are drawn without replacement: by inversion, or, where more than 100 of the rarest kind are
 * expected, Stadlober's HRUA (Journal of Computational and Applied Mathematics 31:1, 1990).
 */
export const hypergeometric: Definition<
  HypergeometricParameters,
  [good: number, bad: number, drawn: number]
> = define({
  name: 'hypergeometric',
  number: 26,
  use: 'how many of some things drawn without replacement are good: hands of cards, audits',
  parameters: {
    good: { ...COUNT, meaning: 'how many good things there are', also: ['ngood', 'k', 'm', 'successes'] },
    bad: { ...COUNT, meaning: 'how many others there are', also: ['nbad', 'failures'] },
    drawn: { ...COUNT, meaning: 'how many are drawn', also: ['nsample', 'draws', 'sample', 'trials'] },
  },
  instead: {
    n: 'drawn, or good where n are the good ones',
    total: 'bad = total - good',
    population: 'bad = population - good',
  },
  together: ([good, bad, drawn]) =>
    good! + bad! <= Number.MAX_SAFE_INTEGER && drawn! <= good! + bad!
      ? undefined
      : `good + bad must be at most 2^53 - 1, and drawn at most good + bad; good is ${good}, bad is ${bad}, drawn is ${drawn}`,
  whole: true,
  example: [1000, 300, 100],
  range: ([good, bad, drawn]) => [max(0, drawn! - bad!), min(good!, drawn!)],
  words: 2,
  rule: (parameters) => {
    const [good, bad, drawn] = [parameters[0]!, parameters[1]!, parameters[2]!];
    const all = good + bad;
    const g = min(good, bad);
    const s = min(drawn, all - drawn);
    const mean = all === 0 ? 0 : (g / all) * s;
    // k counts the least of the four kinds.
    const sampleOf = (k: number): number => {
      const y = drawn > all - drawn ? g - k : k;
      return good > bad ? drawn - y : y;
    };
    return mean <= 100
      ? small(g, max(good, bad), s, mean, sampleOf)
      : large(g, max(good, bad), s, mean, sampleOf);
  },
});

function small(g: number, b: number, s: number, mean: number, sampleOf: (k: number) => number): Rule {
  const last = min(g, s);
  const probabilities = {
    first: firstOf(g, b, s, last),
    ratio: (k: number) => ((g - (k - 1)) * (s - (k - 1))) / (k * (b - s + k)),
    mean,
    last,
  };
  return new Inversion(0, probabilities, sampleOf);
}

/** How likely none is. */
function firstOf(g: number, b: number, s: number, n: number): number {
  const all = g + b;
  if (n < 256) {
    const rest = all - max(g, s);
    let first = 1;
    for (let j = 0; j < n; j++) {
      first *= (rest - j) / (all - j);
    }
    return first;
  }
  const x = (s / b) * (g / (all - s));
  const main = g * log1p(0 - s / all) + s * log1p(0 - g / all) - (b - s + 0.5) * log1p(0 - x);
  return exp(
    main + (stirling(1 / b) - stirling(1 / (b - s)) + (stirling(1 / (all - s)) - stirling(1 / all))),
  );
}

const open1 = new Float64Array(2 * BATCH_STEPS);

function large(g: number, b: number, s: number, mean: number, sampleOf: (k: number) => number): Rule {
  const all = g + b;
  const m2 = (g / all) * (all - s);
  const m3 = (b / all) * s;
  const m4 = (b / all) * (all - s);
  const variance = mean * (b / all) * ((all - s) / (all - 1));
  const h = 1.7155277699214135 * sqrt(variance + 0.5) + 0.8989161620588988;
  const c = 1 + 0.05 * (1 / mean + 1 / m2 + (1 / m3 + 1 / m4));
  return {
    words: 2,
    pair: false,
    attempt({ low, high, out, rejected }, count) {
      opens(low[0]!, high[0]!, out, count);
      opens(low[1]!, high[1]!, open1, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const u = out[i]!;
        const v = open1[i]! - 0.5;
        const k = floor(mean + 0.5 + h * (v / u));
        out[i] = sampleOf(k);
        const height = saddle(k, mean) + saddle(g - k, m2) + (saddle(s - k, m3) + saddle(b - s + k, m4));
        if (Number.isNaN(height) || !(u * u * c <= exp(0 - height))) {
          rejected[rejections++] = i;
        }
      }
      return rejections;
    },
  };
}
