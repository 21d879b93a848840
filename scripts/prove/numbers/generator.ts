/** A generator's draws: one by one, with parameters that change, whole numbers, shuffles. */
import { asExpected } from './distributions.ts';
import { collisions, type Evidence, evidenceOf, type Group, type Subject, standardised } from './evidence.ts';
import { FINE, FINE_EDGES, fineCell } from './normal.ts';

const GROUP = 'generator';

export const generator: Group = (subject, say) => {
  const draws = Math.min(subject.samples / 8, 2 ** 23);
  say(`${draws} draws`);
  const rng = newGenerator(subject, 909);
  const uniforms = Float64Array.from({ length: draws }, () => rng.random());
  const normals = Float64Array.from({ length: draws }, () => rng.normal());
  const cells = new Uint32Array(1 << 16);
  const fine = new Uint32Array(FINE);
  for (let i = 0; i < draws; i++) {
    cells[Math.floor(uniforms[i]! * 65_536)]!++;
    fine[fineCell(normals[i]!)]!++;
  }
  const values = standardised(uniforms);
  const { ks, correlated } = evidenceOf(GROUP, draws);
  return [
    ks('random(), Kolmogorov-Smirnov', cells),
    ks('normal(), Kolmogorov-Smirnov', fine, { edges: FINE_EDGES }),
    correlated('random() and the next', values.subarray(1), values.subarray(0, -1)),
    correlated('normal() and the next', normals.subarray(1), normals.subarray(0, -1)),
    correlated('random() and normal()', values, normals),
    correlated(
      'their squares',
      values.map((v) => (v * v - 1) / Math.sqrt(0.8)),
      normals.map((x) => (x * x - 1) / Math.SQRT2),
    ),
    ...changing(subject),
    ...integers(subject),
    ...shuffles(subject),
    collisions(GROUP, 'equal draws of random()', uniforms),
  ];
};

export type Rng = InstanceType<Subject['library']['Generator']>;

export function newGenerator({ library, engine }: Subject, seed: number, stream = 0): Rng {
  return new library.Generator({ seed, stream, engine });
}

/** Parameters that change from call to call, of every distribution; of rows the first measure. */
function changing(subject: Subject): Evidence[] {
  const draws = Math.min(subject.samples / 32, 2 ** 21);
  return subject.distributions.flatMap(({ name, cases: all }, d) => {
    const rng = newGenerator(subject, 920 + d);
    const draw = rng[name] as (...parameters: unknown[]) => number | number[];
    const cases = all.filter((one) => one.arguments.every((given) => !isLong(given)));
    const counts = cases.map(({ cells }) => new Array<number>(cells.p.length).fill(0));
    const ranks = new Float64Array(draws);
    const number = [0];
    for (let i = 0; i < draws; i++) {
      // Neither the number of cases nor that of samples in a row divides their order's period.
      const n = ((i * 40_503) >>> 7) % cases.length;
      const { cells, measures, arguments: given } = cases[n]!;
      let found = draw.apply(rng, given as unknown[]);
      if (typeof found === 'number') {
        number[0] = found;
        found = number;
      }
      const cell = cells.of(measures[0].of(found, 0));
      counts[n]![cell]!++;
      ranks[i] = (cells.scores[cell]! - 0.5) / cells.deviation;
    }
    const { correlated } = evidenceOf(GROUP, draws);
    return [
      ...cases.flatMap((one, n) => {
        const count = counts[n]!.reduce((sum, found) => sum + found, 0);
        const title = `changing parameters: ${one.title}`;
        return asExpected(GROUP, one, count, counts[n]!, one.measures[0], title);
      }),
      ...[1, 8, 16].map((lag) =>
        correlated(
          `${name} with changing parameters, lag ${lag}`,
          ranks.subarray(lag),
          ranks.subarray(0, draws - lag),
        ),
      ),
    ];
  });
}

/** Whether a parameter is a list so long that checking it at each call takes longer than all else. */
function isLong(given: unknown): boolean {
  return Array.isArray(given) && given.length > 1000;
}

/** Small ranges, one that is no power of two, and one of which a quarter of all words is refused. */
function integers(subject: Subject): Evidence[] {
  const draws = Math.min(subject.samples / 16, 2 ** 22);
  const rng = newGenerator(subject, 911);
  const counted = (name: string, cells: number, draw: () => number): Evidence => {
    const observed = new Array<number>(cells).fill(0);
    for (let i = 0; i < draws; i++) {
      const cell = draw();
      observed[cell] = (observed[cell] ?? 0) + 1;
    }
    return evidenceOf(GROUP, draws).cells(name, observed);
  };
  const large = 3 * 2 ** 51;
  return [
    counted('integer(1, 7)', 6, () => rng.integer(1, 7) - 1),
    counted('integer(-1000, 1001)', 2001, () => rng.integer(-1000, 1001) + 1000),
    counted('integer(0, 3 * 2^51), upper', 48, () => Math.floor(rng.integer(0, large) / 2 ** 47)),
    counted('integer(0, 3 * 2^51), lowest', 64, () => rng.integer(0, large) % 64),
  ];
}

/** Every order of five, and where the first and the last of 52 come to lie. */
function shuffles(subject: Subject): Evidence[] {
  const rng = newGenerator(subject, 912);
  const count = Math.min(subject.samples / 64, 2 ** 19);
  const orders = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const order = rng.shuffle([0, 1, 2, 3, 4]).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  // An order that never came has a cell, too.
  const five = [...orders.values(), ...new Array<number>(120 - orders.size).fill(0)];
  const cards = Array.from({ length: 52 }, (_, card) => card);
  const decks = count / 8;
  const places = new Array<number>(52 * 2).fill(0);
  for (let i = 0; i < decks; i++) {
    const deck = rng.shuffle([...cards]);
    places[deck.indexOf(0)]!++;
    places[52 + deck.indexOf(51)]!++;
  }
  const { cells } = evidenceOf(GROUP, decks);
  return [
    cells('shuffle of 5, 120 orders', five, { samples: count }),
    cells('shuffle of 52, the first card', places.slice(0, 52)),
    cells('shuffle of 52, the last card', places.slice(52)),
  ];
}
