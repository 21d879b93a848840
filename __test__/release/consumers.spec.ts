import test from 'ava';
import { consumers, VERDACCIO } from '../../scripts/release/consumers.ts';

test('the tools of the rehearsal have exact versions', (t) => {
  const tools = [VERDACCIO.dependencies, VERDACCIO.overrides, ...consumers.map(({ tools }) => tools ?? {})];
  for (const [name, version] of tools.flatMap(Object.entries)) {
    t.regex(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test('every consumer has a name of its own, and runs something', (t) => {
  t.is(new Set(consumers.map(({ name }) => name)).size, consumers.length);
  t.true(consumers.every(({ run }) => run.length > 0));
});
