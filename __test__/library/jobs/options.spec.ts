import test from 'ava';
import { MAX_CONCURRENCY, toPlan } from '../../../ts/library/jobs/options.ts';
import { poolStats } from '../../../ts/library/jobs/pool-stats.ts';
import { engines, nativeTest } from '../../engines.ts';

nativeTest('a job is planned with as many slots as it may have, never more than there are', (t) => {
  t.is(toPlan({ engine: 'native' }).concurrency, poolStats().size);
  t.is(toPlan({ engine: 'native', concurrency: 1 }).concurrency, 1);
  t.is(toPlan({ engine: 'native', concurrency: poolStats().size + 1 }).concurrency, poolStats().size);
  t.is(toPlan({ engine: 'native', concurrency: MAX_CONCURRENCY }).concurrency, poolStats().size);
});

test('every engine has slots', (t) => {
  for (const engine of engines) {
    const { mode, concurrency } = toPlan({ engine });
    t.is(mode, 'threadpool');
    t.true(concurrency >= 1);
  }
});

test('on the event loop there is one place to compute', (t) => {
  t.is(toPlan({ mode: 'cooperative', concurrency: 8 }).concurrency, 1);
  t.is(toPlan({ engine: 'typescript', mode: 'blocking', concurrency: 8 }).concurrency, 1);
});
