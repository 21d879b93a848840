import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { Queue, Worker as QueueWorker } from 'bullmq';
import { Redis } from 'ioredis';
import type { WorkEvent } from '../../ts/distributed/index.ts';
import { submit, submitSamples } from '../../ts/distributed/index.ts';
import { mergeJob } from '../../ts/distributed/merge.ts';
import { toNames } from '../../ts/distributed/names.ts';
import { openQueue } from '../../ts/distributed/queues.ts';
import { sumSync } from '../../ts/index.ts';
import { look, redisTest, startRedis, startWorker, until } from './redis.ts';

const JOB = { distribution: 'uniform', samples: 1_000_000, seed: 42n } as const;

const PART = {
  streamVersion: 1,
  distribution: 'uniform',
  seed: '42',
  stream: 0,
  start: 0,
  samples: 65_536,
} as const;

/** What somebody writes into the queue of parts, and what the worker says of it. */
const parts: Record<string, [data: unknown, why: RegExp]> = {
  'another version of the stream': [
    { ...PART, streamVersion: 2 },
    /^this worker computes version 1 of the sample stream, not 2$/,
  ],
  'no version': [{ ...PART, streamVersion: undefined }, /version 1 of the sample stream, not undefined$/],
  'no object': ['part', /^a part must be an object, not 'part'$/],
  nothing: [null, /^a part must be an object/],
  'an array': [[PART], /^a part must be a plain object, not an array/],
  'another distribution': [
    { ...PART, distribution: 'cauchi' },
    /^distribution must be 'uniform' or 'normal'/,
  ],
  'an object for a number': [
    { ...PART, samples: { valueOf: 1 } },
    /^samples must be a number, not an object$/,
  ],
  'a huge number': [
    { ...PART, samples: 1e300 },
    /^samples must be a whole number from 0 to 2\^53 - 1, not 1e\+300$/,
  ],
  'years of work': [
    { ...PART, samples: 2 ** 52 },
    /^a part's samples must be a whole number from 0 to 8796093022208/,
  ],
  'a start inside a block': [{ ...PART, start: 5 }, /^start of a sum must be a multiple of 65536/],
  'no start': [{ ...PART, start: undefined }, /^start must be a number/],
  'no seed': [{ ...PART, seed: undefined }, /^seed must be a decimal string/],
  'a seed with a letter': [{ ...PART, seed: '0x2a' }, /^seed must be a decimal string/],
  'a long seed': [{ ...PART, seed: '9'.repeat(100_000) }, /^seed must be a decimal string/],
  'a stream too far': [{ ...PART, stream: 2 ** 32 }, /^stream must be a whole number from 0 to 4294967295/],
  'an unknown key': [{ ...PART, sampels: 3 }, /^a part has no 'sampels': did you mean 'samples'\?$/],
  'a prototype': [JSON.parse('{"__proto__": {"samples": 1}}'), /^a part has no '__proto__'/],
  'a million keys': [
    Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [`key${i}`, i])),
    /^a part has no 'key0'/,
  ],
  'a file to write': [{ ...PART, format: 'f64le', folder: 'etc' }, /^a sum has no format$/],
  'a path': [{ ...PART, format: 'f64le', folder: '../etc' }, /^the folder's name must be 1 to 100 letters/],
};

/** The same of the queue of jobs. */
const jobs: Record<string, [data: unknown, why: RegExp]> = {
  'a job that is none': [7, /^a job in the queue must be an object/],
  'a job of a million parts': [
    { task: PART, ttl: 60_000, parts: 1e6 },
    /^parts must be a whole number from 1 to 20000/,
  ],
  'parts of one sample': [
    { task: { ...PART, samples: 1e9 }, ttl: 60_000, partSamples: 1 },
    /^partSamples must be a whole number from 50000/,
  ],
  'an answer for ever': [{ task: PART, ttl: 1e300 }, /^ttl must be a whole number/],
  'a task that is none': [{ task: { ...PART, seed: {} }, ttl: 60_000 }, /^seed must be a decimal string/],
};

redisTest('hostile parts and jobs in the queues are refused in words, and the worker works on', async (t) => {
  const server = await startRedis(t);
  const events: WorkEvent[] = [];
  const worker = await startWorker(t, { redis: server.url, onEvent: (event) => events.push(event) });
  const connection = look(t, server);
  const failures = () => events.filter((event) => event.type === 'failed').map(({ why }) => why);
  for (const [name, cases] of [
    ['sums-v1', parts],
    ['jobs-v1', jobs],
  ] as const) {
    const queue = new Queue(name, { connection, prefix: '{offloop}' });
    for (const [what, [data, why]] of Object.entries(cases)) {
      const before = failures().length;
      await queue.add('x', data, { attempts: 3 });
      await until(() => failures().length > before);
      t.regex(failures().at(-1)!, why, what);
    }
  }
  // What is no JSON at all.
  await connection.hset('{offloop}:sums-v1:broken', {
    name: 'x',
    data: '{"samples": ',
    opts: '{}',
    timestamp: '1',
  });
  await connection.lpush('{offloop}:sums-v1:wait', 'broken');
  await connection.hset('{offloop}:sums-v1:odd', 'colour', 'red');
  await connection.lpush('{offloop}:sums-v1:wait', 'odd');
  await connection.hset('{offloop}:workers-v1', 'mallory', '{"at": 1e99, "perSecond": {"uniform": "fast"}}');
  await connection.hset('{offloop}:workers-v1', 'trudy', 'not JSON');
  t.deepEqual(await submit(JOB, { redis: server.url }), sumSync(JOB));
  t.is(worker.stats.done, 1);
});

redisTest('an answer that somebody wrote into Redis is not believed, and is computed', async (t) => {
  const server = await startRedis(t);
  await startWorker(t, { redis: server.url });
  const redis = look(t, server);
  const expected = sumSync(JOB);
  await submit(JOB, { redis: server.url });
  const other = sumSync({ ...JOB, samples: 65_536 }).toJSON();
  for (const answer of [
    '',
    '{',
    '[]',
    '{"total": 5}',
    JSON.stringify({ total: other }),
    '"x"',
    '{"files": []}',
  ]) {
    const run = await redis.get((await redis.keys('*:run:*'))[0]!);
    await redis.set(toNames().answer(run!), answer);
    t.deepEqual(await submit(JOB, { redis: server.url }), expected, answer);
  }
});

redisTest('a part whose answer is of other samples is refused, and computed once more', async (t) => {
  const server = await startRedis(t);
  const connection = new Redis(server.url, { maxRetriesPerRequest: null });
  t.teardown(() => connection.disconnect());
  let lies = 0;
  const right = sumSync({ ...JOB, samples: 262_144 }).toJSON();
  const by = { worker: '0b1dd8f4-b9c4-45e4-8e05-58575eb96b17', engine: 'native', began: 0, took: 1 };
  const wrong = [
    { answer: sumSync({ ...JOB, samples: 65_536, start: 65_536 * 100 }).toJSON(), by },
    { answer: { ...right, seed: '43' }, by },
    { answer: right, by: { ...by, worker: '\u001b[2J' } },
    'nothing',
  ];
  const liar = new QueueWorker('sums-v1', async () => wrong[lies++], { connection, prefix: '{offloop}' });
  const total = submit(JOB, { redis: server.url, parts: 4 });
  // It takes parts as soon as an honest one has handed them out; it may take all of them.
  const honest = await startWorker(t, { redis: server.url, engine: 'typescript' });
  await until(() => lies > 0);
  await liar.close();
  t.deepEqual(await total, sumSync(JOB));
  t.is(honest.stats.done, 4);
  t.is(honest.stats.merged, 1);
});

/** A worker that hands out and merges, and computes nothing. */
function startMerging(t: ExecutionContext, url: string) {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  t.teardown(() => connection.disconnect());
  const names = toNames();
  const desk = {
    redis: connection,
    names,
    sums: openQueue(names.sums, connection, names),
    files: openQueue(names.files, connection, names),
  };
  const options = { connection, prefix: names.prefix };
  const merging = new QueueWorker(names.jobs, (job, token) => mergeJob(job, token!, desk), options);
  return { merging, names, options };
}

redisTest('a failing part is named, with the cause, and the next try has the answer', async (t) => {
  const server = await startRedis(t);
  // Only what hands out and merges is as it should be.
  const { merging, names, options } = startMerging(t, server.url);
  const burn = async () => {
    throw new Error('the disk is on fire');
  };
  const broken = new QueueWorker(names.sums, burn, options);
  await t.throwsAsync(submit(JOB, { redis: server.url, parts: 2 }), {
    code: 'OFFLOOP_PART_FAILED',
    message: /^The job failed: the part of 524288 samples from (0|524288) on failed .*: the disk is on fire$/,
  });
  await Promise.all([broken.close(), merging.close()]);
  await startWorker(t, { redis: server.url });
  t.deepEqual(await submit(JOB, { redis: server.url, parts: 2 }), sumSync(JOB));
});

redisTest('a key that something else writes later fails the job, with the words of Redis', async (t) => {
  const server = await startRedis(t);
  const redis = look(t, server);
  const call = submit(JOB, { redis: server.url });
  await until(async () => (await redis.keys('*:jobs-v1:job-*')).length > 0);
  await redis.set('{offloop}:workers-v1', 'something else');
  const { merging } = startMerging(t, server.url);
  await t.throwsAsync(call, { code: 'OFFLOOP_PART_FAILED', message: /^The job failed: WRONGTYPE/ });
  await merging.close();
});

redisTest('a run that somebody wrote into Redis is not joined', async (t) => {
  const server = await startRedis(t);
  await startWorker(t, { redis: server.url });
  const redis = look(t, server);
  await submit(JOB, { redis: server.url });
  const [key] = await redis.keys('*:run:*');
  for (const run of ['', 'job-1', '\u001b[2J']) {
    await redis.set(key!, run);
    t.deepEqual(await submit(JOB, { redis: server.url }), sumSync(JOB), run);
  }
});

redisTest('a file whose length is not that of its samples is refused', async (t) => {
  const server = await startRedis(t);
  const lake = await mkdtemp(join(tmpdir(), 'offloop-lake-'));
  t.teardown(() => rm(lake, { recursive: true, force: true }));
  const { merging, names, options } = startMerging(t, server.url);
  const by = { worker: '0b1dd8f4-b9c4-45e4-8e05-58575eb96b17', engine: 'native', began: 0, took: 1 };
  const answer = { start: 0, samples: 10, bytes: 5, sha256: '0'.repeat(64) };
  const liar = new QueueWorker(names.files, async () => ({ answer, by }), options);
  await t.throwsAsync(
    submitSamples({ ...JOB, samples: 10 }, { redis: server.url, output: join(lake, 'run') }),
    {
      code: 'OFFLOOP_PART_FAILED',
      message: /an answer was refused: its bytes are 5, not those of 10 samples$/,
    },
  );
  await Promise.all([liar.close(), merging.close()]);
});
