// What a draw costs, one by one, beside what else JavaScript has.
import type { Extent } from './kit/finding.ts';
import { SEED } from './kit/jobs.ts';
import { type Distribution, type EngineName, Generator, type Rng } from './kit/library.ts';
import { caseOf, measure } from './kit/measure.ts';
import type { Group, Kind } from './kit/record.ts';

/** Something that sums so many draws in a loop of its own. */
interface Drawer {
  readonly id: string;
  readonly name: string;
  sum(samples: number): number;
}

/** A table, before it is measured. */
interface Table {
  readonly id: string;
  readonly title: string;
  readonly distribution: Distribution;
  /** How a generator draws. */
  drawOf(rng: Rng): () => number;
  readonly peers: readonly Drawer[];
}

export async function measureDraws({ machine, quick, rounds, progress }: Extent): Promise<Group[]> {
  const effort = { rounds: rounds ?? (quick ? 3 : 9), time: quick ? 30 : 100, progress };
  const samples = quick ? 2e5 : 1e6;
  const engines: EngineName[] = machine.simd === undefined ? ['typescript'] : ['native', 'typescript'];
  const groups: Group[] = [];
  for (const { drawOf, peers, ...group } of await tables()) {
    const ours = await Promise.all(engines.map((engine) => ourDrawer(group.id, engine, drawOf)));
    const cases = [...ours, ...peers.map((drawer) => ({ ...drawer, kind: 'peer' as const }))].map(
      ({ id, name, kind, sum }) => caseOf({ id, name, kind, samples, run: () => sum(samples) }),
    );
    const rows = await measure({ title: group.title, cases, ...effort });
    groups.push({ ...group, samples, unit: 'ns a call', baseline: cases[0]!.id, rows });
  }
  return groups;
}

async function tables(): Promise<Table[]> {
  // Only now, when they are installed.
  const { PEERS } = await import('./peers/generators.mjs');
  const { INTEGERS } = await import('./peers/integers.mjs');
  const title = (draw: string): string => `A generator's ${draw}, one by one`;
  return [
    {
      id: 'draws-random',
      title: title('random()'),
      distribution: 'uniform',
      drawOf: ({ random }) => random,
      peers: PEERS.uniform,
    },
    {
      id: 'draws-normal',
      title: title('normal()'),
      distribution: 'gaussian',
      drawOf: ({ normal }) => normal,
      peers: PEERS.gaussian,
    },
    {
      id: 'draws-integer',
      title: title('integer(0, 6)'),
      distribution: 'uniform',
      drawOf:
        ({ integer }) =>
        () =>
          integer(0, 6),
      peers: INTEGERS,
    },
  ];
}

/** A loop that all shared would stop V8 from inlining any. */
async function ourDrawer(
  table: string,
  engine: EngineName,
  drawOf: Table['drawOf'],
): Promise<Drawer & { readonly kind: Kind }> {
  const { sumOf } = await import(`./peers/loop.mjs?${table}-${engine}`);
  const draw = drawOf(new Generator({ seed: SEED, engine }));
  const sum = (samples: number): number => sumOf(draw, samples);
  return { id: engine, name: `offloop, ${engine}`, kind: engine, sum };
}
