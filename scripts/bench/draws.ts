// What a single draw costs, compared with other JavaScript generators.
import type { Extent } from './kit/finding.ts';
import { measure } from './kit/measure.ts';
import { startDrawers } from './kit/other-processes.ts';
import type { Group } from './kit/record.ts';

const TABLES = [
  { id: 'draws-random', draw: 'random()', distribution: 'uniform' },
  { id: 'draws-normal', draw: 'normal()', distribution: 'normal' },
  { id: 'draws-integer', draw: 'integer(0, 6)', distribution: 'uniform' },
] as const;

export async function measureDraws({ machine, quick, rounds, progress }: Extent): Promise<Group[]> {
  const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 30 : 100, progress };
  const samples = quick ? 2e5 : 1e6;
  const drawers = await startDrawers(machine.simd === undefined ? ['typescript'] : ['native', 'typescript']);
  const groups: Group[] = [];
  for (const { id, draw, distribution } of TABLES) {
    const title = `A generator's ${draw}, one by one`;
    const cases = drawers.casesOf(id, samples);
    const rows = await measure({ title, cases, ...effort });
    groups.push({ id, title, distribution, samples, unit: 'ns a call', baseline: cases[0]!.id, rows });
  }
  drawers.stop();
  return groups;
}
