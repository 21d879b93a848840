import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fillSync, sampleSync } from '../../ts/index.ts';
import { DISTRIBUTIONS, definitionOf } from '../../ts/library/distributions/registry.ts';
import { pythonWith } from '../python.ts';
import { outputOf, testWhere } from '../where.ts';
import { run } from './run.ts';

test('sample --help lists every distribution, and each has a help of its own', async (t) => {
  const { stdout } = await run(['sample', '--help']);
  for (const name of DISTRIBUTIONS) {
    t.regex(stdout, new RegExp(`^ {2}${name} +\\S`, 'm'));
  }
  for (const name of ['gamma', 'categorical', 'multivariateNormal'] as const) {
    const help = await run(['sample', name, '--help']);
    t.is(help.code, 0);
    for (const parameter of definitionOf(name).names) {
      t.regex(help.stdout, new RegExp(`^ {2}--${parameter} <`, 'm'));
    }
    t.notRegex(help.stdout, /--degrees/);
    t.regex(help.stdout, new RegExp(`\\$ offloop sample ${name} --`));
    t.true(
      help.stdout.split('\n').every((line) => line.length <= 80),
      help.stdout,
    );
  }
});

test('the example in a help prints samples', async (t) => {
  for (const name of ['truncatedNormal', 'multivariateNormal', 'categorical'] as const) {
    const { stdout } = await run(['sample', name, '--help']);
    const [, example = ''] = /\$ offloop (.*)$/s.exec(stdout)!;
    const words = example
      .replaceAll(/ \\\n */g, ' ')
      .trim()
      .split(' ');
    const { code, stdout: lines } = await run(words.map((word) => word.replaceAll('"', '')));
    t.is(code, 0);
    t.is(lines.trimEnd().split('\n').length, 10);
  }
});

const job = { samples: 5, seed: 42 } as const;
const SEED = ['--samples', '5', '--seed', '42'];

test('lists, rows of them and infinities are parameters, and rows are lines', async (t) => {
  const weights = await run(['sample', 'categorical', '--weights', '1,2,3', ...SEED]);
  const expected = sampleSync({ ...job, distribution: 'categorical', weights: [1, 2, 3] });
  t.is(weights.stdout, `${expected.join('\n')}\n`);
  const rows = await run([
    ...['sample', 'multivariateNormal', '--means', '0,1', '--covariance', '2,0.5;0.5,1'],
    ...SEED,
  ]);
  const normals = sampleSync({
    ...job,
    distribution: 'multivariateNormal',
    means: [0, 1],
    covariance: [
      [2, 0.5],
      [0.5, 1],
    ],
  });
  t.deepEqual(
    rows.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').map(Number)),
    Array.from({ length: 5 }, (_, i) => [...normals.subarray(2 * i, 2 * i + 2)]),
  );
  const options = ['--mean', '0', '--deviation', '1', '--low', '-Infinity', '--high', '-3'];
  const tail = await run(['sample', 'truncatedNormal', ...options, ...SEED]);
  const [mean, deviation, low, high] = [0, 1, Number.NEGATIVE_INFINITY, -3];
  t.is(
    tail.stdout,
    `${sampleSync({ ...job, distribution: 'truncatedNormal', mean, deviation, low, high }).join('\n')}\n`,
  );
});

test("other libraries' words for parameters are answered by the right ones", async (t) => {
  for (const [args, message] of [
    [['gamma', '--rate', '2'], "'gamma' samples have no rate: write scale = 1 / rate"],
    [['poisson', '--lambda', '2'], "'poisson' samples have no lambda: write mean"],
    [['studentT', '--df', '2'], "'studentT' samples have no df: write degrees"],
    [['binomial', '--n', '2'], "'binomial' samples have no n: write trials"],
    [['gamma', '--mode', '2'], "'gamma' samples have no mode: their parameters are shape and scale"],
    [['categorical', '--weights', '1,-2'], 'weights[1] must be a finite number, 0 or more, not -2'],
    [['gamma'], 'gamma needs shape: a finite number, 1e-300 or more'],
  ] as const) {
    const { code, stderr } = await run(['sample', ...args]);
    t.is(code, 2);
    t.is(stderr, `error: ${message}\n`);
  }
});

test('floats and whole numbers are those of arrays', async (t) => {
  const floats = await run(['sample', 'gamma', '--shape', '2', ...SEED, '--format', 'f32le']);
  const expected = fillSync(new Float32Array(5), { seed: 42, distribution: 'gamma', shape: 2 });
  t.deepEqual(new Float32Array(new Uint8Array(floats.bytes).buffer), expected);
  const whole = await run(['sample', 'poisson', '--mean', '3', ...SEED, '--format', 'i32le']);
  const counts = fillSync(new Int32Array(5), { seed: 42, distribution: 'poisson', mean: 3 });
  t.deepEqual(new Int32Array(new Uint8Array(whole.bytes).buffer), counts);
  const wrong = await run(['sample', 'gamma', '--shape', '2', '--format', 'i32le']);
  t.is(wrong.stderr, "error: i32le is for whole numbers, which 'gamma' samples are not\n");
});

const python = pythonWith('numpy');

testWhere(python !== undefined, 'NumPy')(
  'numpy.load reads npy: doubles, whole numbers and rows',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'offloop-npy-'));
    t.teardown(() => rm(folder, { recursive: true }));
    for (const [args, shape, type, first] of [
      [
        ['gamma', '--shape', '2'],
        '(5,)',
        'float64',
        sampleSync({ ...job, distribution: 'gamma', shape: 2 })[0],
      ],
      [
        ['poisson', '--mean', '3'],
        '(5,)',
        'int64',
        sampleSync({ ...job, distribution: 'poisson', mean: 3 })[0],
      ],
      [
        ['direction', '--dimensions', '3'],
        '(5, 3)',
        'float64',
        sampleSync({ ...job, distribution: 'direction', dimensions: 3 })[0],
      ],
    ] as const) {
      const { bytes } = await run(['sample', ...args, ...SEED, '--format', 'npy']);
      const file = join(folder, `${args[0]}.npy`);
      writeFileSync(file, bytes);
      const program = `import numpy; a = numpy.load(${JSON.stringify(file)}); print(a.shape, a.dtype, repr(float(a.flat[0])), sep='|')`;
      const [found, dtype, value] = outputOf(python!, ['-c', program]).trim().split('|');
      t.deepEqual([found, dtype, Number(value)], [shape, type, first]);
    }
  },
);

test('npy has the header of format version 1.0, 64 bytes or a multiple of that', async (t) => {
  const { bytes } = await run(['sample', 'direction', '--dimensions', '3', ...SEED, '--format', 'npy']);
  t.is(bytes.subarray(0, 8).toString('latin1'), '\x93NUMPY\x01\x00');
  const length = 10 + bytes.readUInt16LE(8);
  t.is(length % 64, 0);
  t.regex(
    bytes.subarray(10, length).toString('latin1'),
    /^\{'descr': '<f8', 'fortran_order': False, 'shape': \(5, 3\), \} *\n$/,
  );
  t.is(bytes.length, length + 8 * 15);
});
