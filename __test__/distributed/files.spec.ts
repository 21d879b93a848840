import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Manifest, submitSamples } from '../../ts/distributed/index.ts';
import { fillSync, sampleSync } from '../../ts/index.ts';
import { run } from '../cli/run.ts';
import { redisTest, startRedis, startWorker, startWorkerProcess } from './redis.ts';

const JOB = {
  distribution: 'normal',
  samples: 1_000_001,
  seed: 42n,
  stream: 3,
  start: 100,
  mean: 5,
} as const;

/** A folder of a test's own. */
async function newFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offloop-lake-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The bytes of all files that a manifest names, in its order. */
async function bytesOf(folder: string, { parts }: Manifest): Promise<Buffer> {
  return Buffer.concat(await Promise.all(parts.map(({ file }) => readFile(join(folder, file)))));
}

for (const format of ['f64le', 'f32le'] as const) {
  redisTest(`samples in files are those of sample, with ranges and checksums (${format})`, async (t) => {
    const { url } = await startRedis(t);
    const lake = await newFolder(t);
    const workers = await Promise.all([
      startWorker(t, { redis: url, output: lake, engine: 'typescript' }),
      startWorker(t, { redis: url, output: lake }),
    ]);
    const output = join(lake, 'run-1');
    const manifest = await submitSamples(JOB, { redis: url, output, format, parts: 5 });
    const expected = fillSync(
      format === 'f64le' ? new Float64Array(JOB.samples) : new Float32Array(JOB.samples),
      { distribution: 'normal', seed: 42n, stream: 3, start: 100, mean: 5 },
    );
    t.true((await bytesOf(output, manifest)).equals(Buffer.from(expected.buffer)));
    t.deepEqual(JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')), manifest);
    let start = 100;
    for (const part of manifest.parts) {
      t.is(part.start, start);
      start += part.samples;
      const bytes = await readFile(join(output, part.file));
      t.is(createHash('sha256').update(bytes).digest('hex'), part.sha256);
      t.is(bytes.length, part.bytes);
    }
    t.is(start, 100 + JOB.samples);
    t.deepEqual((await readdir(output)).sort(), [
      'manifest.json',
      ...manifest.parts.map(({ file }) => file).sort(),
    ]);
    t.is(workers[0]!.stats.done + workers[1]!.stats.done, 4, 'whole blocks: four parts');
  });
}

redisTest('infinite bounds, lists and rows go through the queue', async (t) => {
  const { url } = await startRedis(t);
  const lake = await newFolder(t);
  await startWorker(t, { redis: url, output: lake, engine: 'typescript' });
  const which = { seed: 42n, start: 7, samples: 200_000 };
  const high = Number.POSITIVE_INFINITY;
  const tail = { ...which, distribution: 'truncatedNormal', mean: 0, deviation: 1, low: 3, high } as const;
  const covariance = [
    [2, 0.5],
    [0.5, 1],
  ];
  const rows = { ...which, distribution: 'multivariateNormal', means: [0, 1], covariance } as const;
  for (const job of [tail, rows]) {
    const options = { redis: url, output: join(lake, job.distribution), parts: 3 };
    const manifest = await submitSamples(job, options);
    t.true((await bytesOf(options.output, manifest)).equals(Buffer.from(sampleSync(job).buffer)));
    t.deepEqual(await submitSamples(job, options), manifest, 'the same job again');
  }
  await t.throwsAsync(
    submitSamples(
      { ...which, distribution: 'categorical', weights: new Float64Array(5000).fill(1) },
      { redis: url, output: join(lake, 'weights') },
    ),
    { message: 'a distributed job has at most 4096 parameters, and this one has 5000' },
  );
});

redisTest('missing and damaged files are computed once more, alone, to the bit', async (t) => {
  const { url } = await startRedis(t);
  const lake = await newFolder(t);
  const worker = await startWorker(t, { redis: url, output: lake });
  const output = join(lake, 'run');
  const options = { redis: url, output, parts: 6 };
  const manifest = await submitSamples(JOB, options);
  const before = await bytesOf(output, manifest);
  const times = async () => {
    const stats = await Promise.all(manifest.parts.map(({ file }) => stat(join(output, file))));
    return stats.map(({ mtimeMs }) => mtimeMs);
  };
  const written = await times();

  await rm(join(output, manifest.parts[1]!.file));
  const flipped = await open(join(output, manifest.parts[3]!.file), 'r+');
  await flipped.write(Buffer.of(1, 2, 3), 0, 3, 4096);
  await flipped.close();
  await copyFile(join(output, manifest.parts[0]!.file), join(output, manifest.parts[4]!.file));
  const left = join(output, `.${manifest.parts[2]!.file}.left-by-one-who-was-killed`);
  await writeFile(left, 'half');
  await utimes(left, 0, Date.now() / 1000 - 3600);
  const other = join(output, `.${manifest.parts[2]!.file}.being-written`);
  await writeFile(other, 'half');

  // However many parts are asked for now: the folder says how it is cut.
  t.deepEqual(await submitSamples(JOB, { ...options, parts: 2 }), manifest);
  t.true((await bytesOf(output, manifest)).equals(before));
  const again = await times();
  t.deepEqual(
    again.map((time, i) => time !== written[i]),
    [false, true, false, true, true, false].slice(0, again.length),
  );
  await rm(other);
  t.is((await readdir(output)).length, manifest.parts.length + 1);
  t.true(worker.stats.done > 0);
});

redisTest('a folder of other samples, and one that workers do not see, are refused', async (t) => {
  const { url } = await startRedis(t);
  const lake = await newFolder(t);
  await startWorker(t, { redis: url, output: lake });
  const output = join(lake, 'run');
  await submitSamples(JOB, { redis: url, output });
  const other = await t.throwsAsync(submitSamples({ ...JOB, seed: 43n }, { redis: url, output }), {
    code: 'OFFLOOP_OTHER_SAMPLES',
  });
  t.regex(other!.message, /has other samples: seed is '42' there, not '43'$/);
  await t.throwsAsync(submitSamples({ ...JOB, mean: 4 }, { redis: url, output }), {
    message: /mean is 5 there, not 4$/,
  });
  await writeFile(join(output, 'manifest.json'), '{');
  await t.throwsAsync(submitSamples(JOB, { redis: url, output }), {
    message: /manifest.json cannot be read: /,
  });

  const elsewhere = join(await newFolder(t), 'run-2');
  await t.throwsAsync(submitSamples(JOB, { redis: url, output: elsewhere }), {
    code: 'OFFLOOP_PART_FAILED',
    message: /'run-2' is not in this worker's output, which must be its parent folder$/,
  });
});

redisTest('a disk that cannot be written fails the job, in words', async (t) => {
  const { url } = await startRedis(t);
  const [lake, other] = [await newFolder(t), await newFolder(t)];
  await startWorker(t, { redis: url, output: lake });
  // A file is where the worker's folder should be.
  await writeFile(join(lake, 'run'), '');
  await t.throwsAsync(submitSamples({ ...JOB, samples: 10 }, { redis: url, output: join(other, 'run') }), {
    code: 'OFFLOOP_PART_FAILED',
    message: /^The job failed: the part of .* on failed .*: 'run' is no folder in this worker's output/,
  });
});

redisTest('files of the command line', async (t) => {
  const { url } = await startRedis(t);
  const lake = await newFolder(t);
  await startWorkerProcess(t, ['--redis', url, '--output', lake]);
  const args = ['sample', 'uniform', '--samples', '1e5', '--seed', '5', '--low', '-1'];
  const where = ['--redis', url, '--output', join(lake, 'run')];
  const { stdout, stderr, code } = await run([...args, ...where]);
  t.is(code, 0, stderr);
  t.regex(stdout, /^wrote 1 files? of f64le to .*: see manifest.json there\n$/);
  const bytes = await readFile(join(lake, 'run', 'part-0000000000000000.f64le'));
  const expected = sampleSync({ distribution: 'uniform', samples: 1e5, seed: 5, low: -1 });
  t.true(bytes.equals(Buffer.from(expected.buffer)));
  const { code: wrong, stderr: why } = await run([...args, '--output', join(lake, 'run')]);
  t.is(wrong, 2);
  t.regex(why, /^error: --output needs --redis/);
});

test('submitSamples refuses a folder that cannot be, before anything starts', async (t) => {
  const redis = 'redis://127.0.0.1';
  const folder = await newFolder(t);
  await writeFile(join(folder, 'file'), '');
  for (const output of ['/no/such/place/run', join(folder, 'file')]) {
    await t.throwsAsync(submitSamples(JOB, { redis, output }), {
      name: 'RangeError',
      message: /^output must be a folder/,
    });
  }
  await t.throwsAsync(submitSamples(JOB, { redis, output: `${join(folder, '..')}/a b` }), {
    name: 'TypeError',
  });
  await t.throwsAsync(submitSamples(JOB, { redis, output: join(folder, 'x'), format: 'csv' as never }), {
    message: "format must be 'f64le' or 'f32le', not 'csv'",
  });
});
