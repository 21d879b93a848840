// Samples that are rows: jobs count rows, arrays hold their numbers one after the other.
import test from 'ava';
import { fill, fillSync, Generator, sample, sampleInChunks, sampleSync } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';

const JOB = {
  distribution: 'dirichlet',
  alphas: [0.5, 1, 2.5],
  samples: 100_003,
  seed: 42,
  start: 11,
} as const;

for (const engine of engines) {
  test(`${engine}: rows are the same by every call, in every mode, and progress counts them`, async (t) => {
    const expected = sampleSync(JOB, { engine });
    t.is(expected.length, 3 * JOB.samples);
    for (const mode of ['blocking', 'cooperative', 'threadpool'] as const) {
      const done: number[] = [];
      const spans: number[] = [];
      const options = {
        engine,
        mode,
        onProgress: ({ samplesDone, samples }: { samplesDone: number; samples: number }) => {
          t.is(samples, JOB.samples);
          done.push(samplesDone);
        },
        onChunk: ({ samples }: { samples: number }) => spans.push(samples),
      };
      t.deepEqual(await sample(JOB, options), expected);
      t.is(done.at(-1), JOB.samples);
      t.true(done.every((count, i) => Number.isInteger(count) && count >= (done[i - 1] ?? 0)));
      t.true(spans.reduce((sum, count) => sum + count, 0) <= JOB.samples);
    }
    const { samples, ...job } = JOB;
    t.deepEqual(await fill(new Float64Array(3 * samples), job, { engine }), expected);
    const chunks: Float64Array[] = [];
    for await (const chunk of sampleInChunks(JOB, { engine, chunkSamples: 30_001, reuse: false })) {
      chunks.push(chunk);
    }
    t.deepEqual(
      chunks.map(({ length }) => length / 3),
      [30_001, 30_001, 30_001, 10_000],
    );
    t.deepEqual(Float64Array.from(chunks.flatMap((chunk) => [...chunk])), expected);
    const floats = fillSync(new Float32Array(3 * samples), job, { engine });
    t.deepEqual(floats, Float32Array.from(expected));
  });

  test(`${engine}: rows of whole numbers fit in arrays of them, and one that does not is named`, (t) => {
    const job = {
      distribution: 'multinomial',
      trials: 1000,
      probabilities: [0.1, 0.2, 0.7],
      seed: 3,
    } as const;
    const whole = fillSync(new Int16Array(300), job, { engine });
    t.deepEqual(Float64Array.from(whole), sampleSync({ ...job, samples: 100 }, { engine }));
    for (let row = 0; row < 100; row++) {
      t.is(whole[3 * row]! + whole[3 * row + 1]! + whole[3 * row + 2]!, 1000);
    }
    t.throws(() => fillSync(new Uint8Array(300), { ...job, start: 5 }, { engine }), {
      message: /^sample 5 is \d+, which does not fit in a Uint8Array$/,
    });
  });

  test(`${engine}: a generator may mix rows of several sizes`, (t) => {
    const rng = new Generator({ seed: 42, engine });
    const first = rng.direction(2);
    const second = rng.direction(3);
    t.is(rng.positions.direction, 5);
    for (const row of [first, second]) {
      t.true(Math.abs(Math.hypot(...row) - 1) < 1e-15);
    }
    rng.seek({ direction: 2 });
    t.deepEqual(rng.direction(3), second);
  });
}

test('rows that do not fit are refused in one sentence', (t) => {
  const { samples: _, ...job } = JOB;
  t.throws(() => fillSync(new Float64Array(10), job), {
    name: 'RangeError',
    message: 'array must hold whole rows of 3 numbers, and has a length of 10',
  });
  t.throws(() => sampleSync({ ...JOB, start: 2 ** 53 - 1 - JOB.samples }), {
    name: 'RangeError',
    message: /^start \+ samples must be at most 3002399751580330, which is 2\^53 - 1 numbers; /,
  });
  t.throws(() => new Generator(1).fill(new Float64Array(4), 'direction', 3), {
    message: 'array must hold whole rows of 3 numbers, and has a length of 4',
  });
  for (const [given, message] of [
    [{ alphas: [] }, 'alphas must have 1 to 1024 numbers, not 0'],
    [{ alphas: [1, -1] }, 'alphas[1] must be a number from 1e-300 to 1e300, not -1'],
    [{ alphas: 3 }, 'alphas must be an array of numbers, not 3'],
    [{ alphas: [1, '2'] }, "alphas[1] must be a number, not '2'"],
    [{ alphas: new Array(1025).fill(1) }, 'alphas must have 1 to 1024 numbers, not 1025'],
  ] as const) {
    t.throws(() => sampleSync({ ...JOB, ...given } as never), { message });
  }
  const normals = { distribution: 'multivariateNormal', samples: 1, means: [0, 0] } as const;
  for (const [covariance, message] of [
    [[[1, 0]], 'covariance must have 2 rows, not 1'],
    [[[1, 0], [0]], 'covariance[1] must have 2 numbers, not 1'],
    [
      [
        [1, 2],
        [3, 1],
      ],
      'covariance must be symmetric: [0][1] is 2, and [1][0] is 3',
    ],
    [
      [
        [1, 2],
        [2, 1],
      ],
      'covariance must be positive semidefinite: no numbers vary together like this',
    ],
    [
      [
        [-1, 0],
        [0, 1],
      ],
      'covariance[0][0] must be 0 or more, not -1',
    ],
  ] as const) {
    t.throws(() => sampleSync({ ...normals, covariance }), { message });
  }
});
