/** What one seed and stream gives beside each other: distributions, words, and samples with other parameters. */
import {
  type Case,
  collisions,
  correlation,
  type Evidence,
  evidenceOf,
  type Group,
  type Subject,
  samplesOf,
  standardised,
} from './evidence.ts';

const GROUP = 'together';

export const together: Group = (subject, say) => {
  say('distributions of one stream');
  const cases = subject.distributions.map(({ cases }) => cases[0]!);
  const count = Math.min(2 ** 20, subject.samples / 16);
  const listed = cases.map((one) => rankedOf(subject, one, count));
  const distributions = pairs(listed).flatMap(([a, b]) => besideEachOther(a, b));
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

/** The ranks of a case's first samples, and their coarse cells. */
interface Ranked {
  readonly one: Case;
  readonly ranks: Float64Array;
  readonly coarse: Uint8Array;
}

/** Samples of so many numbers. */
function rankedOf(subject: Subject, one: Case, numbers: number): Ranked {
  const { size, cells, measures } = one;
  const samples = Math.floor(numbers / size);
  const x = samplesOf(subject, one, 820, samples);
  const found = Uint16Array.from({ length: samples }, (_, k) => cells.of(measures[0].of(x, k * size)));
  const ranks = Float64Array.from(found, (cell) => (cells.scores[cell]! - 0.5) / cells.deviation);
  const coarse = Uint8Array.from(found, (cell) => Math.floor(cells.scores[cell]! * COARSE));
  return { one, ranks, coarse };
}

/** Two distributions of one seed and stream: samples that begin at the same number. */
function besideEachOther(left: Ranked, right: Ranked): Evidence[] {
  const [a, b] = [left.one, right.one];
  const every = a.size === b.size ? a.size : a.size * b.size;
  const [ranks, others] = [thinned(left.ranks, every / a.size), thinned(right.ranks, every / b.size)];
  const count = Math.min(ranks.length, others.length);
  const [cell, other] = [thinned(left.coarse, every / a.size), thinned(right.coarse, every / b.size)];
  const what = `${a.job.distribution} and ${b.job.distribution}`;
  const { correlated, cells, normals } = evidenceOf(GROUP, count);
  const table = new Array<number>(COARSE * COARSE).fill(0);
  for (let i = 0; i < count; i++) {
    table[COARSE * cell[i]! + other[i]!]!++;
  }
  const whereRare = [...rare(a, b), ...rare(b, a, others, ranks)];
  return [
    ...LAGS.map((lag) =>
      correlated(
        `${what}, lag ${lag}: rank correlation`,
        ranks.subarray(0, count - lag),
        others.subarray(lag, count),
      ),
    ),
    // By their own margins, which all pairs of a distribution share.
    cells(`${what}, ${COARSE} x ${COARSE}`, table, { columns: COARSE }),
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

/** Every so manieth. */
function thinned<T extends Float64Array | Uint8Array>(list: T, every: number): T {
  return every === 1 ? list : (list.filter((_, n) => n % every === 0) as T);
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
  const halves = sources.map((source) => new Int32Array(source.filter((_, i) => i % 8 === 0).buffer));
  const bits = pairs(halves).map(([a, b]) => {
    let different = 0;
    for (let i = 0; i < a.length; i++) {
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

/** How many bits of 32 are set. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Seeds of which samples at nearby places are compared, and how far these are apart. */
const SEEDS = 20_000;
const PLACES = [1, 8, 16, 24];

/** Samples with other parameters at other places, over many seeds: they have no word in common. */
function nearby(
  { library, engine, samples, distributions }: Subject,
  say: (what: string) => void,
): Evidence[] {
  const seeds = Math.min(SEEDS, samples / 2048);
  return distributions.flatMap(({ name, cases }, d) => {
    say(`${name} with other parameters at other places`);
    const few = cases.filter(({ job }) => JSON.stringify(job).length < LONG);
    const [z, squares]: [number[], number[]] = [[], []];
    let seed = (d + 1) * 2 ** 40;
    // Each two have seeds of their own, since a rule whose ranks do not depend on parameters gives all of them the same.
    for (const [n, a] of few.entries()) {
      const b = few[(n + 1) % few.length]!;
      // Rows of two lengths begin apart where none has a number of the other.
      const places = PLACES.filter((place) => b !== a && place * b.size >= a.size);
      const ranks = new Float64Array(seeds);
      const others = places.map(() => new Float64Array(seeds));
      const array = new Float64Array(32 * b.size);
      const first = new Float64Array(32 * a.size);
      for (let n = 0; n < seeds; n++, seed++) {
        library.fillSync(first, { ...a.job, seed }, { engine });
        ranks[n] = a.cells.rank(a.measures[0].of(first, 0));
        library.fillSync(array, { ...b.job, seed }, { engine });
        for (const [m, place] of places.entries()) {
          others[m]![n] = b.cells.rank(b.measures[0].of(array, place * b.size));
        }
      }
      z.push(...others.map((values) => correlation(ranks, values)));
      const [x, ...ys] = [squared(ranks, a), ...others.map((values) => squared(values, b))];
      squares.push(...ys.flatMap((y) => (x && y ? [correlation(x, y)] : [])));
    }
    const { normals } = evidenceOf(GROUP, z.length * seeds);
    return [
      ...(z.length === 0 ? [] : [normals(`${name}, other parameters nearby: rank correlation`, z)]),
      ...(squares.length === 0 ? [] : [normals(`${name}, other parameters nearby: of squares`, squares)]),
    ];
  });
}

/** Parameters that take longer to check than all else. */
const LONG = 10_000;

/** The squares of ranks, with mean 0 and deviation 1, unless all are alike. */
function squared(ranks: Float64Array, { cells }: Case): Float64Array | undefined {
  const rank = (score: number): number => ((score - 0.5) / cells.deviation) ** 2;
  const variance = cells.mean((score) => (rank(score) - 1) ** 2);
  return variance < ALL_ALIKE ? undefined : ranks.map((value) => (value * value - 1) / Math.sqrt(variance));
}

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((a, n) => list.slice(n + 1).map((b): [T, T] => [a, b]));
}
