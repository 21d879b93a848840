// How fast pure TypeScript is, compared with the other ways of a JavaScript program to sum.

import { sumSync } from '../kit/library.ts';
import type { Extent } from './kit/finding.ts';
import { describe, jobOf, SUMMED } from './kit/jobs.ts';
import { caseOf, measure } from './kit/measure.ts';
import type { Group } from './kit/record.ts';

export async function measureJavaScript({ quick, rounds, progress }: Extent): Promise<Group[]> {
  const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 30 : 100, progress };
  // Only now, when they are installed.
  const { PEERS } = await import('./peers/generators.mjs');
  const most = quick ? { uniform: 2e6, normal: 5e5 } : { uniform: 1e7, normal: 2e6 };
  const groups: Group[] = [];
  for (const distribution of SUMMED) {
    const samples = most[distribution];
    const job = jobOf(distribution, samples);
    const ours = caseOf({
      id: 'offloop',
      name: 'offloop, pure TypeScript',
      kind: 'typescript',
      samples,
      run: () => sumSync(job, { engine: 'typescript' }),
    });
    const theirs = PEERS[distribution].map(({ id, name, sum }) =>
      caseOf({ id, name, kind: 'peer', samples, run: () => sum(samples) }),
    );
    const title = `${describe(job)} in JavaScript`;
    const cases = [ours, ...theirs];
    const rows = await measure({ title, cases, ...effort });
    groups.push({ id: `javascript-${distribution}`, title, distribution, samples, baseline: ours.id, rows });
  }
  return groups;
}
