/** Normal samples: their distribution, moments and tails, and what Box and Muller's method could leave behind. */
import {
  CHUNK,
  type Edges,
  type Evidence,
  eachChunk,
  evidenceOf,
  type Group,
  serialCorrelations,
} from './evidence.ts';

/** Cells of 1/4096 from -8 to 8. */
const PER_UNIT = 4096;
export const FINE = 16 * PER_UNIT;
export const FINE_EDGES: Edges = { first: 1 / PER_UNIT - 8, step: 1 / PER_UNIT };
/** Cells of pairs: 16 each way, of a quarter. */
const COARSE: Edges = { first: -1.75, step: 0.25 };
const LAGS = [1, 7, 8, 9, 16, 32, 65_536];
/** E x^k of a standard normal x. */
const MOMENTS = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10_395, 0, 135_135, 0, 2_027_025];

export const normal: Group = (subject, say) => {
  const { samples } = subject;
  say(`${samples} samples`);
  const fine = new Uint32Array(FINE);
  const halves = new Uint32Array(256);
  const neighbours = new Uint32Array(256);
  const radii = new Uint32Array(4096);
  const angles = new Uint32Array(4096);
  const sums = new Float64Array(9);
  const products = LAGS.map(() => 0);
  let squares = 0;
  eachChunk(subject, new Float64Array(CHUNK), { distribution: 'normal', seed: 202 }, samples, 1, (x) => {
    for (let i = 0; i < CHUNK; i++) {
      fine[fineCell(x[i]!)]!++;
      let power = 1;
      for (let k = 1; k <= 8; k++) {
        power *= x[i]!;
        sums[k]! += power;
      }
    }
    let ofSquares = 0;
    for (let row = 0; row < CHUNK; row += 16) {
      for (let i = row; i < row + 8; i++) {
        const [cosine, sine] = [x[i]!, x[i + 8]!];
        halves[16 * coarseCell(cosine) + coarseCell(sine)]!++;
        const square = cosine * cosine + sine * sine;
        radii[Math.min(4095, Math.floor(Math.exp(square / -2) * 4096))]!++;
        angles[Math.min(4095, Math.floor((Math.atan2(sine, cosine) / Math.PI + 1) * 2048))]!++;
        ofSquares += (cosine * cosine - 1) * (sine * sine - 1);
      }
      for (let i = row; i < row + 16; i += 2) {
        neighbours[16 * coarseCell(x[i]!) + coarseCell(x[i + 1]!)]!++;
      }
    }
    squares += ofSquares / 2 / Math.sqrt(CHUNK / 2);
    for (const [n, lag] of LAGS.entries()) {
      let sum = 0;
      for (let i = 0; i + lag < CHUNK; i++) {
        sum += x[i]! * x[i + lag]!;
      }
      products[n]! += sum / Math.sqrt(CHUNK - lag);
    }
  });
  const about = evidenceOf('normal', samples);
  const { cells, normal } = about;
  const chunks = Math.sqrt(samples / CHUNK);
  const moment = (k: number): number =>
    (sums[k]! / samples - MOMENTS[k]!) / Math.sqrt((MOMENTS[2 * k]! - MOMENTS[k]! ** 2) / samples);
  const inPairs = { edges: COARSE, dimensions: 2 } as const;
  return [
    about.ks('Kolmogorov-Smirnov', fine, { edges: FINE_EDGES }),
    cells('chi-square, 65,536 cells', fine, { edges: FINE_EDGES }),
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((k) => normal(`moment ${k}`, moment(k))),
    cells('cosine and sine, 16 x 16', halves, inPairs),
    cells('neighbours, 16 x 16', neighbours, inPairs),
    normal('squares of cosine and sine', squares / chunks),
    cells('radius, 4,096 cells', radii),
    cells('direction, 4,096 cells', angles),
    ...serialCorrelations(about, LAGS, products, chunks),
  ];
};

export function fineCell(x: number): number {
  return Math.max(0, Math.min(FINE - 1, Math.floor((x + 8) * PER_UNIT)));
}

function coarseCell(x: number): number {
  return Math.max(0, Math.min(15, Math.floor(x * 4) + 8));
}

/** The standard deviations between which the tails are counted. */
const TAILS = [3, 3.5, 4, 4.5, 5, 5.5, 6];

/** The tails: most samples are only compared, so that counting takes little longer than drawing. */
export const tails: Group = async ({ library, engine, tailSamples }, say) => {
  const hits = new Float64Array(TAILS.length * 2);
  const job = { distribution: 'normal', seed: 303, samples: tailSamples } as const;
  let done = 0;
  for await (const x of library.sampleInChunks(job, { engine, reuse: true })) {
    for (let i = 0; i < x.length; i++) {
      if (Math.abs(x[i]!) >= 3) {
        const cell =
          Math.min(TAILS.length - 1, Math.floor(Math.abs(x[i]!) * 2) - 6) + (x[i]! < 0 ? TAILS.length : 0);
        hits[cell]!++;
      }
    }
    done += x.length;
    say(`${((done / tailSamples) * 100).toFixed(0)} % of ${tailSamples} samples`);
  }
  return Array.from(hits, (found, cell): Evidence => {
    const from = TAILS[cell % TAILS.length]!;
    const to = TAILS[(cell % TAILS.length) + 1] ?? null;
    const side = cell < TAILS.length ? '' : 'minus ';
    const name = to === null ? `beyond ${side}${from}` : `${side}${from} to ${to}`;
    return { group: 'tails', name, samples: tailSamples, kind: 'tail', hits: found, from, to };
  });
};
