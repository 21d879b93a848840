/** Single precision, parameters and sums: what comes from kernels of its own. */
import { CHUNK, type Evidence, eachChunk, type Group } from './evidence.ts';
import { FINE, FINE_EDGES, fineCell } from './gaussian.ts';

export const single: Group = (subject, say) => {
  const samples = subject.samples / 4;
  say(`${samples} samples`);
  const top = new Uint32Array(1 << 12);
  const low = new Uint32Array(1 << 12);
  const fine = new Uint32Array(FINE);
  const array = new Float32Array(CHUNK);
  eachChunk(subject, array, { distribution: 'uniform', seed: 404 }, samples, (x) => {
    for (let i = 0; i < CHUNK; i++) {
      const bits = x[i]! * 2 ** 24;
      top[bits >>> 12] = top[bits >>> 12]! + 1;
      low[bits & 4095] = low[bits & 4095]! + 1;
    }
  });
  eachChunk(subject, array, { distribution: 'gaussian', seed: 405 }, samples, (x) => count(fine, x, 0, 1));
  const about = { group: 'single precision', samples };
  return [
    { ...about, name: 'uniform, upper 12 bits', kind: 'chi-square', observed: Array.from(top) },
    { ...about, name: 'uniform, lower 12 bits', kind: 'chi-square', observed: Array.from(low) },
    {
      ...about,
      name: 'Gaussian, Kolmogorov-Smirnov',
      kind: 'ks',
      observed: Array.from(fine),
      edges: FINE_EDGES,
    },
  ];
};

export const parameters: Group = (subject, say) => {
  const samples = subject.samples / 4;
  say(`${samples} samples`);
  const array = new Float64Array(CHUNK);
  const uniforms = new Uint32Array(CELLS);
  const fine = new Uint32Array(FINE);
  let outside = 0;
  eachChunk(subject, array, { distribution: 'uniform', seed: 505, low: -2, high: 5 }, samples, (x) => {
    for (let i = 0; i < CHUNK; i++) {
      outside += x[i]! >= -2 && x[i]! < 5 ? 0 : 1;
      const cell = Math.floor(((x[i]! + 2) / 7) * CELLS);
      uniforms[cell] = uniforms[cell]! + 1;
    }
  });
  const job = { distribution: 'gaussian', seed: 506, mean: -3, deviation: 0.25 } as const;
  eachChunk(subject, array, job, samples, (x) => count(fine, x, -3, 4));
  const about = { group: 'parameters', samples };
  return [
    { ...about, name: 'low -2, high 5, 4,096 cells', kind: 'chi-square', observed: Array.from(uniforms) },
    { ...about, name: 'none outside of low and high', kind: 'collisions', found: outside, expected: 0 },
    { ...about, name: 'mean -3, deviation 0.25', kind: 'ks', observed: Array.from(fine), edges: FINE_EDGES },
  ];
};

const CELLS = 1 << 12;

function count(cells: Uint32Array, x: Float32Array | Float64Array, mean: number, factor: number): void {
  for (let i = 0; i < CHUNK; i++) {
    const cell = fineCell((x[i]! - mean) * factor);
    cells[cell] = cells[cell]! + 1;
  }
}

export const sums: Group = async ({ library, engine, samples: each }, say) => {
  const found: Evidence[] = [];
  for (const [n, distribution] of (['uniform', 'gaussian', 'uniform', 'gaussian'] as const).entries()) {
    const samples = 16 * each + n * 12_345;
    say(`${distribution}, ${samples} samples`);
    const { sum } = await library.sum({ distribution, samples, seed: 606 + n }, { engine });
    found.push({
      group: 'sums',
      name: `${distribution}, seed ${606 + n}`,
      samples,
      kind: 'normal',
      z: normalOf(sum, distribution, samples),
    });
  }
  for (const distribution of ['uniform', 'gaussian'] as const) {
    const [count, samples] = [2048, 2000];
    const z = Array.from({ length: count }, (_, stream) =>
      normalOf(
        library.sumSync({ distribution, samples, seed: 610, stream }, { engine }).sum,
        distribution,
        samples,
      ),
    );
    const name = `${distribution}, ${count} streams`;
    found.push({ group: 'sums', name, samples: count * samples, kind: 'normals', z });
  }
  return found;
};

/** A sum as a normal value. */
function normalOf(sum: number, distribution: 'uniform' | 'gaussian', samples: number): number {
  return distribution === 'uniform'
    ? (sum - samples / 2) / Math.sqrt(samples / 12)
    : sum / Math.sqrt(samples);
}

/** Whether samples are made of the stream's raw words, and how near to the exact value a Gaussian one is. */
export const accuracy: Group = ({ library, engine, words }, say) => {
  say('samples against their raw words, in 200 bits');
  const samples = 8192;
  const job = { seed: 707, samples };
  const uniform = library.sampleSync({ ...job, distribution: 'uniform' }, { engine });
  const gaussian = library.sampleSync({ ...job, distribution: 'gaussian' }, { engine });
  const single = library.fillSync(
    new Float32Array(samples),
    { distribution: 'uniform', seed: 707 },
    { engine },
  );
  return [
    {
      group: 'accuracy',
      name: 'samples of their words',
      samples,
      kind: 'accuracy',
      words: Array.from(words(707, samples), String),
      uniform: Array.from(uniform),
      single: Array.from(single),
      gaussian: Array.from(gaussian),
    },
  ];
};
