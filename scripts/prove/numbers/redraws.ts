/** Samples whose first attempt was rejected, which have words of their own. */
import { asExpected } from './distributions.ts';
import {
  collisions,
  correlation,
  type Evidence,
  evidenceOf,
  type Group,
  type Subject,
  samplesOf,
  standardised,
} from './evidence.ts';

const GROUP = 'redraws';
const SEED = 830;
/** Half of all attempts are rejected. */
const COUNT = 2 ** 52 + 1;
const CELLS = 256;
/** Later attempts than this are counted together. */
const ATTEMPTS = 3;
/** Of a right library no sample in 2^100 takes so many. */
const MOST_ATTEMPTS = 100;

export const redraws: Group = (subject, say) => {
  const { library, engine, samples, words, redrawn, distributions } = subject;
  const count = Math.min(2 ** 20, samples / 8);
  say(`${count} samples`);
  const { number } = distributions.find(({ name }) => name === 'integer')!;
  const job = { distribution: 'integer', low: 0, high: COUNT, seed: SEED } as const;
  const found = library.fillSync(new Float64Array(count), job, { engine });
  const first = words(number, SEED, count);
  const step = Math.floor(2 ** 53 / COUNT);
  const attempt = (word: bigint): number => Math.floor(Number(word >> 11n) / step);
  /** By attempt. */
  const alone = Array.from({ length: ATTEMPTS + 1 }, (): number[] => []);
  /** What was rejected first, and what came of it in the end: both in [0, 1). */
  const [rejected, drawn]: [number[], number[]] = [[], []];
  let ofNone = 0;
  for (let k = 0; k < count; k++) {
    let value = attempt(first[k]!);
    let n = 0;
    while (value >= COUNT && n < MOST_ATTEMPTS) {
      if (n === 0) {
        rejected.push(value / COUNT - 1);
      }
      value = attempt(redrawn(number, SEED, k, n));
      n++;
    }
    ofNone += Number(found[k] !== value);
    alone[Math.min(n, ATTEMPTS)]!.push(found[k]!);
    if (n > 0) {
      drawn.push(found[k]! / COUNT);
    }
  }
  const { cells, normal, correlated, none } = evidenceOf(GROUP, count);
  const after = standardised(Float64Array.from(drawn));
  const before = standardised(Float64Array.from(rejected));
  return [
    ...alone.flatMap((values, n): Evidence[] => {
      const what = n === ATTEMPTS ? `attempt ${n} or later` : `attempt ${n}`;
      const inCells = (name: string, of: (value: number) => number): Evidence => {
        const observed = new Array<number>(CELLS).fill(0);
        for (const value of values) {
          observed[of(value)]!++;
        }
        return cells(`${what} alone, ${name}`, observed, { samples: values.length });
      };
      return [
        inCells(`${CELLS} cells`, (value) => Math.floor((value / COUNT) * CELLS)),
        inCells('lowest bits', (value) => value % CELLS),
      ];
    }),
    normal('how many are redrawn', (drawn.length - count / 2) / Math.sqrt(count / 4)),
    correlated('redrawn and rejected', after, before, drawn.length),
    correlated('redrawn and the next redrawn', after.subarray(1), after.subarray(0, -1), drawn.length),
    none('of no attempt', ofNone),
    ...ofEachUse(subject),
    ...alike(subject, say),
  ];
};

/** So few of them tell nothing. */
const FEW = 200;

/**
 * Of every distribution those samples alone whose first attempt was rejected: they are as all others, and of neighbours none
 * depends on another.
 */
function alike(subject: Subject, say: (what: string) => void): Evidence[] {
  const count = Math.min(2 ** 20, subject.samples / 16);
  return subject.distributions.flatMap(({ cases }) =>
    cases.flatMap((one, n): Evidence[] => {
      const { title, size, measures, cells } = one;
      // Parameters do not enter the words: with one seed all cases of a distribution would have the same ones.
      const seed = SEED + 1 + n;
      const samples = Math.floor(count / size);
      const places = one.rejected(seed, samples);
      say(`${title}: ${places.length} redrawn`);
      if (places.length < FEW) {
        return [];
      }
      const x = samplesOf(subject, one, seed, samples);
      const ranks = Float64Array.from(places, (k) => cells.rank(measures[0].of(x, k * size)));
      const { correlated } = evidenceOf(GROUP, places.length);
      return [
        ...measures.flatMap((measure) => {
          const observed = new Array<number>(measure.cells.p.length).fill(0);
          for (const k of places) {
            observed[measure.cells.of(measure.of(x, k * size))]!++;
          }
          return asExpected(GROUP, one, places.length, observed, measure, `redrawn alone: ${title}`);
        }),
        correlated(`redrawn and the next redrawn: ${title}`, ranks.subarray(1), ranks.subarray(0, -1)),
      ];
    }),
  );
}

/** The first words of both stages, of each distribution and use: none is another's, or a first attempt's. */
function ofEachUse({ words, redrawn, distributions, uses }: Subject): Evidence[] {
  const each = 4096;
  const lists = [...distributions.map(({ number }) => number), ...uses].flatMap((number) => [
    [...words(number, SEED, each)],
    ...[0, 1, 1024].map((call) => Array.from({ length: each }, (_, k) => redrawn(number, SEED, k, call))),
  ]);
  const all = Float64Array.from(lists.flat(), (word) => Number(word >> 11n) * 2 ** -53);
  const ranks = standardised(all);
  const list = (n: number): Float64Array => ranks.subarray(n * each, (n + 1) * each);
  const z = lists.slice(1).map((_, n) => correlation(list(n), list(n + 1)));
  return [
    evidenceOf(GROUP, all.length).normals(`correlation of ${lists.length} lists of words`, z),
    collisions(GROUP, `equal words in ${lists.length} lists`, all),
  ];
}
