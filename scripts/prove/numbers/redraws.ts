/** Samples whose first attempt was rejected, which have words of their own. */
import {
  collisions,
  correlation,
  type Evidence,
  type Group,
  type Subject,
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
    ofNone += found[k] === value ? 0 : 1;
    alone[Math.min(n, ATTEMPTS)]!.push(found[k]!);
    if (n > 0) {
      drawn.push(found[k]! / COUNT);
    }
  }
  const about = { group: GROUP } as const;
  const after = standardised(Float64Array.from(drawn));
  const before = standardised(Float64Array.from(rejected));
  const correlated = (name: string, a: Float64Array, b: Float64Array): Evidence => ({
    ...about,
    kind: 'normal',
    name,
    samples: drawn.length,
    z: correlation(a, b),
  });
  return [
    ...alone.flatMap((values, n): Evidence[] => {
      const what = n === ATTEMPTS ? `attempt ${n} or later` : `attempt ${n}`;
      const cells = (of: (value: number) => number): number[] => {
        const observed = new Array<number>(CELLS).fill(0);
        for (const value of values) {
          observed[of(value)]! += 1;
        }
        return observed;
      };
      const chi = { ...about, kind: 'chi-square', samples: values.length } as const;
      return [
        {
          ...chi,
          name: `${what} alone, ${CELLS} cells`,
          observed: cells((value) => Math.floor((value / COUNT) * CELLS)),
        },
        { ...chi, name: `${what} alone, lowest bits`, observed: cells((value) => value % CELLS) },
      ];
    }),
    {
      ...about,
      kind: 'normal',
      name: 'how many are redrawn',
      samples: count,
      z: (drawn.length - count / 2) / Math.sqrt(count / 4),
    },
    correlated('redrawn and rejected', after, before),
    correlated('redrawn and the next redrawn', after.subarray(1), after.subarray(0, -1)),
    { ...about, kind: 'collisions', name: 'of no attempt', samples: count, found: ofNone, expected: 0 },
    ...ofEachUse(subject),
  ];
};

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
  return [
    {
      group: GROUP,
      kind: 'normals',
      name: `correlation of ${lists.length} lists of words`,
      samples: all.length,
      z: lists.slice(1).map((_, n) => correlation(list(n), list(n + 1))),
    },
    collisions(GROUP, `equal words in ${lists.length} lists`, all),
  ];
}
