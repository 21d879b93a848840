import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { type Manifest, type SubmitProgress, submitSamples } from '../../ts/distributed/index.ts';
import { fillSync } from '../../ts/index.ts';
import { freePort, look, redisTest, startRedis, startWorker, until } from './redis.ts';

const JOB = { distribution: 'uniform', samples: 20 * 65_536, seed: 1n } as const;

async function newLake(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offloop-lake-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder has the files of its manifest, undamaged, and nothing else. */
async function isWhole(t: ExecutionContext, folder: string, manifest: Manifest): Promise<void> {
  t.deepEqual(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')), manifest);
  const found = (await readdir(folder)).sort();
  t.deepEqual(found, ['manifest.json', ...manifest.parts.map(({ file }) => file)].sort());
  const pieces: Buffer[] = [];
  for (const { file, sha256 } of manifest.parts) {
    const bytes = await readFile(join(folder, file));
    t.is(createHash('sha256').update(bytes).digest('hex'), sha256);
    pieces.push(bytes);
  }
  const { format, seed } = manifest;
  const SampleArray = format === 'f64le' ? Float64Array : Float32Array;
  const expected = fillSync(new SampleArray(JOB.samples), { distribution: 'uniform', seed });
  t.true(Buffer.concat(pieces).equals(Buffer.from(expected.buffer)));
}

redisTest(
  'of two jobs that ask for one new folder at once, one gets it, and the other an error',
  async (t) => {
    const { url: redis } = await startRedis(t);
    const lake = await newLake(t);
    await startWorker(t, { redis, output: lake });
    for (const [i, [job, format]] of (
      [
        [{ ...JOB, seed: 2n }, 'f64le'],
        [{ ...JOB, seed: 3n }, 'f64le'],
        [JOB, 'f32le'],
        [{ ...JOB, stream: 1 }, 'f64le'],
      ] as const
    ).entries()) {
      const output = join(lake, `run-${i}`);
      const [first, second] = await Promise.allSettled([
        submitSamples(JOB, { redis, output, parts: 20 }),
        submitSamples(job, { redis, output, parts: 10, format }),
      ]);
      const [won, lost] = first!.status === 'fulfilled' ? [first!, second!] : [second!, first!];
      t.like(lost, { status: 'rejected', reason: { code: 'OFFLOOP_OTHER_SAMPLES' } });
      if (won.status === 'fulfilled' && won.value.stream === 0) {
        await isWhole(t, output, won.value);
      }
    }
  },
);

redisTest('one job that is cut in three ways gets one folder, and is computed once', async (t) => {
  const server = await startRedis(t);
  const redis = look(t, server);
  const lake = await newLake(t);
  const output = join(lake, 'run');
  const calls = [20, 7, 5].map((parts) => submitSamples(JOB, { redis: server.url, output, parts }));
  await until(async () => {
    const [waiters] = await redis.keys('*:waiters:*');
    return waiters !== undefined && (await redis.zcard(waiters)) === calls.length;
  });
  const worker = await startWorker(t, { redis: server.url, output: lake });
  const [first, ...others] = await Promise.all(calls);
  for (const other of others) {
    t.deepEqual(other, first);
  }
  await isWhole(t, output, first!);
  t.is(worker.stats.done, first!.parts.length);
});

test('a call without a Redis claims no folder', async (t) => {
  const output = join(await newLake(t), 'run');
  const redis = `redis://127.0.0.1:${await freePort()}`;
  await t.throwsAsync(submitSamples(JOB, { redis, output }), { code: 'OFFLOOP_REDIS_UNAVAILABLE' });
  t.deepEqual(await readdir(output), []);
});

redisTest('callers who come one after another have each file written once', async (t) => {
  const { url: redis } = await startRedis(t);
  const lake = await newLake(t);
  await startWorker(t, { redis, output: lake });
  const output = join(lake, 'run');
  const inodes = async ({ parts }: Manifest) =>
    Promise.all(parts.map(async ({ file }) => (await stat(join(output, file))).ino));
  const found = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      await delay(i * 40);
      return inodes(await submitSamples(JOB, { redis, output, parts: 20 }));
    }),
  );
  for (const files of found) {
    t.deepEqual(files, found[0]);
  }
});

redisTest('a folder that cannot be written any more is an error with a code', async (t) => {
  const { url: redis } = await startRedis(t);
  const lake = await newLake(t);
  await startWorker(t, { redis, output: lake });
  const output = join(lake, 'run');
  const manifest = join(output, 'manifest.json');
  const onProgress = ({ samplesDone }: SubmitProgress): void => {
    if (samplesDone === JOB.samples && !statSync(manifest).isDirectory()) {
      rmSync(manifest);
      mkdirSync(join(manifest, 'folder'), { recursive: true });
    }
  };
  const error = await t.throwsAsync(submitSamples(JOB, { redis, output, onProgress }), {
    code: 'OFFLOOP_FOLDER_FAILED',
    message: /^The folder .* cannot be written: /,
  });
  t.truthy((error!.cause as NodeJS.ErrnoException).code);
});

redisTest('the complete files of an interrupted job are checked and used', async (t) => {
  const { url: redis } = await startRedis(t);
  const lake = await newLake(t);
  const output = join(lake, 'run');
  const files = async () => (await readdir(output)).filter((name) => name.startsWith('part-')).sort();
  const times = async (names: string[]) =>
    Promise.all(names.map(async (name) => (await stat(join(output, name), { bigint: true })).mtimeNs));
  const worker = await startWorker(t, { redis, output: lake, engine: 'typescript' });
  const controller = new AbortController();
  const call = submitSamples(JOB, { redis, output, parts: 20, signal: controller.signal });
  call.catch(() => {});
  await until(() => worker.stats.done >= 5, 1);
  await worker.destroy();
  controller.abort(new Error('enough'));
  await t.throwsAsync(call, { message: 'enough' });
  const complete = await files();
  t.true(complete.length >= 5 && complete.length < 20);
  const before = await times(complete);
  const flipped = await open(join(output, complete[1]!), 'r+');
  await flipped.write(Buffer.of(1, 2, 3), 0, 3, 4096);
  await flipped.close();

  await t.throwsAsync(submitSamples({ ...JOB, seed: 9n }, { redis, output }), {
    code: 'OFFLOOP_OTHER_SAMPLES',
    message: /seed is '1' there, not '9'$/,
  });
  await startWorker(t, { redis, output: lake });
  const manifest = await submitSamples(JOB, { redis, output, parts: 2 });
  t.is(manifest.parts.length, 20, 'the folder says how it is cut');
  const after = await times(complete);
  t.deepEqual(
    after.map((time, i) => time === before[i]),
    complete.map((_, i) => i !== 1),
  );
  await isWhole(t, output, manifest);
});

redisTest('a manifest that is none is refused in words, whatever it is', async (t) => {
  const { url: redis } = await startRedis(t);
  const lake = await newLake(t);
  const given = {
    streamVersion: 1,
    distribution: 'uniform',
    seed: '1',
    stream: 0,
    start: 0,
    format: 'f64le',
  };
  const cases: Record<string, [make: (path: string) => unknown, why: RegExp]> = {
    'parts of one sample': [
      (path) => writeFile(path, JSON.stringify({ ...given, samples: 1e11, partSamples: 1 })),
      /its partSamples is 1, and must be from 5000000 to /,
    ],
    'a pipe': [(path) => execFileSync('mkfifo', [path]), /its manifest\.json cannot be read: it is no file$/],
    'a folder': [(path) => mkdir(path), /cannot be read: it is no file$/],
    'a link': [(path) => symlink('/etc/passwd', path), /cannot be read: ELOOP/],
    'a gigabyte': [
      async (path) => {
        await writeFile(path, '');
        await truncate(path, 2 ** 30);
      },
      /cannot be read: it has 1073741824 bytes, more than /,
    ],
    'an empty file': [(path) => writeFile(path, ''), /its manifest\.json is empty$/],
    'half a file': [(path) => writeFile(path, '{"seed"'), /its manifest\.json cannot be read: /],
    'an array': [(path) => writeFile(path, '[]'), /streamVersion is undefined there, not 1$/],
  };
  for (const [what, [make, why]] of Object.entries(cases)) {
    const output = join(lake, what.replaceAll(' ', '-'));
    await mkdir(output);
    await make(join(output, 'manifest.json'));
    const error = await t.throwsAsync(submitSamples({ ...JOB, samples: 1e11 }, { redis, output }), {
      code: 'OFFLOOP_OTHER_SAMPLES',
    });
    t.regex(error!.message, why, what);
  }
});

redisTest('a worker follows no link out of its folder, and waits for no pipe in it', async (t) => {
  const { url: redis } = await startRedis(t);
  const [lake, outside] = [await newLake(t), await newLake(t)];
  await startWorker(t, { redis, output: lake });
  await symlink(outside, join(lake, 'link'));
  await t.throwsAsync(submitSamples(JOB, { redis, output: join(lake, 'link') }), {
    code: 'OFFLOOP_PART_FAILED',
    message: /'link' is a link in this worker's output/,
  });
  t.deepEqual(await readdir(outside), ['manifest.json']);

  const output = join(lake, 'run');
  await mkdir(output);
  const file = 'part-0000000000000000.f64le';
  execFileSync('mkfifo', [join(output, file), join(output, `.${file}.sha256`)]);
  await symlink(join(outside, 'stolen'), join(output, 'part-0000000000065536.f64le'));
  await isWhole(t, output, await submitSamples(JOB, { redis, output, parts: 20 }));
  t.deepEqual(await readdir(outside), ['manifest.json']);
});
