// The distributions whose samples are rows, shown by their first two numbers.
import { cospi, ln, pow, sinpi } from '../../ts/library/math/index.ts';
import type { Point, Scatter, Scatters } from './facts.ts';
import { levelLines } from './level-lines.ts';
import { choose } from './special.ts';

const { sqrt } = Math;

/** Of the multinomial rows that are shown. */
const TRIALS = 10;

export const ROWS = {
  multivariateNormal: {
    formula: 'e^(-(x - means)ᵀ covariance⁻¹ (x - means) / 2) / √(det(2π · covariance))',
    note: 'In the picture, half of all rows are inside the inner line, nine of ten inside the outer one.',
    topics: ['errors and noise', 'amounts of money, sizes'],
    elsewhere: {
      NumPy: 'rng.multivariate_normal(means, covariance)',
      SciPy: 'multivariate_normal(means, covariance)',
      R: 'MASS::mvrnorm(n, means, covariance)',
    },
    shown: [normals(1, 0, 1), normals(1, 0.8, 1), normals(1.5, -0.5, 0.4)],
  },
  dirichlet: {
    formula: 'Γ(sum of alphas) / ∏ Γ(alphaᵢ) · ∏ xᵢ^(alphaᵢ - 1), xᵢ > 0, with the sum 1',
    note: 'The mean of a share is its alpha over the sum of all. The picture has the first two of three shares, with lines of equal density.',
    topics: ['shares and probabilities'],
    elsewhere: {
      NumPy: 'rng.dirichlet(alphas)',
      SciPy: 'dirichlet(alphas)',
      R: 'gtools::rdirichlet(n, alphas)',
    },
    shown: [shares(0.4, 0.4, 0.4), shares(2, 3, 4), shares(12, 6, 3)],
  },
  multinomial: {
    formula: 'trials! / ∏ kᵢ! · ∏ probabilitiesᵢ^kᵢ, with the sum trials',
    note: 'Probabilities need not add up to 1. In the picture, of 10 trials, a disc is as large as the share of rows that have its first two counts, a ring as they should be.',
    topics: ['counts'],
    elsewhere: {
      NumPy: 'rng.multinomial(trials, probabilities)',
      SciPy: 'multinomial(trials, probabilities)',
      R: 'rmultinom(n, trials, probabilities)',
    },
    shown: [counts(0.2, 0.3, 0.5), counts(0.4, 0.4, 0.2), counts(0.6, 0.1, 0.3)],
  },
  direction: {
    formula:
      'the same everywhere on the circle, sphere or beyond: Γ(dimensions / 2) / (2 π^(dimensions / 2))',
    note: 'The picture has the first two numbers of each row.',
    topics: ['directions and angles'],
    elsewhere: {
      NumPy: 'x = rng.normal(size=dimensions); x / np.linalg.norm(x)',
      SciPy: 'uniform_direction(dimensions)',
    },
    shown: [2, 3, 10].map(directions),
  },
} satisfies Record<string, Scatters>;

/** Points on a circle. */
function circle(radius: number): Point[] {
  return Array.from({ length: 49 }, (_, i) => [radius * cospi(i / 24), radius * sinpi(i / 24)]);
}

function normals(xx: number, xy: number, yy: number): Scatter {
  const [a, b] = [sqrt(xx), xy / sqrt(xx)];
  const c = sqrt(yy - b * b);
  const lines = [0.5, 0.9].map((inside) =>
    circle(sqrt(-2 * ln(1 - inside))).map(([u, v]): Point => [a * u, b * u + c * v]),
  );
  const covariance = [
    [xx, xy],
    [xy, yy],
  ];
  const label = `covariance ${xx}, ${xy}; ${xy}, ${yy}`;
  return { parameters: [[0, 0], covariance], label, from: -3.6, to: 3.6, lines };
}

function shares(...alphas: [number, number, number]): Scatter {
  const triangle: Point[] = [
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 0],
  ];
  const height = (x: number, y: number): number =>
    [x, y, 1 - x - y].reduce((product, share, i) => product * pow(Math.max(share, 0), alphas[i]! - 1), 1);
  const sum = alphas[0] + alphas[1] + alphas[2];
  const peak = height((alphas[0] - 1) / (sum - 3), (alphas[1] - 1) / (sum - 3));
  // Without a peak there are no lines around it.
  const levels = Math.min(...alphas) > 1 ? [0.1 * peak, 0.5 * peak] : [];
  const lines = [triangle, ...levels.flatMap((level) => levelLines(height, level, 0, 1, 40))];
  return { parameters: [alphas], label: `alphas ${alphas.join(', ')}`, from: -0.04, to: 1.04, lines };
}

function counts(...probabilities: [number, number, number]): Scatter {
  const [p, q, r] = probabilities;
  const mass = (i: number, j: number): number =>
    choose(TRIALS, i) * choose(TRIALS - i, j) * pow(p, i) * pow(q, j) * pow(r, TRIALS - i - j);
  const label = `probabilities ${probabilities.join(', ')}`;
  return { parameters: [TRIALS, probabilities], label, from: -0.8, to: TRIALS + 0.8, lines: [], mass };
}

function directions(dimensions: number): Scatter {
  const label = `dimensions ${dimensions}`;
  return { parameters: [dimensions], label, from: -1.1, to: 1.1, lines: dimensions === 2 ? [] : [circle(1)] };
}
