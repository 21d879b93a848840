import { DIVISIBLE } from './beta.ts';
import { type Definition, define } from './definition.ts';
import { twoGammas } from './two-gammas.ts';

/** Samples of Fisher's F. */
export interface FisherFParameters {
  /** Degrees of freedom of the numerator, which need not be whole: from 1e-300 to 1e300. */
  degrees1: number;
  /** Degrees of freedom of the denominator: from 1e-300 to 1e300. */
  degrees2: number;
}

/** Ratios of two variances: of two chi-squared samples, each over its degrees. */
export const fisherF: Definition<FisherFParameters, [degrees1: number, degrees2: number]> = define({
  name: 'fisherF',
  number: 10,
  use: 'ratios of two variances: tests, analysis of variance',
  parameters: {
    degrees1: {
      ...DIVISIBLE,
      meaning: 'degrees of freedom of the numerator',
      also: ['dfnum', 'dfn', 'df1', 'd1', 'm'],
    },
    degrees2: {
      ...DIVISIBLE,
      meaning: 'degrees of freedom of the denominator',
      also: ['dfden', 'dfd', 'df2', 'd2', 'n'],
    },
  },
  example: [5, 7],
  range: () => [0, Number.POSITIVE_INFINITY],
  words: 5,
  rule: ([degrees1, degrees2]) => {
    // The ratio is of the first gamma by the second.
    const gammas = twoGammas(degrees1! * 0.5, degrees2! * 0.5);
    const factor = gammas.dx / degrees1! / (gammas.dy / degrees2!);
    return {
      words: gammas.words,
      pair: false,
      attempt(batch, count) {
        const { out } = batch;
        const rejections = gammas.attempt(batch, count, true);
        const powers = gammas.powers(batch, count, -1);
        for (let i = 0; i < count; i++) {
          out[i] = powers === undefined ? factor * out[i]! : powers[i]! * factor * out[i]!;
        }
        return rejections;
      },
    };
  },
});
