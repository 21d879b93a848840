import { exp } from '../math/exponential.ts';
import { height, ln, logarithms } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { DIVISIBLE } from './beta.ts';
import { type Definition, define, MAX_ROW, type Rule } from './definition.ts';
import { cubeOf } from './gamma.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { max } = Math;

/** Rows of shares. */
export interface DirichletParameters {
  /** How much weight each share has: 1 to 1,024 numbers from 1e-300 to 1e300. */
  alphas: ArrayLike<number>;
}

/** Shares that add up to 1: gammas over their sum. */
export const dirichlet: Definition<DirichletParameters, [alphas: ArrayLike<number>], number[]> = define({
  name: 'dirichlet',
  number: 30,
  use: 'shares of a whole that are not known for sure: rows that add up to 1',
  parameters: {
    alphas: {
      ...DIVISIBLE,
      list: 'numbers',
      most: MAX_ROW,
      meaning: 'how much weight each share has',
      also: ['alpha', 'concentration', 'a'],
    },
  },
  example: [[1, 2, 3]],
  range: () => [0, 1],
  words: 3,
  rule: gammasOf,
  row: {
    size: (alphas) => alphas.length,
    inOrder: true,
    finish: (alphas) => {
      const isBoosted = alphas.some((alpha) => alpha < 1);
      return (numbers, count, boosts) => {
        for (let from = 0; from < count; from += alphas.length) {
          divide(numbers, isBoosted ? boosts : undefined, from, alphas.length);
        }
      };
    },
  },
});

const open = new Float64Array(2 * BATCH_STEPS);

/** Gammas, without their boosts, which are beside them as logarithms. */
function gammasOf(alphas: Float64Array): Rule {
  const cubes = Array.from(alphas, cubeOf);
  const d = Float64Array.from(cubes, (cube) => cube.d);
  const c = Float64Array.from(cubes, (cube) => cube.c);
  const shortcut = Float64Array.from(cubes, (cube) => cube.shortcut);
  const power = Float64Array.from(alphas, (alpha) => (alpha < 1 ? 1 / alpha : 0));
  return {
    words: 3,
    pair: true,
    attempt({ low, high, normals, places, out, beside, rejected }, count) {
      opens(low[2]!, high[2]!, beside, count);
      logarithms(beside, count);
      opens(low[1]!, high[1]!, open, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const place = places[i]!;
        beside[i] = beside[i]! * power[place]!;
        const z = normals[i]!;
        const t = z * c[place]!;
        const x = t + 1;
        const z2 = z * z;
        out[i] = x * x * x * d[place]!;
        const u = open[i]!;
        if (1 - u <= z2 * z2 * shortcut[place]! + 2 ** -30 && !(x > 0 && ln(u) < height(t, x, d[place]!))) {
          rejected[rejections++] = i;
        }
      }
      return rejections;
    },
  };
}

/** Divides the gammas of a row, with their boosts, by their sum. */
function divide(numbers: Float64Array, boosts: Float64Array | undefined, from: number, size: number): void {
  const end = from + size;
  if (boosts !== undefined) {
    let most = boosts[from]!;
    for (let i = from + 1; i < end; i++) {
      most = max(most, boosts[i]!);
    }
    for (let i = from; i < end; i++) {
      numbers[i] = numbers[i]! * exp(boosts[i]! - most);
    }
  }
  let sum = numbers[from]!;
  for (let i = from + 1; i < end; i++) {
    sum += numbers[i]!;
  }
  for (let i = from; i < end; i++) {
    numbers[i] = numbers[i]! / sum;
  }
}
