import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { jobOf } from '../../scripts/vectors.ts';
import { fillSync, sumSync } from '../../ts/index.ts';
import type { ArrayName } from '../../ts/library/stream/arrays.ts';
import { startProgram } from '../processes.ts';
import { pythonWith } from '../python.ts';
import { outputOf, testWhere } from '../where.ts';
import { EXAMPLES } from './run.ts';

const python = pythonWith('numpy');
const hasNumpy = python !== undefined && outputOf(python, ['-c', 'import numpy; print("here")']) === 'here\n';
const folder = join(EXAMPLES, 'python');
const program = join(folder, 'offloop_stream.py');
const vectors = fileURLToPath(new URL('../../docs/vectors', import.meta.url));

testWhere(hasNumpy, 'NumPy')('the stream in Python agrees with every vector', async (t) => {
  const expected: string[] = [];
  for (const name of (await readdir(vectors)).sort()) {
    const file: Record<string, unknown> = JSON.parse(await readFile(join(vectors, name), 'utf8'));
    for (const [list, entries] of Object.entries(file)) {
      if (Array.isArray(entries)) {
        expected.push(`ok    ${entries.length} ${list} of ${name.replace('.json', '')}`);
      }
    }
  }
  t.deepEqual(await runPython(t, [program]), expected);
});

testWhere(hasNumpy, 'NumPy')('Python says which vector is wrong, and writes it anew', async (t) => {
  const copy = await mkdtemp(join(tmpdir(), 'offloop-vectors-'));
  t.teardown(() => rm(copy, { recursive: true }));
  await cp(join(vectors, 'generator.json'), join(copy, 'generator.json'));
  const published = await readFile(join(copy, 'generator.json'), 'utf8');
  await writeFile(join(copy, 'generator.json'), published.replace('"result":[2,', '"result":[3,'));
  const { code, stdout } = await startProgram(python!, [program, copy]).finished;
  t.is(code, 1);
  t.regex(stdout, /^WRONG \d+ calls of generator\n {6}.+"result": \[3, .+\nok /);
  await runPython(t, [program, '--write', copy]);
  t.is(await readFile(join(copy, 'generator.json'), 'utf8'), published);
});

/** Of each job the arrays that are compared. */
const jobs: { distribution: string; parameters: object; samples: number; [key: string]: unknown }[] = [
  { distribution: 'uniform', parameters: {}, samples: 70_000, seed: '1', stream: 5, start: 65_530 },
  { distribution: 'uniform', parameters: { low: -3, high: 0.1 }, samples: 1000, seed: '4' },
  // So near to each other that rounding meets `high`.
  { distribution: 'uniform', parameters: { low: 1, high: 1 + 2 ** -51 }, samples: 1000, seed: '5' },
  { distribution: 'uniform', parameters: { low: 0.1, high: 0.1 + 2 ** -26 }, samples: 1000, seed: '6' },
  { distribution: 'normal', parameters: {}, samples: 70_001, seed: '2', stream: 2 ** 32 - 1, start: 131_071 },
  { distribution: 'normal', parameters: {}, samples: 40, seed: '3', start: 2 ** 53 - 41 },
  { distribution: 'normal', parameters: { mean: 0.1, deviation: 1 / 3 }, samples: 1000, seed: '7', start: 9 },
  { distribution: 'exponential', parameters: { mean: 0.3 }, samples: 70_000, seed: '8', start: 65_531 },
  { distribution: 'integer', parameters: { low: -50, high: 51 }, samples: 1000, seed: '9', start: 65_531 },
  // Almost half of the first attempts are rejected.
  {
    distribution: 'integer',
    parameters: { low: 0, high: 2 ** 52 + 1 },
    samples: 70_000,
    seed: '10',
    start: 7,
  },
];
const ARRAYS = { Float64Array, Float32Array, BigInt64Array };
const arraysOf = (distribution: string) =>
  (Object.keys(ARRAYS) as (keyof typeof ARRAYS & ArrayName)[]).filter(
    (name) => name !== 'BigInt64Array' || distribution === 'integer',
  );

testWhere(hasNumpy, 'NumPy')(
  'Python draws what offloop draws, from any start, with parameters, in every kind of array',
  async (t) => {
    const lines = await runPython(t, ['-c', DRAW, folder, JSON.stringify(jobs)]);
    const expected = jobs.flatMap(({ samples, distribution, ...where }) =>
      arraysOf(distribution).map((name) => {
        const array = new ARRAYS[name](samples) as Float64Array;
        return { array: fillSync(array, jobOf(distribution as never, where)), name, distribution, where };
      }),
    );
    t.is(lines.length, expected.length);
    for (const [n, { array, ...of }] of expected.entries()) {
      t.true(lines[n] === Buffer.from(array.buffer).toString('hex'), JSON.stringify(of));
    }
  },
);

/** Prints the samples of jobs as hexadecimal bytes: of each the doubles, then the floats, then whole ones as integers. */
const DRAW = `
import json, sys
sys.path.insert(0, sys.argv[1])
from offloop_stream import DISTRIBUTIONS, sample
for job in json.loads(sys.argv[2]):
    for dtype in ("f8", "f4", "i8") if DISTRIBUTIONS[job["distribution"]].whole else ("f8", "f4"):
        print(sample(**{**job, "seed": int(job["seed"])}, dtype=dtype).tobytes().hex())
`;

testWhere(hasNumpy, 'NumPy')("Python's totals are offloop's, from any block on", async (t) => {
  for (const distribution of ['uniform', 'normal']) {
    const job = {
      distribution: distribution as 'uniform',
      samples: 150_000,
      seed: 8n,
      stream: 1,
      start: 3 * 65_536,
    };
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
