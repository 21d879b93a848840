// What else a JavaScript program could sum, or fill an array with.
import improvedZiggurat from '@stdlib/random-base-improved-ziggurat';
import normal from '@stdlib/random-base-normal';
import { randomNormal } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import seedrandom from 'seedrandom';

const SEED = 42;

const xoroshiro = xoroshiro128plus(SEED);

function joined() {
  const high = xoroshiro.next() >>> 5;
  return (high * 0x4000000 + (xoroshiro.next() >>> 6)) * 2 ** -53;
}

/** By distribution. */
export const PEERS = {
  uniform: [
    await peer('math-random', 'Math.random (no seed)', Math.random),
    await peer('pure-rand', 'pure-rand xoroshiro, 53 bits', () => uniformFloat64(xoroshiro)),
    await peer('pure-rand-joined', 'pure-rand xoroshiro, by hand', joined),
    await peer('arc4', 'seedrandom (ARC4)', seedrandom(String(SEED))),
    await peer('alea', 'seedrandom (Alea, 53 bits)', seedrandom.alea(String(SEED)).double),
  ],
  normal: [
    await peer('ziggurat', '@stdlib ziggurat, seeded', improvedZiggurat.factory({ seed: SEED })),
    await peer('ziggurat-own-seed', '@stdlib ziggurat, own seed', improvedZiggurat),
    await peer('normal', '@stdlib normal, own seed', () => normal(0, 1)),
    await peer('d3', 'd3-random normal (no seed)', randomNormal()),
    { id: 'polar', name: 'polar, Math.random (no seed)', sum: polarSum, fill: polarFill },
  ],
};

/**
 * A generator with a loop of its own: one that all share would stop V8 from inlining any, so loop.mjs is loaded for each.
 *
 * @typedef {{ id: string, name: string, sum(samples: number): number, fill(array: Float64Array): Float64Array }} Peer
 * @returns {Promise<Peer>}
 */
export async function peer(id, name, next) {
  const { sumOf, filled } = await import(`./loop.mjs?${id}`);
  return { id, name, sum: (samples) => sumOf(next, samples), fill: (array) => filled(next, array) };
}

/** Samples come in pairs. What has no room in the array is lost. */
function drawPair(array, at) {
  let x = 0;
  let y = 0;
  let square = 0;
  do {
    x = 2 * Math.random() - 1;
    y = 2 * Math.random() - 1;
    square = x * x + y * y;
  } while (square >= 1 || square === 0);
  const scale = Math.sqrt((-2 * Math.log(square)) / square);
  array[at] = x * scale;
  array[at + 1] = y * scale;
}

function polarFill(array) {
  for (let n = 0; n < array.length; n += 2) {
    drawPair(array, n);
  }
  return array;
}

function polarSum(samples) {
  const pair = new Float64Array(2);
  let total = 0;
  for (let n = 0; n < samples; n += 2) {
    drawPair(pair, 0);
    total += n + 1 < samples ? pair[0] + pair[1] : pair[0];
  }
  return total;
}
