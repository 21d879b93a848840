import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { submit } from '../../ts/distributed/index.ts';
import { sum, type Total } from '../../ts/index.ts';
import { run, start } from '../cli/run.ts';
import { hasNative } from '../engines.ts';
import { keysOf, look, type RedisServer, redisTest, startRedis, startWorkerProcess, until } from './redis.ts';

/** Parts of a quarter of a second each or so, with either engine, so that whatever is killed is killed in the middle of one. */
const SAMPLES = hasNative ? 2_000_000_000 : 200_000_000;
const JOB = { distribution: 'normal', samples: SAMPLES, seed: 42n } as const;
const PARTS = 8;

let expected: Promise<Total> | undefined;

/** What every job here must give, whatever happens. */
function total(): Promise<Total> {
  expected ??= sum(JOB);
  return expected;
}

function submitTo({ url }: RedisServer): Promise<Total> {
  return submit(JOB, { redis: url, parts: PARTS, onWarning() {} });
}

/** Workers of one slot each, in processes of their own. */
function startWorkers(t: ExecutionContext, { url }: RedisServer, count: number) {
  const args = ['--redis', url, '--concurrency', '1'];
  return Promise.all(Array.from({ length: count }, () => startWorkerProcess(t, args)));
}

/** Resolves in the middle of the job, when so many parts are done, and a moment later. */
async function midway(t: ExecutionContext, server: RedisServer, done = 3): Promise<void> {
  const redis = look(t, server);
  await until(async () => {
    const [key] = await redis.keys('*:jobs-v1:*:processed');
    return key !== undefined && (await redis.hlen(key)) >= done;
  });
  await delay(100);
}

redisTest('a worker killed in the middle of a part: another computes it', async (t) => {
  const server = await startRedis(t);
  const [first] = await startWorkers(t, server, 2);
  const answer = submitTo(server);
  await midway(t, server);
  first!.child.kill('SIGKILL');
  t.deepEqual(await answer, await total());
});

redisTest('all workers killed, and others started', async (t) => {
  const server = await startRedis(t);
  const workers = await startWorkers(t, server, 2);
  const answer = submitTo(server);
  await midway(t, server);
  for (const { child } of workers) {
    child.kill('SIGKILL');
  }
  await startWorkers(t, server, 2);
  t.deepEqual(await answer, await total());
});

redisTest('a worker that hangs, and comes back when another has computed its part', async (t) => {
  const server = await startRedis(t);
  const [first, second] = await startWorkers(t, server, 2);
  const answer = submitTo(server);
  await midway(t, server);
  first!.child.kill('SIGSTOP');
  await until(() => second!.lines().some((line) => line.includes('was not heard of')), 200);
  first!.child.kill('SIGCONT');
  t.deepEqual(await answer, await total());
});

redisTest('Redis killed, and back after some seconds', async (t) => {
  const server = await startRedis(t);
  const workers = await startWorkers(t, server, 2);
  const answer = submitTo(server);
  await midway(t, server);
  await server.kill();
  await delay(3000);
  await server.start();
  t.deepEqual(await answer, await total());
  for (const { child, lines } of workers) {
    t.is(child.exitCode, null);
    t.is(lines().filter((line) => line.startsWith('Redis is lost')).length, 1, lines().join('\n'));
  }
});

redisTest('the submitter killed, and run again: nothing is computed twice', async (t) => {
  const server = await startRedis(t);
  const workers = await startWorkers(t, server, 2);
  const args = ['sum', 'normal', '--samples', String(SAMPLES), '--seed', '42', '--redis', server.url];
  const submitter = start([...args, '--parts', String(PARTS)]);
  await midway(t, server);
  submitter.child.kill('SIGKILL');
  await submitter.finished;
  const { stdout, stderr } = await run([...args, '--json']);
  t.is(JSON.parse(stdout).total.units, String((await total()).units), stderr);
  const done = workers.flatMap(({ lines }) => lines()).filter((line) => line.includes('done in'));
  t.is(done.length, PARTS);
});

redisTest('Ctrl-C on the command line gives the job up, and leaves nothing behind', async (t) => {
  const server = await startRedis(t);
  await startWorkers(t, server, 1);
  const args = ['sum', 'normal', '--samples', String(SAMPLES), '--seed', '42', '--redis', server.url];
  const { child, finished } = start([...args, '--parts', String(PARTS)]);
  await midway(t, server, 1);
  child.kill('SIGINT');
  t.is((await finished).code, 130);
  const redis = look(t, server);
  const left = async () => (await keysOf(redis)).filter((key) => !key.includes(':workers'));
  await until(async () => (await left()).length === 0, 100);
  t.deepEqual(await left(), []);
});

redisTest('a worker told to end hands its part back when its grace is over', async (t) => {
  const server = await startRedis(t);
  const patient = ['--redis', server.url, '--concurrency', '1', '--grace', '10'];
  const [first] = await Promise.all([startWorkerProcess(t, patient), startWorkers(t, server, 1)]);
  const answer = submitTo(server);
  await midway(t, server);
  const ended = once(first.child, 'close');
  first.child.kill('SIGTERM');
  t.deepEqual(await ended, [0, null]);
  t.true(first.lines().some((line) => line.endsWith('handed back')));
  t.deepEqual(await answer, await total());
});
