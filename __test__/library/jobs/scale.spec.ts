import test from 'ava';
import fc from 'fast-check';
import {
  fill,
  fillSync,
  Generator,
  type Mode,
  sample,
  sampleInChunks,
  sampleSync,
  sum,
} from '../../../ts/index.ts';
import { floatAtLeast } from '../../../ts/library/distributions/neighbours.ts';
import { DISTRIBUTIONS } from '../../../ts/library/distributions/registry.ts';
import { engines, fewer } from '../../engines.ts';

const number = fc.double({ min: -1e200, max: 1e200, noNaN: true });
const SAMPLES = 70_000;

test('scaled samples are mean + deviation * x, by every way to get them, on every engine', async (t) => {
  const property = fc.asyncProperty(
    fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    number,
    fc.double({ min: 0, max: 1e100, noNaN: true }),
    fc.constantFrom(...engines),
    fc.constantFrom<Mode>('blocking', 'cooperative', 'threadpool'),
    async (seed, mean, deviation, engine, mode) => {
      const job = { distribution: 'normal', seed, start: 9, mean, deviation } as const;
      const standard = sampleSync({ distribution: 'normal', seed, start: 9, samples: SAMPLES });
      // A mean of -0 counts as 0.
      const expected = standard.map((x) => mean + 0 + deviation * x);
      t.deepEqual(sampleSync({ ...job, samples: SAMPLES }, { engine }), expected);
      t.deepEqual(await sample({ ...job, samples: SAMPLES }, { engine, mode }), expected);
      t.deepEqual(await fill(new Float64Array(SAMPLES), job, { engine, mode }), expected);
      for await (const part of sampleInChunks({ ...job, samples: SAMPLES }, { engine, mode })) {
        t.deepEqual(part, expected);
      }
      t.deepEqual(fillSync(new Float32Array(SAMPLES), job, { engine }), new Float32Array(expected));
    },
  );
  await fc.assert(property, { numRuns: fewer(20) });
});

test('scaled uniform samples are low + (high - low) * x, and below high', async (t) => {
  const property = fc.asyncProperty(
    fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    number,
    number,
    fc.constantFrom(...engines),
    async (seed, a, b, engine) => {
      fc.pre(a !== b);
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const job = { distribution: 'uniform', seed, low, high } as const;
      const standard = sampleSync({ distribution: 'uniform', seed, samples: SAMPLES });
      const found = await sample({ ...job, samples: SAMPLES }, { engine });
      t.true(found.every((y, i) => y >= low && y < high && y <= low + (high - low) * standard[i]!));
      const inside = standard.map((x) => low + (high - low) * x);
      t.true(found.every((y, i) => y === inside[i] || inside[i]! >= high));
      if (floatAtLeast(low) < high) {
        const singles = fillSync(new Float32Array(SAMPLES), job, { engine });
        t.true(singles.every((y, i) => y === Math.fround(found[i]!) || y > low));
        t.true(singles.every((y) => low <= y && y < high && Number.isFinite(y)));
      } else {
        t.throws(() => fillSync(new Float32Array(1), job, { engine }), { message: /^no float lies/ });
      }
    },
  );
  // With these two no float lies between the bounds, though they round to different ones.
  const examples = engines.map((engine): [bigint, number, number, typeof engine] => {
    return [0n, 0, -7.006492321624087e-46, engine];
  });
  await fc.assert(property, { numRuns: fewer(20), examples });
});

test('a sample that would round up to high is the largest number below it', (t) => {
  for (const engine of engines) {
    for (const [low, high, below] of [
      [1 - 2 ** -52, 1, 1 - 2 ** -53],
      [-(2 ** -1073), 0, -(2 ** -1074)],
      [-1 - 2 ** -51, -1, -1 - 2 ** -52],
    ] as const) {
      const job = { distribution: 'uniform', seed: 1, low, high } as const;
      const found = new Set(sampleSync({ ...job, samples: 1000 }, { engine }));
      t.true(found.has(below), 'among a thousand samples some are there');
      t.is(Math.max(...found), below);
      t.true(Math.min(...found) >= low);
    }
    for (const [low, high, below] of [
      [1 - 2 ** -23, 1, 1 - 2 ** -24],
      [0.3 - 2 ** -24, 0.3, 0.29999998211860657],
      [-(2 ** -148), 0, -(2 ** -149)],
      [-1 - 2 ** -22, -1, -1 - 2 ** -23],
    ] as const) {
      const singles = fillSync(
        new Float32Array(1000),
        { distribution: 'uniform', seed: 1, low, high },
        { engine },
      );
      t.is(Math.max(...singles), below);
    }
  }
});

test('floats keep to the range: never below low, at high or above it, or infinite', (t) => {
  for (const engine of engines) {
    for (const [low, high, least, most] of [
      [0.7, 0.700001, 0.7000000476837158, 0.7000009417533875],
      [-4e38, 4e38, -3.4028234663852886e38, 3.4028234663852886e38],
      [-(2 ** -149) / 2, 2 ** -149, 0, 0],
    ] as const) {
      const job = { distribution: 'uniform', seed: 1, low, high } as const;
      const found = fillSync(new Float32Array(100_000), job, { engine });
      t.is(
        found.reduce((a, b) => Math.min(a, b)),
        least,
      );
      t.is(
        found.reduce((a, b) => Math.max(a, b)),
        most,
      );
      const rng = new Generator({ seed: 1, engine });
      t.deepEqual(rng.fill(new Float32Array(500), 'uniform', low, high), found.slice(0, 500));
    }
    const between = { distribution: 'uniform', low: 1 + 2 ** -30, high: 1 + 2 ** -29 } as const;
    t.throws(() => fillSync(new Float32Array(1), between, { engine }), {
      name: 'RangeError',
      message:
        /^no float lies from 1\.0000000009313226 to 1\.00\d+, as these samples do: use a Float64Array$/,
    });
  }
});

test('the standard parameters are no scaling at all', (t) => {
  for (const engine of engines) {
    const uniform = { distribution: 'uniform', samples: 1000, seed: 1 } as const;
    t.deepEqual(sampleSync({ ...uniform, low: 0, high: 1 }, { engine }), sampleSync(uniform, { engine }));
    const gaussian = { distribution: 'normal', samples: 1000, seed: 1 } as const;
    t.deepEqual(
      sampleSync({ ...gaussian, mean: 0, deviation: 1 }, { engine }),
      sampleSync(gaussian, { engine }),
    );
  }
});

test('bad parameters are refused in one sentence', async (t) => {
  const uniform = { distribution: 'uniform', samples: 10 } as const;
  const gaussian = { distribution: 'normal', samples: 10 } as const;
  for (const [job, message] of [
    [{ ...uniform, mean: 1 }, "'uniform' samples have no mean: their parameters are low and high"],
    [{ ...gaussian, high: 1 }, "'normal' samples have no high: their parameters are mean and deviation"],
    [{ ...uniform, low: 1 }, 'high must be above low, by a finite number; low is 1, high is 1'],
    [
      { ...uniform, low: -1e308, high: 1e308 },
      'high must be above low, by a finite number; low is -1e+308, high is 1e+308',
    ],
    [{ ...uniform, high: Number.NaN }, 'high must be a finite number, not NaN'],
    [{ ...uniform, low: '0' }, "low must be a number, not '0'"],
    [{ ...gaussian, deviation: -1 }, 'deviation must be a finite number, 0 or more, not -1'],
    [{ ...gaussian, mean: Number.POSITIVE_INFINITY }, 'mean must be a finite number, not Infinity'],
    [{ ...gaussian, std: 2 }, "job has no 'std': did you mean 'deviation'?"],
    [{ ...uniform, min: 2 }, "job has no 'min': did you mean 'low'?"],
    [
      { ...gaussian, distribution: 'Gaussian' },
      `distribution must be one of ${DISTRIBUTIONS.length} names, not 'Gaussian': did you mean 'normal'?`,
    ],
    [{ ...gaussian, deviaton: 2 }, "job has no 'deviaton': did you mean 'deviation'?"],
  ] as const) {
    t.throws(() => sampleSync(job as never), { message });
    await t.throwsAsync(sample(job as never), { message });
  }
  await t.throwsAsync(sum({ ...gaussian, mean: 2 } as never), {
    name: 'TypeError',
    message:
      'a sum is of standard samples and has no mean: that of scaled ones is samples * mean + deviation * sum',
  });
});
