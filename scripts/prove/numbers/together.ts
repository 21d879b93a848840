/** What one seed and stream gives beside each other: distributions, words, and samples with other parameters. */
import {
  type Case,
  collisions,
  correlation,
  type Evidence,
  evidenceOf,
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
/** So few of them tell nothing. */
const FEW = 100;
/** A variance of squares that is nothing but rounding. */
const ALL_ALIKE = 1e-9;

/** Two distributions of one seed and stream. */
function besideEachOther({ library, engine, samples }: Subject, a: Case, b: Case): Evidence[] {
  const count = Math.min(2 ** 20, samples / 4);
  const [x, y] = [a, b].map(({ job }) =>
    library.fillSync(new Float64Array(count), { ...job, seed: 820 }, { engine }),
  ) as [Float64Array, Float64Array];
  const ranks = x.map((sample) => a.cells.rank(sample));
  const others = y.map((sample) => b.cells.rank(sample));
  const what = `${a.job.distribution} and ${b.job.distribution}`;
  const { correlated, cells, normals } = evidenceOf(GROUP, count);
  const table = new Array<number>(COARSE * COARSE).fill(0);
  for (let i = 0; i < count; i++) {
    table[COARSE * coarse(a, ranks[i]!) + coarse(b, others[i]!)]!++;
  }
  const [p, q] = [a, b].map(coarsely) as [number[], number[]];
  const whereRare = [...rare(a, b), ...rare(b, a, others, ranks)];
  return [
    ...LAGS.map((lag) =>
      correlated(
        `${what}, lag ${lag}: rank correlation`,
        ranks.subarray(0, count - lag),
        others.subarray(lag),
      ),
    ),
    cells(`${what}, ${COARSE} x ${COARSE}`, table, { p: p.flatMap((of) => q.map((other) => of * other)) }),
    ...(whereRare.length === 0 ? [] : [normals(`${what}, where one is rare`, whereRare)]),
  ];

  /**
   * The squares of one's distance from its median, where the other is among its least or its greatest: nothing where that
   * distance is always the same, or no sample is rare, as with two values.
   */
  function rare(of: Case, other: Case, by = ranks, squares = others): number[] {
    const square = (rank: number): number => (rank * other.cells.deviation) ** 2;
    const mean = other.cells.mean((score) => (score - 0.5) ** 2);
    const variance = other.cells.mean((score) => ((score - 0.5) ** 2 - mean) ** 2);
    const isRare = (side: number, score: number): boolean => side * (score - 0.5) > 0.5 - RARE;
    return [-1, 1].flatMap((side) => {
      const share = of.cells.mean((score) => (isRare(side, score) ? 1 : 0));
      if (share * count < FEW || variance < ALL_ALIKE) {
        return [];
      }
      let [found, sum] = [0, 0];
      for (let i = 0; i < count; i++) {
        if (isRare(side, by[i]! * of.cells.deviation + 0.5)) {
          found++;
          sum += square(squares[i]!) - mean;
        }
      }
      return [sum / Math.sqrt(found * variance)];
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
  const uniforms = sources.map((source) =>
    Float64Array.from(source, (word) => Number(word >> 11n) * 2 ** -53),
  );
  const ranks = uniforms.map(standardised);
  const all = new Float64Array(sources.length * each);
  for (const [n, values] of uniforms.entries()) {
    all.set(values, n * each);
  }
  const bits = pairs(sources).map(([a, b]) => {
    let different = 0;
    for (let i = 0; i < each; i += 8) {
      different += ones(a[i]! ^ b[i]!);
    }
    return (different - 4 * each) / Math.sqrt(2 * each);
  });
  const { normals } = evidenceOf(GROUP, all.length);
  const what = `words of ${sources.length} lanes`;
  return [
    normals(
      `${what}, correlation`,
      pairs(ranks).map(([a, b]) => correlation(a, b)),
    ),
    normals(`${what}, bits in common`, bits),
    collisions(GROUP, `${what}, equal words`, all),
  ];
}

function ones(word: bigint): number {
  return word.toString(2).replaceAll('0', '').length;
}

/** Seeds of which samples at nearby places are compared, and how far these are apart. */
const SEEDS = 20_000;
const PLACES = [1, 8, 16, 24];

/** Samples with other parameters at other places, over many seeds: they have no word in common. */
function nearby(
  { library, engine, samples, distributions }: Subject,
  say: (what: string) => void,
): Evidence[] {
  const seeds = Math.min(SEEDS, samples / 512);
  const array = new Float64Array(32);
  return distributions.flatMap(({ name, cases }, d) => {
    say(`${name} with other parameters at other places`);
    const [z, squares]: [number[], number[]] = [[], []];
    let seed = (d + 1) * 2 ** 40;
    // Each two have seeds of their own, since a rule whose ranks do not depend on parameters gives all of them the same.
    for (const [a, b] of cases.flatMap((a) => cases.filter((b) => b !== a).map((b) => [a, b] as const))) {
      const ranks = new Float64Array(seeds);
      const others = PLACES.map(() => new Float64Array(seeds));
      for (let n = 0; n < seeds; n++, seed++) {
        library.fillSync(array, { ...a.job, seed }, { engine });
        ranks[n] = a.cells.rank(array[0]!);
        library.fillSync(array, { ...b.job, seed }, { engine });
        for (const [m, place] of PLACES.entries()) {
          others[m]![n] = b.cells.rank(array[place]!);
        }
      }
      z.push(...others.map((values) => correlation(ranks, values)));
      const [x, ...ys] = [squared(ranks, a), ...others.map((values) => squared(values, b))];
      squares.push(...ys.flatMap((y) => (x && y ? [correlation(x, y)] : [])));
    }
    const { normals } = evidenceOf(GROUP, z.length * seeds);
    return [
      normals(`${name}, other parameters nearby: rank correlation`, z),
      ...(squares.length === 0 ? [] : [normals(`${name}, other parameters nearby: of squares`, squares)]),
    ];
  });
}

/** The squares of ranks, with mean 0 and deviation 1, unless all are alike. */
function squared(ranks: Float64Array, { cells }: Case): Float64Array | undefined {
  const rank = (score: number): number => ((score - 0.5) / cells.deviation) ** 2;
  const variance = cells.mean((score) => (rank(score) - 1) ** 2);
  return variance < ALL_ALIKE ? undefined : ranks.map((value) => (value * value - 1) / Math.sqrt(variance));
}

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((a, n) => list.slice(n + 1).map((b): [T, T] => [a, b]));
}
