/** What must have nothing in common: streams, seeds and blocks, next to each other and one bit apart. */
import {
  collisions,
  correlation,
  type Evidence,
  evidenceOf,
  type Group,
  standardised,
  successors,
} from './evidence.ts';

const BLOCK_SAMPLES = 65_536;
/** The first samples of something, which are looked at. */
const FEW = 16;

export const apart: Group = ({ library, engine }, say) => {
  say('streams, seeds and blocks');
  const at = (where: Where, samples: number): Float64Array =>
    library.fillSync(new Float64Array(samples), { distribution: 'uniform', ...where }, { engine });
  const block = (n: number): number => n * BLOCK_SAMPLES;
  return [
    ...neighbours('streams', 64, (n, samples) => at({ seed: 808, stream: n }, samples)),
    ...neighbours('seeds', 64, (n, samples) => at({ seed: 809 + n }, samples)),
    ...neighbours('blocks', 64, (n, samples) => at({ seed: 810, start: block(n) }, samples)),
    ...beginnings('streams', (n) => at({ seed: 811, stream: n }, FEW)),
    ...beginnings('seeds', (n) => at({ seed: 1_000_000 + n }, FEW)),
    ...beginnings('blocks', (n) => at({ seed: 812, start: block(n) }, FEW)),
    ...oneBitApart('seeds', 64, (bit) => at({ seed: 813n ^ (bit < 0 ? 0n : 1n << BigInt(bit)) }, 4096)),
    ...oneBitApart('streams', 32, (bit) => at({ seed: 814, stream: bit < 0 ? 0 : 2 ** bit }, 4096)),
    ...oneBitApart('blocks', 36, (bit) => at({ seed: 815, start: bit < 0 ? 0 : block(2 ** bit) }, 4096)),
    edges(at),
  ];
};

interface Where {
  readonly seed: number | bigint;
  readonly stream?: number;
  readonly start?: number;
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
    cells[Math.floor(all[i]! * 4096)]!++;
    // Pairs do not overlap: of those that do, counts depend on each other.
    if (Math.floor(i / FEW) % 2 === 1) {
      pairs[(Math.floor(all[i - FEW]! * 64) << 6) | Math.floor(all[i]! * 64)]!++;
    }
  }
  const about = evidenceOf(of, all.length);
  return [
    about.cells('first samples, 4,096 cells', cells),
    about.cells('first samples of two, 64 x 64', pairs),
    collisions(of, 'equal first samples', all),
  ];
}

/** What differs in one bit of its number, and what has none, must differ in everything. */
function oneBitApart(of: string, bits: number, take: (bit: number) => Float64Array): Evidence[] {
  const taken = Array.from({ length: bits + 1 }, (_, n) => take(n - 1));
  const [base, ...others] = taken.map(standardised);
  const all = Float64Array.from(taken.flatMap((samples) => [...samples]));
  const z = others.map((values) => correlation(base!, values));
  return [
    evidenceOf(of, all.length).normals(`correlation, one of ${bits} bits apart`, z),
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
      pairs[(Math.floor(x[i]! * 16) << 4) | Math.floor(x[i + 16]! * 16)]!++;
    }
  }
  return evidenceOf('blocks', 32 * count).cells('across edges, 16 x 16', pairs);
}
