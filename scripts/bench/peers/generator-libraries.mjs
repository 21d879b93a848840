// What draws numbers one by one, as its users have it: ours and others, for generator-jobs.mjs. Each library has what it can
// do, and what its users write by hand where that is a few lines:
//
//   valueAt(x, y)      a number of a place, whatever was drawn before
//   numberOf(n)         the first number of a thing's own generator
//   pickOf(weights)    a function that picks an index by weight; picksOf(weights): one that picks so many
//   shuffle(array), permutation(n)
//   rows(products, weights)   what a row of test data is made of
import Chance from 'chance';
import * as np from 'numpy-ts';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Random } from 'random';
import { MersenneTwister19937, Random as RandomJs } from 'random-js';
import seedrandom from 'seedrandom';
import { shuffled } from './generator-loops.mjs';

const SEED = 42;
const PAUSE = 30_000;
const DEVIATION = 0.2;

const indices = (n) => Array.from({ length: n }, (_, k) => k);

/** offloop with an engine: `native`, and how picks are made if it is not as fast as can be one by one, `native-once`. */
export async function ours(id) {
  const [engine, how] = id.split('-');
  const { Generator, weights } = await import(new URL('../../../dist/index.js', import.meta.url).href);
  const rng = new Generator({ seed: SEED, engine });
  if (how === 'once') {
    return {
      name: `${engine}, all at once`,
      kind: engine,
      picksOf(numbers) {
        const list = indices(numbers.length);
        const prepared = weights(numbers);
        return (count) => rng.choices(list, count, prepared);
      },
    };
  }
  if (how === 'plain') {
    return {
      name: `${engine}, plain weights`,
      kind: engine,
      pickOf(numbers) {
        const list = indices(numbers.length);
        return () => rng.choice(list, numbers);
      },
    };
  }
  return {
    name: engine,
    kind: engine,
    valueAt: (x, y) => rng.child(x, y).random(),
    numberOf: (n) => rng.child(n).random(),
    pickOf(numbers) {
      const list = indices(numbers.length);
      const prepared = weights(numbers);
      return () => rng.choice(list, prepared);
    },
    shuffle: (array) => rng.shuffle(array),
    permutation: (n) => rng.permutation(n),
    rows: (products, numbers) => {
      const prepared = weights(numbers);
      return {
        uuid: () => rng.uuid(),
        pause: () => rng.exponential(PAUSE),
        product: () => rng.choice(products, prepared),
        quantity: () => rng.integer(1, 6),
        factor: () => rng.lognormal(0, DEVIATION),
      };
    },
  };
}

/** What is written by hand around a function like Math.random. */
function byHand(random) {
  const below = (n) => Math.floor(random() * n);
  const pickOf = (weights) => {
    const sums = weights.map((_, n) => weights.slice(0, n + 1).reduce((sum, weight) => sum + weight));
    return () => {
      const at = random() * sums.at(-1);
      let [low, high] = [0, sums.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (at < sums[middle]) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    };
  };
  const digits = (count) =>
    below(16 ** count)
      .toString(16)
      .padStart(count, '0');
  return {
    pickOf,
    shuffle: (array) => shuffled(below, array),
    permutation: (n) =>
      shuffled(
        below,
        Uint32Array.from({ length: n }, (_, k) => k),
      ),
    rows(products, weights) {
      const pick = pickOf(weights);
      return {
        uuid: () =>
          `${digits(8)}-${digits(4)}-4${digits(3)}-${(8 + below(4)).toString(16)}${digits(3)}-${digits(12)}`,
        pause: () => -PAUSE * Math.log(1 - random()),
        product: () => products[pick()],
        quantity: () => 1 + below(5),
        factor: () => Math.exp(DEVIATION * normalOf(random)),
      };
    },
  };
}

/** Box and Muller. */
function normalOf(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const alea = seedrandom.alea(String(SEED)).double;
const arc4 = seedrandom(String(SEED));
const random = new Random(SEED);
const twister = new RandomJs(MersenneTwister19937.seed(SEED));
const chance = new Chance(SEED);
const xoroshiro = xoroshiro128plus(SEED);
const pureRand = byHand(() => uniformFloat64(xoroshiro));

/** A 32-bit seed of two coordinates, for those that take one number: MurmurHash3's last step, of each in turn. */
function hashOf(x, y) {
  let hash = SEED;
  for (const key of [x, y]) {
    hash = Math.imul(hash ^ key, 0x9e37_79b1);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    hash ^= hash >>> 16;
  }
  return hash;
}

/** The others, by their ids. */
export const OTHERS = {
  'math-random': {
    name: 'Math.random (no seed)',
    ...byHand(Math.random),
    rows: (products, weights) => ({
      ...byHand(Math.random).rows(products, weights),
      uuid: () => crypto.randomUUID(),
    }),
  },
  alea: {
    name: 'seedrandom Alea',
    ...byHand(alea),
    valueAt: (x, y) => seedrandom.alea(`${SEED} ${x} ${y}`).double(),
    numberOf: (n) => seedrandom.alea(`${SEED} ${n}`).double(),
  },
  arc4: {
    name: 'seedrandom ARC4',
    ...byHand(arc4),
    valueAt: (x, y) => seedrandom(`${SEED} ${x} ${y}`)(),
    numberOf: (n) => seedrandom(`${SEED} ${n}`)(),
  },
  random: {
    name: 'random',
    valueAt: (x, y) => new Random(`${SEED} ${x} ${y}`).float(),
    numberOf: (n) => new Random(`${SEED} ${n}`).float(),
    pickOf(weights) {
      const list = indices(weights.length);
      return () => random.choice(list, weights);
    },
    shuffle: (array) => random.shuffle(array),
    permutation: (n) => random.shuffle(indices(n)),
    rows: (products, weights) => {
      const [pause, factor] = [random.exponential(1 / PAUSE), random.logNormal(0, DEVIATION)];
      return {
        ...byHand(() => random.float()).rows(products, weights),
        pause,
        product: () => random.choice(products, weights),
        quantity: () => random.int(1, 5),
        factor,
      };
    },
  },
  'random-js': {
    name: 'random-js',
    ...byHand(() => twister.realZeroToOneExclusive()),
    valueAt: (x, y) =>
      new RandomJs(MersenneTwister19937.seedWithArray([SEED, x, y])).realZeroToOneExclusive(),
    numberOf: (n) => new RandomJs(MersenneTwister19937.seedWithArray([SEED, n])).realZeroToOneExclusive(),
    shuffle: (array) => twister.shuffle(array),
    permutation: (n) => twister.shuffle(indices(n)),
    rows: (products, weights) => ({
      ...byHand(() => twister.realZeroToOneExclusive()).rows(products, weights),
      uuid: () => twister.uuid4(),
      quantity: () => twister.integer(1, 5),
    }),
  },
  chance: {
    name: 'chance',
    valueAt: (x, y) => new Chance(SEED, x, y).random(),
    numberOf: (n) => new Chance(SEED, n).random(),
    pickOf(weights) {
      const list = indices(weights.length);
      return () => chance.weighted(list, weights);
    },
    shuffle: (array) => chance.shuffle(array),
    permutation: (n) => chance.shuffle(indices(n)),
    rows: (products, weights) => ({
      ...byHand(() => chance.random()).rows(products, weights),
      uuid: () => chance.guid({ version: 4 }),
      product: () => chance.weighted(products, weights),
      quantity: () => chance.integer({ min: 1, max: 5 }),
      factor: () => Math.exp(chance.normal({ mean: 0, dev: DEVIATION })),
    }),
  },
  'chance-words': {
    name: 'chance, words as seeds',
    valueAt: (x, y) => new Chance(`${SEED} ${x} ${y}`).random(),
    numberOf: (n) => new Chance(`${SEED} ${n}`).random(),
  },
  'pure-rand': {
    name: 'pure-rand',
    ...pureRand,
    shuffle: (array) => shuffled((n) => uniformInt(xoroshiro, 0, n - 1), array),
  },
  'pure-rand-hash': {
    name: 'pure-rand of 32-bit hashes',
    valueAt: (x, y) => uniformFloat64(xoroshiro128plus(hashOf(x, y))),
    numberOf: (n) => uniformFloat64(xoroshiro128plus(hashOf(n, 0))),
  },
  'numpy-ts-hash': {
    name: 'numpy-ts of 32-bit hashes',
    valueAt: (x, y) => np.random.default_rng(hashOf(x, y) >>> 0).random(),
    numberOf: (n) => np.random.default_rng(hashOf(n, 0) >>> 0).random(),
  },
  'numpy-ts': {
    name: 'numpy-ts',
    picksOf(weights) {
      const sum = weights.reduce((sum, weight) => sum + weight);
      const shares = weights.map((weight) => weight / sum);
      return (count) => numpyTs.choice(shares.length, count, true, shares).data;
    },
    permutation: (n) => numpyTs.permutation(n).data,
  },
};
const numpyTs = np.random.default_rng(SEED);
