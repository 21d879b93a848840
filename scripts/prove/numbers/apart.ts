/** What must have nothing in common: streams, seeds and blocks, next to each other and one bit apart. */
import {
  collisions,
  correlation,
  type Evidence,
  type Group,
  type Subject,
  standardised,
  successors,
} from './evidence.ts';

const BLOCK_SAMPLES = 65_536;
/** The first samples of something, which are looked at. */
const FEW = 16;

export const apart: Group = (subject, say) => {
  say('streams, seeds and blocks');
  const at = (where: Where, samples: number): Float64Array => draw(subject, where, samples);
  return [
    ...neighbours('streams', 64, (n, samples) => at({ seed: 808, stream: n }, samples)),
    ...neighbours('seeds', 64, (n, samples) => at({ seed: 809 + n }, samples)),
    ...neighbours('blocks', 64, (n, samples) => at({ seed: 810, start: n * BLOCK_SAMPLES }, samples)),
    ...beginnings('streams', (n) => at({ seed: 811, stream: n }, FEW)),
    ...beginnings('seeds', (n) => at({ seed: 1_000_000 + n }, FEW)),
    ...beginnings('blocks', (n) => at({ seed: 812, start: n * BLOCK_SAMPLES }, FEW)),
    ...oneBitApart(
      'seeds',
      64,
      (bit) => at({ seed: 813n ^ (1n << BigInt(bit)) }, 4096),
      at({ seed: 813n }, 4096),
    ),
    ...oneBitApart(
      'streams',
      32,
      (bit) => at({ seed: 814, stream: 2 ** bit }, 4096),
      at({ seed: 814 }, 4096),
    ),
    ...oneBitApart(
      'blocks',
      36,
      (bit) => at({ seed: 815, start: BLOCK_SAMPLES * 2 ** bit }, 4096),
      at({ seed: 815 }, 4096),
    ),
    edges(at),
  ];
};

interface Where {
  readonly seed: number | bigint;
  readonly stream?: number;
  readonly start?: number;
}

function draw({ library, engine }: Subject, where: Where, samples: number): Float64Array {
  return library.fillSync(new Float64Array(samples), { distribution: 'uniform', ...where }, { engine });
}

/** Whole blocks of neighbours. */
function neighbours(
  of: string,
  count: number,
  take: (n: number, samples: number) => Float64Array,
): Evidence[] {
  const equal = `equal samples in ${count} neighbours`;
  return successors(of, 'neighbours', { count, each: BLOCK_SAMPLES, equal }, (n) => take(n, BLOCK_SAMPLES));
}

/** The first samples of many neighbours: alike one by one, in pairs, and never equal. */
function beginnings(of: string, take: (n: number) => Float64Array): Evidence[] {
  const count = 1 << 16;
  const all = new Float64Array(count * FEW);
  for (let n = 0; n < count; n++) {
    all.set(take(n), n * FEW);
  }
  const cells = new Uint32Array(1 << 12);
  const pairs = new Uint32Array(1 << 12);
  for (let i = 0; i < all.length; i++) {
    const cell = Math.floor(all[i]! * 4096);
    cells[cell] = cells[cell]! + 1;
    // Pairs do not overlap: of those that do, counts depend on each other.
    if (Math.floor(i / FEW) % 2 === 1) {
      const pair = (Math.floor(all[i - FEW]! * 64) << 6) | Math.floor(all[i]! * 64);
      pairs[pair] = pairs[pair]! + 1;
    }
  }
  const about = { group: of, samples: all.length };
  return [
    { ...about, name: 'first samples, 4,096 cells', kind: 'chi-square', observed: Array.from(cells) },
    { ...about, name: 'first samples of two, 64 x 64', kind: 'chi-square', observed: Array.from(pairs) },
    collisions(of, 'equal first samples', all),
  ];
}

/** What differs in one bit of its number must differ in everything. */
function oneBitApart(
  of: string,
  bits: number,
  take: (bit: number) => Float64Array,
  from: Float64Array,
): Evidence[] {
  const base = standardised(from);
  const others = Array.from({ length: bits }, (_, bit) => take(bit));
  const all = new Float64Array((bits + 1) * from.length);
  for (const [n, samples] of [from, ...others].entries()) {
    all.set(samples, n * from.length);
  }
  return [
    {
      group: of,
      name: `correlation, one of ${bits} bits apart`,
      samples: all.length,
      kind: 'normals',
      z: others.map((samples) => correlation(base, standardised(samples))),
    },
    collisions(of, `equal samples, one of ${bits} bits apart`, all),
  ];
}

/** The last samples of a block and the first of the next. */
function edges(at: (where: Where, samples: number) => Float64Array): Evidence {
  const pairs = new Uint32Array(256);
  const count = 1 << 13;
  for (let block = 1; block <= count; block++) {
    const x = at({ seed: 816, start: block * BLOCK_SAMPLES - 16 }, 32);
    for (let i = 0; i < 16; i++) {
      const pair = (Math.floor(x[i]! * 16) << 4) | Math.floor(x[i + 16]! * 16);
      pairs[pair] = pairs[pair]! + 1;
    }
  }
  return {
    group: 'blocks',
    name: 'across edges, 16 x 16',
    samples: 32 * count,
    kind: 'chi-square',
    observed: Array.from(pairs),
  };
}
