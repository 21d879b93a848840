/** A generator's children: by their count, by whole numbers, by two of them, by words. */
import {
  correlation,
  type Evidence,
  evidenceOf,
  type Group,
  type Subject,
  standardised,
  successors,
} from './evidence.ts';
import { newGenerator, type Rng } from './generator.ts';

const GROUP = 'children';
const [COUNT, EACH] = [1024, 1024];
/** A square of children that are named by their two coordinates. */
const SIDE = 32;

export const children: Group = (subject, say) => {
  say('children by every kind of key');
  const parent = newGenerator(subject, 910);
  const split = parent.split(COUNT);
  let descendant = parent;
  const grid = Array.from({ length: SIDE * SIDE }, (_, n) => parent.child(Math.floor(n / SIDE), n % SIDE));
  return [
    ...inARow('of split', (n) => split[n]!),
    ...inARow('of whole numbers', (n) => parent.child(n)),
    ...inARow('of negative numbers', (n) => parent.child(-1 - n)),
    ...inARow('of numbers 2^32 apart', (n) => parent.child(n * 2 ** 32)),
    ...inARow('of two numbers', (n) => grid[n]!),
    ...inARow('of words that differ in a letter', (n) => parent.child(word(n))),
    ...inARow('of children', () => (descendant = descendant.child(1))),
    ...inARow('of parents in streams in a row', (n) => newGenerator(subject, 912, n).child(0)),
    beside('of rows of two numbers', (n) => [grid[n]!, grid[n + SIDE]!], SIDE * (SIDE - 1)),
    beside('of split and of whole numbers', (n) => [split[n]!, parent.child(n)], COUNT),
    beside('of whole numbers and of words', (n) => [parent.child(n), parent.child(String(n))], COUNT),
    beside(
      'of two numbers and of these turned round',
      (n) => [parent.child(n, n + 1), parent.child(n + 1, n)],
      COUNT,
    ),
    ...keys(subject),
  ];
};

/** Words of the same length, each with another letter in the place of one of the last two. */
function word(n: number): string {
  return `tree-${String.fromCharCode(97 + (n >> 5), 97 + (n & 31))}`;
}

/** The first draws, however many were drawn before. */
function draws(child: Rng, count: number): Float64Array {
  child.seek({ uniform: 0 });
  return Float64Array.from({ length: count }, () => child.random());
}

function inARow(what: string, child: (n: number) => Rng): Evidence[] {
  const equal = `equal draws ${what}`;
  return successors(GROUP, what, { count: COUNT, each: EACH, equal }, (n) => draws(child(n), EACH));
}

/** Two children of each number. */
function beside(what: string, two: (n: number) => [Rng, Rng], count: number): Evidence {
  const z = Array.from({ length: count }, (_, n) => {
    const [a, b] = two(n).map((child) => standardised(draws(child, EACH))) as [Float64Array, Float64Array];
    return correlation(a, b);
  });
  return evidenceOf(GROUP, count * EACH).normals(`correlation ${what}`, z);
}

/** The seeds and streams of many children: each bit of them, and the same bit of the child before. */
function keys(subject: Subject): Evidence[] {
  const count = 1 << 16;
  const parent = newGenerator(subject, 911);
  const list = parent.split(count / 4).map(keyOf);
  for (let n = 0; n < count / 4; n++) {
    list.push(keyOf(parent.child(n)), keyOf(parent.child(n, 7)), keyOf(parent.child(`key ${n}`)));
  }
  const bits = Array.from({ length: KEY_BITS }, () => 0);
  const changes = Array.from({ length: KEY_BITS }, () => 0);
  list.forEach((key, n) => {
    const changed = key ^ list[(n || count) - 1]!;
    for (let bit = 0; bit < KEY_BITS; bit++) {
      bits[bit]! += Number((key >> BigInt(bit)) & 1n);
      changes[bit]! += Number((changed >> BigInt(bit)) & 1n);
    }
  });
  const normal = (found: number): number => (found - count / 2) / Math.sqrt(count / 4);
  const { normals, none } = evidenceOf(GROUP, count);
  return [
    normals('each bit of seeds and streams', bits.map(normal)),
    normals('each bit beside the same of the next', changes.map(normal)),
    none('equal children', count - new Set(list).size),
  ];
}

/** A seed and a stream. */
const KEY_BITS = 96;

function keyOf({ seed, stream }: Rng): bigint {
  return seed | (BigInt(stream) << 64n);
}
