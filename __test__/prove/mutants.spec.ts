import test from 'ava';
import { brokenText, readMutants } from '../../scripts/prove/mutants/list.ts';

test('what each mutant breaks is in the sources, as often as it says', (t) => {
  const mutants = readMutants();
  for (const mutant of mutants) {
    t.notThrows(() => brokenText(mutant));
  }
  const names = mutants.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  t.true(mutants.some(({ file }) => file.startsWith('ts/')));
  t.true(mutants.some(({ file }) => file.startsWith('crates/')));
});
