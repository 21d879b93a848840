import test from 'ava';
import { Agreement } from '../../../ts/example/compare/agreement.ts';
import type { ProgramResult } from '../../../ts/example/programs/options.ts';
import { toJob } from '../../../ts/library/jobs/job.ts';
import { toTotal } from '../../../ts/library/jobs/total.ts';

function result(units: bigint, sum: number): ProgramResult {
  return {
    program: 'serial',
    engine: 'native',
    simd: 'none',
    mode: 'threadpool',
    request: { sum, began: 0, ended: 1 },
    compute: {
      total: toTotal(toJob({ distribution: 'uniform', samples: 1, seed: 0n }), units),
      began: 1,
      ended: 2,
      pauses: 0,
    },
    elapsed: 2,
  };
}

test('runs agree on one total, and on one answer for each stream', (t) => {
  const agreement = new Agreement();
  agreement.add(result(5n, 0.25), 0);
  agreement.add(result(5n, 0.75), 1);
  agreement.add(result(5n, 0.25), 0);
  t.true(agreement.holds);
});

test('another total, or another answer of a stream, is no agreement, whatever follows', (t) => {
  for (const other of [result(6n, 0.25), result(5n, 0.5)]) {
    const agreement = new Agreement();
    agreement.add(result(5n, 0.25), 0);
    agreement.add(other, 0);
    agreement.add(result(5n, 0.25), 0);
    t.false(agreement.holds);
  }
});
