/** Floats, sums, and how exact samples are: what comes from kernels of its own. */
import { CHUNK, type Evidence, eachChunk, evidenceOf, type Group } from './evidence.ts';
import { FINE, FINE_EDGES, fineCell } from './normal.ts';

export const single: Group = (subject, say) => {
  const samples = subject.samples / 4;
  say(`${samples} samples`);
  const top = new Uint32Array(1 << 12);
  const low = new Uint32Array(1 << 12);
  const fine = new Uint32Array(FINE);
  const array = new Float32Array(CHUNK);
  eachChunk(subject, array, { distribution: 'uniform', seed: 404 }, samples, 1, (x) => {
    for (let i = 0; i < CHUNK; i++) {
      const bits = x[i]! * 2 ** 24;
      top[bits >>> 12]!++;
      low[bits & 4095]!++;
    }
  });
  eachChunk(subject, array, { distribution: 'normal', seed: 405 }, samples, 1, (x) => {
    for (let i = 0; i < CHUNK; i++) {
      fine[fineCell(x[i]!)]!++;
    }
  });
  const { cells, ks } = evidenceOf('single precision', samples);
  return [
    cells('uniform, upper 12 bits', top),
    cells('uniform, lower 12 bits', low),
    ks('normal, Kolmogorov-Smirnov', fine, { edges: FINE_EDGES }),
  ];
};

export const sums: Group = async ({ library, engine, samples: each }, say) => {
  const found: Evidence[] = [];
  for (const [n, distribution] of (['uniform', 'normal', 'uniform', 'normal'] as const).entries()) {
    const samples = 16 * each + n * 12_345;
    say(`${distribution}, ${samples} samples`);
    const { sum } = await library.sum({ distribution, samples, seed: 606 + n }, { engine });
    const z = normalOf(sum, distribution, samples);
    found.push(evidenceOf('sums', samples).normal(`${distribution}, seed ${606 + n}`, z));
  }
  for (const distribution of ['uniform', 'normal'] as const) {
    const [count, samples] = [2048, 2000];
    const z = Array.from({ length: count }, (_, stream) => {
      const { sum } = library.sumSync({ distribution, samples, seed: 610, stream }, { engine });
      return normalOf(sum, distribution, samples);
    });
    found.push(evidenceOf('sums', count * samples).normals(`${distribution}, ${count} streams`, z));
  }
  return found;
};

/** A sum as a normal value. */
function normalOf(sum: number, distribution: 'uniform' | 'normal', samples: number): number {
  return distribution === 'uniform'
    ? (sum - samples / 2) / Math.sqrt(samples / 12)
    : sum / Math.sqrt(samples);
}

/** Whether samples are made of their distribution's raw words, and how near to the exact values they are. */
export const accuracy: Group = ({ library, engine, words, distributions }, say) => {
  say('samples against their raw words, in 200 bits');
  const [seed, samples] = [707, 8192];
  return (['uniform', 'floats', 'normal', 'exponential'] as const).map((of): Evidence => {
    const distribution = of === 'floats' ? 'uniform' : of;
    const array = of === 'floats' ? new Float32Array(samples) : new Float64Array(samples);
    const { number } = distributions.find(({ name }) => name === distribution)!;
    return {
      group: 'accuracy',
      name: `${of} of their words`,
      samples,
      kind: 'accuracy',
      of,
      words: Array.from(words(number, seed, samples), String),
      found: Array.from(library.fillSync(array, { distribution, seed }, { engine })),
    };
  });
};
