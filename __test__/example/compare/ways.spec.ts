import test from 'ava';
import { runFlooded } from '../../../ts/example/compare/flooded.ts';
import { type Way, waysOf, waysWith } from '../../../ts/example/compare/ways.ts';
import { sumSync } from '../../../ts/index.ts';
import { serve } from '../../../ts/service/index.ts';
import { nativeTest } from '../../engines.ts';

const LIMITS = { cores: 2, threads: 4, slots: 2 };

test('every way has an id and a label of its own, the serial one first', (t) => {
  const ids = (ways: readonly Way[]) => ways.map(({ id }) => id as string);
  const ways = waysWith('native', LIMITS);
  t.deepEqual(ids(ways), [
    'serial',
    'cooperative',
    'one-slot',
    'all-slots',
    'blocking',
    'flooded',
    'too-fine',
  ]);
  t.is(new Set(ways.map(({ label }) => label)).size, ways.length);
  t.true(ways.every(({ engine }) => engine === 'native'));
  t.deepEqual(
    ways.map(({ kind }) => kind === 'baseline'),
    ways.map((_, i) => i === 0),
  );
  t.false(ids(waysWith('native', { ...LIMITS, slots: 1 })).includes('all-slots'));
  t.deepEqual(ids(waysOf('typescript')), ['serial', 'cooperative', 'blocking']);
});

nativeTest('the flooded pool gives the same total, and stops when told', async (t) => {
  const server = await serve({ port: 0, samples: 10, seed: 1 });
  for (const samples of [0, 1, 65_537, 3_000_000]) {
    const { compute } = await runFlooded({ port: server.port, samples, seed: 42n });
    t.deepEqual(compute.total, sumSync({ distribution: 'uniform', samples, seed: 42n }));
  }
  const reason = new Error('enough');
  const stop = new AbortController();
  setTimeout(() => stop.abort(reason), 50);
  await t.throwsAsync(runFlooded({ port: server.port, samples: 1e13, signal: stop.signal }), {
    is: reason,
  });
  await server.close();
});
