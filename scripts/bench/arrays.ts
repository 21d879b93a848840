import { DISTRIBUTIONS, type Distribution } from '../../ts/job.ts';
import { offloop } from './built.ts';
import { SEED } from './jobs.ts';
import type { Case } from './rounds.ts';

const { fillSync, sample, sampleSync, sum, sumSync } = await offloop();

/** 512 KiB of doubles: they fit the second-level cache of any machine that matters here. */
const CACHED = 65_536;

/** Calls that are timed together. */
const CALLS = 100;

const native = { engine: 'native' } as const;

/** What will be a group of rows. */
export interface Table {
  readonly title: string;
  readonly distribution: Distribution;
  readonly samples: number;
  readonly cases: readonly Case[];
  /** What the figures are, when they are not nanoseconds a sample. */
  readonly unit?: 'ns a call';
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
        {
          name: 'sample, a fresh array, off the loop',
          samples: CACHED,
          async: true,
          run: () => sample(job, native),
        },
      ],
    };
  });
}

/** What a call costs, however few its samples are. One call is what is counted. */
export function callTable(): Table {
  const job = (samples: number) => ({ distribution: 'uniform' as const, samples, seed: SEED });
  // So many in a row, since a clock's own cost is a part of a microsecond.
  const many = (name: string, run: () => unknown): Case => ({
    name,
    samples: CALLS,
    run() {
      for (let call = 0; call < CALLS; call++) {
        run();
      }
    },
  });
  return {
    title: 'One call, native',
    unit: 'ns a call',
    distribution: 'uniform',
    samples: 1000,
    cases: [
      many('sumSync of nothing', () => sumSync(job(0), native)),
      many('sumSync of 1,000 uniform samples', () => sumSync(job(1000), native)),
      {
        name: 'sum of 1,000 uniform samples, off the loop',
        samples: 1,
        async: true,
        run: () => sum(job(1000), native),
      },
    ],
  };
}
