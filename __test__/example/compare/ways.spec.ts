import test from 'ava';
import { type Way, waysOf, waysWith } from '../../../ts/example/compare/ways.ts';

const LIMITS = { cores: 2, threads: 4, slots: 2 };

test('every way has an id and a label of its own, the serial one first', (t) => {
  const ids = (ways: readonly Way[]) => ways.map(({ id }) => id as string);
  const ways = waysWith('native', LIMITS);
  t.deepEqual(ids(ways), ['serial', 'cooperative', 'one-slot', 'all-slots', 'blocking', 'too-fine']);
  t.is(new Set(ways.map(({ label }) => label)).size, ways.length);
  t.true(ways.every(({ engine }) => engine === 'native'));
  t.deepEqual(
    ways.map(({ kind }) => kind === 'baseline'),
    ways.map((_, i) => i === 0),
  );
  t.false(ids(waysWith('native', { ...LIMITS, slots: 1 })).includes('all-slots'));
  t.deepEqual(ids(waysOf('typescript')), ['serial', 'cooperative', 'blocking']);
});
