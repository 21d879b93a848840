/** What one seed and stream gives beside each other: distributions, words, and samples with other parameters. */
import {
  type Case,
  collisions,
  correlation,
  type Evidence,
  type Group,
  type Subject,
  standardised,
} from './evidence.ts';

const GROUP = 'together';

export const together: Group = (subject, say) => {
  say('distributions of one stream');
  const distributions = pairs(subject.distributions.map(({ cases }) => cases[0]!)).flatMap(([a, b]) =>
    besideEachOther(subject, a, b),
  );
  say('words of one stream');
  const words = wordsApart(subject);
  return [...distributions, ...words, ...nearby(subject, say)];
};

/** Samples of the same number, and of two that could share a pair. */
const LAGS = [0, 8];
/** Cells of pairs, each way. */
const COARSE = 16;
/** The rarest samples of one distribution, whose counterparts are looked at. */
const RARE = 0.01;

/** Two distributions of one seed and stream. */
function besideEachOther({ library, engine, samples }: Subject, a: Case, b: Case): Evidence[] {
  const count = Math.min(2 ** 20, samples / 4);
  const [x, y] = [a, b].map(({ job }) =>
    library.fillSync(new Float64Array(count), { ...job, seed: 820 }, { engine }),
  ) as [Float64Array, Float64Array];
  const [ranks, others] = [a.cells.ranks(x), b.cells.ranks(y)];
  const what = `${a.job.distribution} and ${b.job.distribution}`;
  const about = { group: GROUP, samples: count } as const;
  const table = new Array<number>(COARSE * COARSE).fill(0);
  for (let i = 0; i < count; i++) {
    table[COARSE * coarse(a, ranks[i]!) + coarse(b, others[i]!)]! += 1;
  }
  const [p, q] = [a, b].map(coarsely) as [number[], number[]];
  return [
    ...LAGS.map(
      (lag): Evidence => ({
        ...about,
        kind: 'normal',
        name: `${what}, lag ${lag}: rank correlation`,
        z: correlation(ranks.subarray(0, count - lag), others.subarray(lag)),
      }),
    ),
    {
      ...about,
      kind: 'chi-square',
      name: `${what}, ${COARSE} x ${COARSE}`,
      observed: table,
      p: p.flatMap((of) => q.map((other) => of * other)),
    },
    { ...about, kind: 'normals', name: `${what}, where one is rare`, z: [...rare(a, b), ...rare(b, a, others, ranks)] },
  ];

  /** The squares of one's distance from its median, where the other is among its least or its greatest. */
  function rare(of: Case, other: Case, by = ranks, squares = others): number[] {
    const square = (rank: number): number => (rank * other.cells.deviation) ** 2;
    const mean = other.cells.mean((score) => (score - 0.5) ** 2);
    const variance = other.cells.mean((score) => ((score - 0.5) ** 2 - mean) ** 2);
    return [-1, 1].map((side) => {
      let [found, sum] = [0, 0];
      for (let i = 0; i < count; i++) {
        if (side * by[i]! * of.cells.deviation > 0.5 - RARE) {
          found++;
          sum += square(squares[i]!) - mean;
        }
      }
      return sum / Math.sqrt(found * variance);
    });
  }
}

function coarse({ cells }: Case, rank: number): number {
  return Math.floor((rank * cells.deviation + 0.5) * COARSE);
}

/** The probabilities of coarse cells. */
function coarsely({ cells }: Case): number[] {
  const p = new Array<number>(COARSE).fill(0);
  for (const [cell, score] of cells.scores.entries()) {
    p[Math.floor(score * COARSE)]! += cells.p[cell]!;
  }
  return p;
}

/** A sample's words of each distribution and use: none depends on another, and none is another's. */
function wordsApart({ words, distributions, uses }: Subject): Evidence[] {
  const each = 2 ** 13;
  const sources = [...distributions.map(({ number }) => number), ...uses].flatMap((number) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((word) => words(number, 821, each, word)),
  );
  const uniforms = sources.map((source) => Float64Array.from(source, (word) => Number(word >> 11n) * 2 ** -53));
  const ranks = uniforms.map(standardised);
  const all = new Float64Array(sources.length * each);
  uniforms.forEach((values, n) => all.set(values, n * each));
  const bits = pairs(sources).map(([a, b]) => {
    let different = 0;
    for (let i = 0; i < each; i += 8) {
      different += ones(a[i]! ^ b[i]!);
    }
    return (different - 4 * each) / Math.sqrt(2 * each);
  });
  const about = { group: GROUP, samples: all.length, kind: 'normals' } as const;
  const what = `words of ${sources.length} lanes`;
  return [
    { ...about, name: `${what}, correlation`, z: pairs(ranks).map(([a, b]) => correlation(a, b)) },
    { ...about, name: `${what}, bits in common`, z: bits },
    collisions(GROUP, `${what}, equal words`, all),
  ];
}

function ones(word: bigint): number {
  return word.toString(2).replaceAll('0', '').length;
}

/** Seeds of which samples at nearby places are compared. */
const SEEDS = 20_000;
const PLACES = 32;

/** Samples with other parameters at other places, over many seeds: they have no word in common. */
function nearby({ library, engine, distributions }: Subject, say: (what: string) => void): Evidence[] {
  return distributions.flatMap(({ name, cases }) => {
    say(`${name} with other parameters at other places`);
    const ranks = cases.map(() => Array.from({ length: PLACES }, () => new Float64Array(SEEDS)));
    const array = new Float64Array(PLACES);
    for (let seed = 0; seed < SEEDS; seed++) {
      for (const [n, { job, cells }] of cases.entries()) {
        const found = cells.ranks(library.fillSync(array, { ...job, seed: 2 ** 40 + seed }, { engine }));
        found.forEach((rank, place) => {
          ranks[n]![place]![seed] = rank;
        });
      }
    }
    const others = cases.flatMap((_, a) => cases.flatMap((_, b) => (a === b ? [] : [[a, b] as const])));
    const z = others.flatMap(([a, b]) =>
      [1, 8, 16, 24].map((place) => correlation(ranks[a]![0]!, ranks[b]![place]!)),
    );
    const squares = others.flatMap(([a, b]) =>
      [8, 16].map((place) =>
        correlation(squared(ranks[a]![0]!, cases[a]!), squared(ranks[b]![place]!, cases[b]!)),
      ),
    );
    const about = { group: GROUP, samples: SEEDS * PLACES * cases.length, kind: 'normals' } as const;
    return [
      { ...about, name: `${name}, other parameters nearby: rank correlation`, z },
      { ...about, name: `${name}, other parameters nearby: of squares`, z: squares },
    ];
  });
}

/** The squares of ranks, with mean 0 and deviation 1. */
function squared(ranks: Float64Array, { cells }: Case): Float64Array {
  const rank = (score: number): number => ((score - 0.5) / cells.deviation) ** 2;
  const variance = cells.mean((score) => (rank(score) - 1) ** 2);
  return ranks.map((value) => (value * value - 1) / Math.sqrt(variance));
}

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((a, n) => list.slice(n + 1).map((b): [T, T] => [a, b]));
}
