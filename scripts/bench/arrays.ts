import { DISTRIBUTIONS, type Distribution } from '../../ts/job.ts';
import { offloop } from './built.ts';
import { SEED } from './jobs.ts';
import type { Case } from './rounds.ts';

const { fillSync, sample, sampleSync, sum, sumSync } = await offloop();

/** 512 KiB of doubles: they fit the second-level cache of any machine that matters here. */
const CACHED = 65_536;

const native = { engine: 'native' } as const;

/** What will be a group of rows. */
export interface Table {
  readonly title: string;
  readonly distribution: Distribution;
  readonly samples: number;
  readonly cases: readonly Case[];
}

/** What drawing the samples themselves costs on top of summing them. */
export function arrayTables(): Table[] {
  const array = new Float64Array(CACHED);
  return DISTRIBUTIONS.map((distribution) => {
    const filled = { distribution, seed: SEED };
    const job = { ...filled, samples: CACHED };
    const one = (name: string, run: () => unknown): Case => ({ name, samples: CACHED, run });
    return {
      title: `Arrays of 65,536 ${distribution} samples, native`,
      distribution,
      samples: CACHED,
      cases: [
        one('sumSync', () => sumSync(job, native)),
        one('fillSync, one array again and again', () => fillSync(array, filled, native)),
        one('sampleSync, a fresh array', () => sampleSync(job, native)),
        one('sample, a fresh array, off the loop', () => sample(job, native)),
      ],
    };
  });
}

/** What a call costs, however few its samples are. One call is what is counted. */
export function callTable(): Table {
  const job = (samples: number) => ({ distribution: 'uniform' as const, samples, seed: SEED });
  const one = (name: string, run: () => unknown): Case => ({ name, samples: 1, run });
  return {
    title: 'One call, native',
    distribution: 'uniform',
    samples: 1000,
    cases: [
      one('sumSync of nothing', () => sumSync(job(0), native)),
      one('sumSync of 1,000 uniform samples', () => sumSync(job(1000), native)),
      one('sum of 1,000 uniform samples, off the loop', () => sum(job(1000), native)),
    ],
  };
}
