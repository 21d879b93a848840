import test from 'ava';
import { runFlooded } from '../../../ts/example/compare/flooded.ts';
import { waysOf } from '../../../ts/example/compare/ways.ts';
import { sumSync } from '../../../ts/index.ts';
import { pool } from '../../../ts/run/pool.ts';
import { serve } from '../../../ts/service/index.ts';
import { hasNative } from '../../engines.ts';
import { testWhere } from '../../where.ts';

test('every way has an id and a label of its own, the serial one first', (t) => {
  const slots = pool.size === 1 ? ['one-slot'] : ['one-slot', 'all-slots'];
  const ids = {
    native: ['serial', 'cooperative', ...slots, 'blocking', 'flooded', 'too-fine'],
    typescript: ['serial', 'cooperative', 'blocking'],
  };
  for (const engine of ['native', 'typescript'] as const) {
    const ways = waysOf(engine);
    t.deepEqual(
      ways.map(({ id }) => id as string),
      ids[engine],
    );
    t.is(new Set(ways.map(({ label }) => label)).size, ways.length);
    t.true(ways.every((way) => way.engine === engine));
    t.deepEqual(
      ways.map(({ kind }) => kind === 'baseline'),
      ways.map((_, i) => i === 0),
    );
  }
});

testWhere(hasNative)('the flooded pool gives the same total, and stops when told', async (t) => {
  const server = await serve({ port: 0, samples: 10, seed: 1 });
  for (const samples of [0, 1, 65_537, 3_000_000]) {
    const { compute } = await runFlooded({ port: server.port, samples, seed: 42n });
    t.deepEqual(compute.total, sumSync({ distribution: 'uniform', samples, seed: 42n }));
  }
  const reason = new Error('enough');
  const stop = new AbortController();
  setTimeout(() => stop.abort(reason), 50);
  await t.throwsAsync(runFlooded({ port: server.port, samples: 1e13, signal: stop.signal }), { is: reason });
  await server.close();
});
