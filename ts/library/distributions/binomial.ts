import { exp } from '../math/exponential.ts';
import { saddle } from '../math/factorials.ts';
import { log1p } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { COUNT, type Definition, define, PROBABILITY, type Rule } from './definition.ts';
import { Inversion, type Probabilities, search } from './inversion.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { abs, floor, sqrt } = Math;

/** Binomial samples. */
export interface BinomialParameters {
  /** How many trials: a whole number from 0 to 2^53 - 1. */
  trials: number;
  /** How likely a success of each is: from 0 to 1. */
  probability: number;
}

/**
 * Numbers of successes: by inversion, or, where more than 100 of the rarer outcome are expected, Hoermann's BTRS (Journal
 * of Statistical Computation and Simulation 46:1-2, 1993).
 */
export const binomial: Definition<BinomialParameters, [trials: number, probability: number]> = define({
  name: 'binomial',
  number: 23,
  use: 'how many of some trials succeed',
  parameters: {
    trials: { ...COUNT, meaning: 'how many trials', also: ['n', 'size', 'count'] },
    probability: { ...PROBABILITY, meaning: 'how likely a success is', also: ['p', 'prob'] },
  },
  whole: true,
  example: [20, 0.3],
  range: ([trials]) => [0, trials!],
  words: 2,
  rule: ([trials, probability]) => binomialRule(trials!, probability!),
});

const open1 = new Float64Array(2 * BATCH_STEPS);

function binomialRule(trials: number, probability: number): Rule {
  const { p, turned } = turn(probability);
  if (isAdded(trials, p)) {
    return new Inversion(0, probabilitiesOf(trials, p), turned ? (k) => trials - k : undefined);
  }
  const setUp = setUpOf(trials, p);
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
        out[i] = turned ? trials - k : k;
        if (!isAccepted(setUp, u, open1[i]!, k)) {
          rejected[rejections++] = i;
        }
      }
      return rejections;
    },
  };
}

/** One attempt at a sample, by two uniforms: NaN if it is rejected. */
export function attemptOne(trials: number, probability: number, u: number, v: number): number {
  const { p, turned } = turn(probability);
  let k: number;
  if (isAdded(trials, p)) {
    k = search(u, probabilitiesOf(trials, p));
  } else {
    const setUp = setUpOf(trials, p);
    k = numberOf(setUp, u - 0.5);
    if (!isAccepted(setUp, u - 0.5, v, k)) {
      return Number.NaN;
    }
  }
  return turned ? trials - k : k;
}

/** The probability of the rarer outcome, and whether that is a failure. */
function turn(probability: number): { p: number; turned: boolean } {
  const turned = probability > 0.5;
  return { p: turned ? 1 - probability : probability, turned };
}

function isAdded(trials: number, p: number): boolean {
  return trials * p <= 100;
}

function probabilitiesOf(trials: number, p: number): Probabilities {
  const odds = p / (1 - p);
  return {
    first: exp(trials * log1p(0 - p)),
    ratio: (k) => (trials - (k - 1)) * (odds * (1 / k)),
    mean: trials * p,
    last: trials,
  };
}

/** What BTRS needs. */
interface SetUp {
  readonly trials: number;
  readonly np: number;
  readonly nq: number;
  readonly a: number;
  readonly b: number;
  readonly center: number;
  readonly alpha: number;
  readonly sure: number;
}

function setUpOf(trials: number, p: number): SetUp {
  const q = 1 - p;
  const np = trials * p;
  const s = sqrt(np * q);
  const b = 1.15 + 2.53 * s;
  return {
    trials,
    np,
    nq: trials * q,
    a: 0.0248 * b - 0.0873 + 0.01 * p,
    b,
    center: np + 0.5,
    alpha: (2.83 + 5.1 / b) * s,
    sure: 0.92 - 4.2 / b,
  };
}

function numberOf({ a, b, center }: SetUp, u: number): number {
  return floor((2 * a * (1 / (0.5 - abs(u))) + b) * u + center);
}

function isAccepted({ trials, np, nq, a, b, alpha, sure }: SetUp, u: number, v: number, k: number): boolean {
  const us = 0.5 - abs(u);
  if (us >= 0.07 && v <= sure) {
    return true;
  }
  const height = saddle(k, np) + saddle(trials - k, nq);
  const i = 1 / us;
  return !Number.isNaN(height) && v * alpha <= (a * (i * i) + b) * exp(0 - height);
}
