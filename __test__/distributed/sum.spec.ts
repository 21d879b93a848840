import test from 'ava';
import { type PartRecord, type SubmitProgress, submit } from '../../ts/distributed/index.ts';
import { sum, sumSync } from '../../ts/index.ts';
import { hasNative } from '../engines.ts';
import { keysOf, look, redisTest, startRedis, startWorker, until } from './redis.ts';

const GAUSSIAN = { distribution: 'normal', samples: 30_000_000, seed: 42n, stream: 7 } as const;

redisTest('any number of workers, of any engine, give the total that one process gives', async (t) => {
  const server = await startRedis(t);
  const { url } = server;
  const redis = look(t, server);
  const jobs = [
    GAUSSIAN,
    { distribution: 'uniform', samples: 50_000_001, seed: 2n ** 64n - 1n, start: 65_536 },
    { distribution: 'normal', samples: 1, seed: 0 },
    { distribution: 'uniform', samples: 0, seed: '5' },
  ] as const;
  const expected = jobs.map((job) => sumSync(job));
  for (const engines of [['typescript'], ['typescript', hasNative ? 'native' : 'typescript']] as const) {
    const workers = await Promise.all(
      engines.map((engine) =>
        startWorker(t, { redis: url, engine, concurrency: 1, namespace: engines.join('-') }),
      ),
    );
    for (const [i, job] of jobs.entries()) {
      for (const parts of [1, 7, undefined]) {
        t.deepEqual(await submit(job, { redis: url, namespace: engines.join('-'), parts }), expected[i]);
        // What was kept is not computed.
        await redis.del(await redis.keys('*:answer:*'));
      }
    }
    await Promise.all(workers.map((worker) => worker.close()));
  }
});

redisTest('a job submitted ten times at once is computed once, and its answer is kept', async (t) => {
  const server = await startRedis(t);
  const worker = await startWorker(t, { redis: server.url });
  const options = { redis: server.url, parts: 8 };
  const totals = await Promise.all(Array.from({ length: 10 }, () => submit(GAUSSIAN, options)));
  const expected = await sum(GAUSSIAN);
  for (const total of totals) {
    t.deepEqual(total, expected);
  }
  t.is(worker.stats.done, 8);
  t.deepEqual(await submit(GAUSSIAN, { redis: server.url, parts: 3 }), expected);
  t.is(worker.stats.done, 8, 'the answer was kept, however the job would be cut');
  await worker.close();
  const redis = look(t, server);
  const keys = await keysOf(redis);
  t.is(keys.length, 2, keys.join());
  t.regex(keys[0]!, /^\{offloop\}:answer:job-/);
  t.regex(keys[1]!, /^\{offloop\}:run:job-/);
  for (const key of keys) {
    t.true((await redis.pttl(key)) > 1000, 'and it goes some day');
  }
});

redisTest('who computed which part is told, also of an answer that was kept', async (t) => {
  const server = await startRedis(t);
  const worker = await startWorker(t, { redis: server.url, engine: 'typescript' });
  const told: (readonly PartRecord[])[] = [];
  const options = {
    redis: server.url,
    parts: 5,
    onParts: (parts: readonly PartRecord[]) => told.push(parts),
  };
  const before = Date.now();
  await submit(GAUSSIAN, options);
  await submit(GAUSSIAN, options);
  const [parts, again] = told;
  t.deepEqual(again, parts);
  t.is(parts!.length, 5);
  let start = 0;
  for (const part of parts!) {
    t.is(part.start, start);
    t.is(part.worker, worker.id);
    t.is(part.engine, 'typescript');
    t.true(part.began >= before - 1 && part.began + part.took <= Date.now() + 1);
    start += part.samples;
  }
  t.is(start, GAUSSIAN.samples);
  const redis = look(t, server);
  const [key] = await redis.keys('*:answer:*');
  const kept = JSON.parse((await redis.get(key!))!);
  await redis.set(key!, JSON.stringify({ ...kept, parts: [{ worker: 7 }] }));
  await submit(GAUSSIAN, options);
  t.deepEqual(told[2], [], 'what somebody else wrote is no record');
});

redisTest('every key has the namespace for a hash tag', async (t) => {
  const server = await startRedis(t);
  await startWorker(t, { redis: server.url, namespace: 'a.team' });
  await submit(GAUSSIAN, { redis: server.url, namespace: 'a.team' });
  for (const key of await look(t, server).keys('*')) {
    t.true(key.startsWith('{a.team}:'), key);
  }
});

redisTest('progress counts samples, to the end', async (t) => {
  const { url } = await startRedis(t);
  await startWorker(t, { redis: url, engine: 'typescript' });
  const told: SubmitProgress[] = [];
  await submit(GAUSSIAN, { redis: url, parts: 20, onProgress: (progress) => told.push(progress) });
  t.true(told.length > 2);
  for (const [i, { samplesDone, samples, workers }] of told.entries()) {
    t.true(samplesDone >= (told[i - 1]?.samplesDone ?? 0) && samplesDone <= samples);
    t.is(samples, GAUSSIAN.samples);
    t.is(workers, 1);
  }
  t.is(told.at(-1)?.samplesDone, GAUSSIAN.samples);
});

redisTest('parts are sized by speed: a small job is one part, a long one many', async (t) => {
  const server = await startRedis(t);
  const { url } = server;
  const redis = look(t, server);
  const worker = await startWorker(t, { redis: url, engine: 'typescript' });
  await submit({ ...GAUSSIAN, samples: 1_000_000 }, { redis: url });
  t.is(worker.stats.done, 1);
  const controller = new AbortController();
  const long = submit({ ...GAUSSIAN, samples: 1e15 }, { redis: url, signal: controller.signal });
  await until(async () => (await redis.llen('{offloop}:sums-v1:wait')) >= 1900);
  controller.abort(new Error('enough'));
  await t.throwsAsync(long, { message: 'enough' });
});

redisTest(
  'abort ends a job within a moment, leaves nothing behind, and the job can be had afterwards',
  async (t) => {
    const server = await startRedis(t);
    const { url } = server;
    const worker = await startWorker(t, { redis: url, engine: 'typescript' });
    const redis = look(t, server);
    const job = { ...GAUSSIAN, samples: 300_000_000 };
    const controller = new AbortController();
    const aborted = submit(job, {
      redis: url,
      parts: 30,
      signal: controller.signal,
      onProgress: ({ partsDone }) => partsDone > 1 && controller.abort(new Error('enough')),
    });
    await t.throwsAsync(aborted, { message: 'enough' });
    await until(async () => (await keysOf(redis)).every((key) => key.includes(':workers')));
    const before = worker.stats.done;
    t.true(before < 30);
    t.deepEqual(await submit(job, { redis: url, parts: 5 }), sumSync(job));
  },
);

redisTest('who gives up leaves the job to others who wait for it', async (t) => {
  const { url } = await startRedis(t);
  const worker = await startWorker(t, { redis: url, engine: 'typescript' });
  const job = { ...GAUSSIAN, samples: 100_000_000 };
  const controller = new AbortController();
  const waits = submit(job, {
    redis: url,
    parts: 10,
    onProgress: ({ partsDone }) => partsDone > 1 && controller.abort(new Error('enough')),
  });
  await t.throwsAsync(submit(job, { redis: url, parts: 10, signal: controller.signal }), {
    message: 'enough',
  });
  t.deepEqual(await waits, sumSync(job));
  t.is(worker.stats.done, 10);
});

redisTest('a job that waits for a worker is given up at once', async (t) => {
  const server = await startRedis(t);
  const redis = look(t, server);
  const controller = new AbortController();
  const waits = submit(GAUSSIAN, { redis: server.url, signal: controller.signal });
  await until(async () => (await keysOf(redis)).length > 1);
  controller.abort(new Error('enough'));
  await t.throwsAsync(waits, { message: 'enough' });
  t.deepEqual(await keysOf(redis), []);
});

redisTest('a worker that closes finishes its part, or hands it back when its grace is over', async (t) => {
  const server = await startRedis(t);
  const { url } = server;
  const redis = look(t, server);
  const first = await startWorker(t, { redis: url, engine: 'typescript', grace: 1 });
  const job = { ...GAUSSIAN, samples: 200_000_000 };
  const total = submit(job, { redis: url, parts: 2 });
  await until(async () => (await redis.llen('{offloop}:sums-v1:active')) > 0);
  await first.close();
  t.is(first.stats.returned, 1);
  const second = await startWorker(t, { redis: url, concurrency: 1 });
  t.deepEqual(await total, sumSync(job));
  t.is(second.stats.done, 2);
});

const bad = {
  'no URL': [{ redis: 6379 }, /^redis must be a URL such as redis:\/\/.*, not 6379$/],
  'a URL of something else': [{ redis: 'http://127.0.0.1' }, /^redis must be a URL of the form redis:\/\//],
  'a database that is none': [{ redis: 'redis://127.0.0.1/zero' }, /^redis must be a URL of the form/],
  'no parts': [
    { redis: 'redis://127.0.0.1', parts: 0 },
    /^parts must be a whole number from 1 to 20000, not 0$/,
  ],
  'an answer that goes too soon': [
    { redis: 'redis://127.0.0.1', ttl: 5 },
    /^ttl must be a whole number from 10000 to/,
  ],
  'a namespace with braces': [{ redis: 'redis://127.0.0.1', namespace: '{a}' }, /^namespace must be 1 to 64/],
  'an unknown key': [
    { redis: 'redis://127.0.0.1', part: 3 },
    /^options has no 'part': did you mean 'parts'\?$/,
  ],
} as const;

for (const [what, [options, message]] of Object.entries(bad)) {
  test(`submit refuses ${what} before anything starts`, async (t) => {
    const { message: said } = (await t.throwsAsync(submit(GAUSSIAN, options as never)))!;
    t.regex(said, message);
  });
}
