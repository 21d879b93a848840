/** Uniform samples: one dimension to three, runs, serial correlation, every one of the 53 bits, the low ones apart. */
import { CHUNK, eachChunk, evidenceOf, type Group, serialCorrelations } from './evidence.ts';

const CELLS = 1 << 16;
/** From a sample to the next, to its neighbours in a step, to the same lane's next, to the next block's. */
const LAGS = [1, 2, 7, 8, 9, 16, 32, 65_536];

export const uniform: Group = (subject, say) => {
  const { samples } = subject;
  say(`${samples} samples`);
  const table = (): Uint32Array => new Uint32Array(CELLS);
  const [top, middle, lower, lowest] = [table(), table(), table(), table()];
  const [pairs, lanePairs, lowPairs, triples] = [table(), table(), table(), new Uint32Array(1 << 15)];
  const count16 = (high: number, low: number): void => {
    top[high >>> 16]!++;
    middle[high & 0xffff]!++;
    lower[low >>> 5]!++;
    lowest[low & 0xffff]!++;
  };
  const products = LAGS.map(() => 0);
  let [upAndDown, aboveAndBelow] = [0, 0];
  eachChunk(subject, new Float64Array(CHUNK), { distribution: 'uniform', seed: 101 }, samples, 1, (x) => {
    for (let i = 0; i < CHUNK; i += 2) {
      const [a, b] = [x[i]!, x[i + 1]!];
      const [aHigh, bHigh] = [Math.floor(a * 2 ** 32), Math.floor(b * 2 ** 32)];
      const [aLow, bLow] = [(a * 2 ** 32 - aHigh) * 2 ** 21, (b * 2 ** 32 - bHigh) * 2 ** 21];
      count16(aHigh, aLow);
      count16(bHigh, bLow);
      pairs[((aHigh >>> 24) << 8) | (bHigh >>> 24)]!++;
      lowPairs[((aLow & 255) << 8) | (bLow & 255)]!++;
    }
    for (let i = 0; i + 2 < CHUNK; i += 3) {
      const cell =
        (Math.floor(x[i]! * 32) << 10) | (Math.floor(x[i + 1]! * 32) << 5) | Math.floor(x[i + 2]! * 32);
      triples[cell]!++;
    }
    for (let row = 0; row < CHUNK; row += 16) {
      for (let i = row; i < row + 8; i++) {
        lanePairs[(Math.floor(x[i]! * 256) << 8) | Math.floor(x[i + 8]! * 256)]!++;
      }
    }
    for (const [n, lag] of LAGS.entries()) {
      let sum = 0;
      for (let i = 0; i + lag < CHUNK; i++) {
        sum += (x[i]! - 0.5) * (x[i + lag]! - 0.5);
      }
      products[n] = products[n]! + (12 * sum) / Math.sqrt(CHUNK - lag);
    }
    upAndDown += runsUpAndDown(x);
    aboveAndBelow += runsAboveAndBelow(x);
  });
  const about = evidenceOf('uniform', samples);
  const { cells, normal } = about;
  const chunks = Math.sqrt(samples / CHUNK);
  return [
    about.ks('Kolmogorov-Smirnov', top),
    cells('1 dimension, 65,536 cells', top),
    cells('2 dimensions, 256 x 256', pairs),
    cells('2 dimensions, of one lane', lanePairs),
    cells('3 dimensions, 32 x 32 x 32', triples),
    cells('bits 17 to 32', middle),
    cells('bits 33 to 48', lower),
    cells('bits 38 to 53', lowest),
    cells('2 dimensions, lowest 8 bits', lowPairs),
    about.normals('each of the 53 bits', bits(samples, [top, 16], [middle, 16], [lower, 16], [lowest, 5])),
    normal('runs up and down', upAndDown / chunks),
    normal('runs above and below', aboveAndBelow / chunks),
    ...serialCorrelations(about, LAGS, products, chunks),
  ];
};

/** How often each bit is set, as normal values, from counts by the lowest bits of a cell's number. */
function bits(samples: number, ...tables: [counts: Uint32Array, bits: number][]): number[] {
  return tables.flatMap(([counts, width]) =>
    Array.from({ length: width }, (_, bit) => {
      const set = counts.reduce((sum, count, cell) => sum + ((cell >> bit) & 1) * count, 0);
      return (set - samples / 2) / Math.sqrt(samples / 4);
    }),
  );
}

/** Levene and Wolfowitz: runs up and down are (2n - 1) / 3 in the mean, with variance (16n - 29) / 90. */
function runsUpAndDown(x: Float64Array): number {
  let runs = 1;
  for (let i = 2; i < x.length; i++) {
    runs += x[i]! > x[i - 1]! === x[i - 1]! > x[i - 2]! ? 0 : 1;
  }
  return (runs - (2 * x.length - 1) / 3) / Math.sqrt((16 * x.length - 29) / 90);
}

/** Changes between the halves are half of all, since each sample is in either with even odds. */
function runsAboveAndBelow(x: Float64Array): number {
  let changes = 0;
  for (let i = 1; i < x.length; i++) {
    changes += x[i]! < 0.5 === x[i - 1]! < 0.5 ? 0 : 1;
  }
  return (changes - (x.length - 1) / 2) / Math.sqrt((x.length - 1) / 4);
}
