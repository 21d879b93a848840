// What else a JavaScript program could sum.
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
    await peer('pure-rand', 'pure-rand xoroshiro128plus, 53 bits', () => uniformFloat64(xoroshiro)),
    await peer('pure-rand-joined', 'pure-rand xoroshiro128plus, joined by hand', joined),
    await peer('arc4', 'seedrandom (ARC4)', seedrandom(String(SEED))),
    await peer('alea', 'seedrandom (Alea, 53 bits)', seedrandom.alea(String(SEED)).double),
  ],
  gaussian: [
    await peer('ziggurat', '@stdlib improved ziggurat, seeded', improvedZiggurat.factory({ seed: SEED })),
    await peer('ziggurat-own-seed', '@stdlib improved ziggurat (its own seed)', improvedZiggurat),
    await peer('normal', '@stdlib normal (its own seed)', () => normal(0, 1)),
    await peer('d3', 'd3-random normal with Math.random (no seed)', randomNormal()),
    { id: 'polar', name: 'polar method with Math.random (no seed)', sum: polarSum },
  ],
};

/**
 * A generator with a loop of its own: one that all share would stop V8 from inlining any, so loop.mjs is loaded for each.
 *
 * @returns {Promise<{ id: string, name: string, sum: (samples: number) => number }>}
 */
export async function peer(id, name, next) {
  const { sumOf } = await import(`./loop.mjs?${id}`);
  return { id, name, sum: (samples) => sumOf(next, samples) };
}

/** Samples come in pairs. */
function polarSum(samples) {
  let total = 0;
  for (let n = 0; n < samples; n += 2) {
    let x = 0;
    let y = 0;
    let square = 0;
    do {
      x = 2 * Math.random() - 1;
      y = 2 * Math.random() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    total += n + 1 < samples ? (x + y) * scale : x * scale;
  }
  return total;
}
