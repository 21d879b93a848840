import test from 'ava';
import { MAX_CONCURRENCY, toPlan } from '../../../ts/library/jobs/options.ts';
import { poolStats } from '../../../ts/library/jobs/pool-stats.ts';
import { nativeTest } from '../../engines.ts';

nativeTest('a job is planned with as many slots as it may have, never more than there are', (t) => {
  t.is(toPlan({ engine: 'native' }).concurrency, poolStats().size);
  t.is(toPlan({ engine: 'native', concurrency: 1 }).concurrency, 1);
  t.is(toPlan({ engine: 'native', concurrency: poolStats().size + 1 }).concurrency, poolStats().size);
  t.is(toPlan({ engine: 'native', concurrency: MAX_CONCURRENCY }).concurrency, poolStats().size);
});

test('on the event loop there is one place to compute', (t) => {
  t.is(toPlan({ mode: 'cooperative', concurrency: 8 }).concurrency, 1);
  t.is(toPlan({ engine: 'typescript', concurrency: 8 }).concurrency, 1);
});
