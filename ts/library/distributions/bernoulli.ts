import { uniforms } from '../math/open.ts';
import { type Definition, define, PROBABILITY, refuse } from './definition.ts';

/** Outcomes of trials. */
export interface BernoulliParameters {
  /**
   * How likely a 1 is: 0 to 1.
   * @default 0.5
   */
  probability?: number | undefined;
}

/** Trials: 1 where a uniform in [0, 1) is below the probability, else 0. */
export const bernoulli: Definition<BernoulliParameters, [probability?: number]> = define({
  name: 'bernoulli',
  number: 4,
  use: 'trials that succeed or fail, coins that may be biased: 1 or 0',
  parameters: {
    probability: {
      ...PROBABILITY,
      default: 0.5,
      meaning: 'how likely a 1 is',
      also: ['p', 'prob'],
    },
  },
  whole: true,
  example: [0.3],
  range: () => [0, 1],
  rule: ([probability]) => ({
    words: 1,
    pair: false,
    attempt({ low, high, out }, count) {
      uniforms(low[0]!, high[0]!, out, count);
      successes(probability!, out, count);
      return 0;
    },
  }),
  draw: {
    of: 'uniform',
    method: (drawsOf) =>
      function (probability = 0.5) {
        if (!(typeof probability === 'number' && probability >= 0 && probability <= 1)) {
          refuse(bernoulli, probability);
        }
        return drawsOf(this).next() < probability ? 1 : 0;
      },
  },
});

function successes(probability: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    out[i] = out[i]! < probability ? 1 : 0;
  }
}
