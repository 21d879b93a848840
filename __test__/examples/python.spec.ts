import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { fillSync, type SampleJob, sampleSync, sumSync } from '../../ts/index.ts';
import { startProgram } from '../processes.ts';
import { pythonWith } from '../python.ts';
import { outputOf, testWhere } from '../where.ts';
import { EXAMPLES } from './run.ts';

const python = pythonWith('numpy');
const hasNumpy = python !== undefined && outputOf(python, ['-c', 'import numpy; print("here")']) === 'here\n';
const folder = join(EXAMPLES, 'python');
const vectors: {
  totals: unknown[];
  firstSamplesAsBigEndianHex: unknown[];
  samplesFromAnywhere: unknown[];
  fills: unknown[];
  words: unknown[];
  generators?: { integers: unknown[] }[];
} = JSON.parse(readFileSync(new URL('../../docs/vectors.json', import.meta.url), 'utf8'));

testWhere(hasNumpy, 'NumPy')('the stream in Python agrees with every vector', async (t) => {
  const lines = await runPython(t, [join(folder, 'offloop_stream.py')]);
  const { totals, firstSamplesAsBigEndianHex, samplesFromAnywhere, fills, words, generators = [] } = vectors;
  // Of a generator: uniform and normal draws, the same across an edge, whole numbers, a shuffled list, children.
  const ofGenerators = generators.reduce((sum, { integers }) => sum + 4 + integers.length + 2, 0);
  // From anywhere, and many: doubles and singles.
  const ofSamples = firstSamplesAsBigEndianHex.length + 2 * (samplesFromAnywhere.length + fills.length);
  t.is(lines.length, totals.length + ofSamples + words.length + ofGenerators);
  t.deepEqual(
    lines.filter((line) => !line.startsWith('ok ')),
    [],
  );
});

const jobs: (SampleJob & { seed: string })[] = [
  { distribution: 'uniform', samples: 70_000, seed: '1', stream: 5, start: 65_530 },
  { distribution: 'gaussian', samples: 70_001, seed: '2', stream: 2 ** 32 - 1, start: 131_071 },
  { distribution: 'gaussian', samples: 40, seed: '3', start: 2 ** 53 - 41 },
  { distribution: 'uniform', samples: 1000, seed: '4', low: -3, high: 0.1 },
  // So near to each other that rounding meets `high`.
  { distribution: 'uniform', samples: 1000, seed: '5', low: 1, high: 1 + 2 ** -51 },
  { distribution: 'uniform', samples: 1000, seed: '6', low: 0.1, high: 0.1 + 2 ** -26 },
  { distribution: 'gaussian', samples: 1000, seed: '7', start: 9, mean: 0.1, deviation: 1 / 3 },
];

testWhere(hasNumpy, 'NumPy')(
  'Python draws what offloop draws, from any start, scaled and single',
  async (t) => {
    const lines = await runPython(t, ['-c', DRAW, folder, JSON.stringify(jobs)]);
    const expected = jobs.flatMap((job) => {
      const { samples, ...fillJob } = job;
      return [sampleSync(job), fillSync(new Float32Array(samples), fillJob)];
    });
    t.is(lines.length, expected.length);
    for (const [n, array] of expected.entries()) {
      t.true(lines[n] === Buffer.from(array.buffer).toString('hex'), JSON.stringify(jobs[n >> 1]));
    }
  },
);

/** Prints the samples of jobs as hexadecimal bytes: of each the doubles, then the floats. */
const DRAW = `
import json, sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from offloop_stream import sample
for job in json.loads(sys.argv[2]):
    scale = [job.pop(name) for name in ("low", "high", "mean", "deviation") if name in job]
    for dtype in (np.float64, np.float32):
        drawn = sample(**{**job, "seed": int(job["seed"])}, scale=scale or (0, 1), dtype=dtype)
        print(drawn.tobytes().hex())
`;

testWhere(hasNumpy, 'NumPy')("Python's totals are offloop's, from any block on", async (t) => {
  for (const distribution of ['uniform', 'gaussian'] as const) {
    const job = { distribution, samples: 150_000, seed: 8n, stream: 1, start: 3 * 65_536 };
    const call = `total("${distribution}", 8, 150_000, stream=1, start=3 * 65_536)`;
    const code = `import sys; sys.path.insert(0, sys.argv[1]); from offloop_stream import total; print(${call})`;
    t.deepEqual(await runPython(t, ['-c', code, folder]), [String(sumSync(job).units)]);
  }
});

async function runPython(t: ExecutionContext, args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await startProgram(python!, args).finished;
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout.trimEnd().split('\n');
}
