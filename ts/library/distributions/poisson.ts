import { exp } from '../math/exponential.ts';
import { ROOT_2_PI, saddle } from '../math/factorials.ts';
import { open, opens } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { type Definition, define, type Rule } from './definition.ts';
import { Inversion, search } from './inversion.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs, floor, sqrt } = Math;

/** Poisson samples. */
export interface PoissonParameters {
  /** How many are expected: from 0 to 1e15. */
  mean: number;
}

/** Numbers of events: by inversion, or, above 100, Hoermann's PTRS (Insurance: Mathematics and Economics 12:1, 1993). */
export const poisson: Definition<PoissonParameters, [mean: number]> = define({
  name: 'poisson',
  number: 22,
  use: 'how many events there are: calls, faults, hits',
  parameters: {
    mean: {
      allowed: 'a number from 0 to 1e15',
      holds: (value) => value >= 0 && value <= 1e15,
      meaning: 'how many are expected',
      also: ['lambda', 'lam', 'mu', 'rate'],
    },
  },
  whole: true,
  example: [4],
  range: () => [0, Number.POSITIVE_INFINITY],
  words: 2,
  rule: ([mean]) => poissonRule(mean!),
});

/** The largest mean for which probabilities are added. */
const MOST_ADDED = 100;

const open1 = new Float64Array(2 * BATCH_STEPS);

function poissonRule(mean: number): Rule {
  if (mean <= MOST_ADDED) {
    return new Inversion(0, probabilitiesOf(mean));
  }
  const setUp = setUpOf(mean);
  return {
    words: 2,
    pair: false,
    attempt({ low, high, out, rejected }, count) {
      opens(low[0]!, high[0]!, out, count);
      opens(low[1]!, high[1]!, open1, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const u = out[i]! - 0.5;
        const k = numberOf(setUp, u);
        out[i] = k;
        if (!isAccepted(setUp, u, open1[i]!, k)) {
          rejected[rejections++] = i;
        }
      }
      return rejections;
    },
  };
}

/** The stage of words 3 and 4 that makes Poisson samples of the means before it. */
export const poissonOfMeans: Rule = {
  words: 2,
  first: 3,
  pair: false,
  attempt({ low, high, before, out, rejected }, count) {
    let rejections = 0;
    for (let i = 0; i < count; i++) {
      const mean = before[i]!;
      const u = open(low[3]![i]!, high[3]![i]!);
      if (mean <= MOST_ADDED) {
        out[i] = search(u, probabilitiesOf(mean));
        continue;
      }
      const setUp = setUpOf(mean);
      const k = numberOf(setUp, u - 0.5);
      out[i] = k;
      if (!isAccepted(setUp, u - 0.5, open(low[4]![i]!, high[4]![i]!), k)) {
        rejected[rejections++] = i;
      }
    }
    return rejections;
  },
};

function probabilitiesOf(mean: number): Parameters<typeof search>[1] {
  return {
    first: exp(0 - mean),
    ratio: (k) => mean * (1 / k),
    mean,
    last: Number.POSITIVE_INFINITY,
  };
}

/** What PTRS needs of a mean. */
interface SetUp {
  readonly mean: number;
  readonly a: number;
  readonly b: number;
  readonly center: number;
  readonly alpha: number;
  readonly sure: number;
}

function setUpOf(mean: number): SetUp {
  const root = sqrt(mean);
  const b = 0.931 + 2.53 * root;
  return {
    mean,
    a: 0.02483 * b - 0.059,
    b,
    center: mean + 0.43,
    alpha: (1.127 + 1.1328 / (b - 3.4)) * (ROOT_2_PI * root),
    sure: 0.925 - 3.6224 / (b - 2),
  };
}

function numberOf({ a, b, center }: SetUp, u: number): number {
  return floor((2 * a * (1 / (0.5 - abs(u))) + b) * u + center);
}

function isAccepted({ mean, a, b, alpha, sure }: SetUp, u: number, v: number, k: number): boolean {
  const us = 0.5 - abs(u);
  if (us >= 0.07 && v <= sure) {
    return true;
  }
  const height = saddle(k, mean);
  const i = 1 / us;
  return !Number.isNaN(height) && v * alpha <= (a * (i * i) + b) * exp(0 - height);
}
