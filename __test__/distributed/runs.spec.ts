import { setTimeout as delay } from 'node:timers/promises';
import { submit } from '../../ts/distributed/index.ts';
import { sumSync } from '../../ts/index.ts';
import { start } from '../cli/run.ts';
import { keysOf, look, redisTest, startRedis, startWorker, until } from './redis.ts';

/** A job that takes some tenths of a second, and its total. */
function jobOf(seed: number) {
  const job = { distribution: 'uniform', samples: 100 * 65_536, seed, stream: 9 } as const;
  return { job, total: sumSync(job) };
}

/** How many callers there are, each a millisecond later than the last. */
const CALLERS = 60;

for (const when of ['after', 'before'] as const) {
  redisTest(`who asks at any moment just ${when} an abort gets the answer`, async (t) => {
    t.timeout(600_000);
    const server = await startRedis(t);
    await startWorker(t, { redis: server.url, engine: 'typescript' });
    for (let gap = 0; gap < CALLERS; gap++) {
      const { job, total } = jobOf(gap);
      const options = { redis: server.url, parts: 100 };
      const controller = new AbortController();
      const begun = new Promise<void>((resolve) => {
        submit(job, {
          ...options,
          signal: controller.signal,
          onProgress: ({ partsDone }) => partsDone > 0 && resolve(),
        }).then(() => resolve(), resolve);
      });
      await begun;
      const abort = () => controller.abort(new Error('enough'));
      if (when === 'after') {
        abort();
        await delay(gap);
      } else {
        setTimeout(abort, gap);
      }
      t.deepEqual(await submit(job, options), total, `${gap} ms ${when}`);
    }
    const redis = look(t, server);
    await until(
      async () => (await keysOf(redis)).every((key) => /:(workers-v1|run:|answer:)/.test(key)),
      100,
    );
  });
}

/** The command line on a machine whose clock is a minute behind. */
const A_MINUTE_BEHIND = `--import data:text/javascript,${encodeURIComponent(
  'const now = Date.now; Date.now = () => now() - 60000',
)}`;

redisTest('who waits counts, whatever the clock of his machine says', async (t) => {
  const server = await startRedis(t);
  const { job, total } = jobOf(1);
  const redis = look(t, server);
  const { child, finished } = start(
    [
      'sum',
      'uniform',
      '--samples',
      String(job.samples),
      '--seed',
      '1',
      '--stream',
      '9',
      '--json',
      '--redis',
      server.url,
    ],
    { NODE_OPTIONS: A_MINUTE_BEHIND },
  );
  t.teardown(() => child.kill('SIGKILL'));
  // No worker is there yet, so the job waits.
  const jobs = () => redis.keys('{offloop}:jobs-v1:job-*');
  await until(async () => (await jobs()).length > 0);
  const [run] = await jobs();
  const controller = new AbortController();
  const call = submit(job, { redis: server.url, signal: controller.signal });
  await until(async () => (await redis.zcard((await redis.keys('*:waiters:*'))[0]!)) === 2);
  controller.abort(new Error('enough'));
  await t.throwsAsync(call, { message: 'enough' });
  t.deepEqual(await jobs(), [run], 'the job is still there');
  await startWorker(t, { redis: server.url });
  const { stdout, stderr } = await finished;
  t.deepEqual(JSON.parse(stdout).total, total.toJSON(), stderr);
});

redisTest('a job that was given up leaves the queue, even if who gave it up died of it', async (t) => {
  const server = await startRedis(t);
  const { url } = server;
  const redis = look(t, server);
  const { job } = jobOf(2);
  const args = ['--samples', String(job.samples), '--seed', '2', '--stream', '9', '--parts', '100'];
  const { child, finished } = start(['sum', 'uniform', ...args, '--redis', url]);
  t.teardown(() => child.kill('SIGKILL'));
  const first = await startWorker(t, { redis: url, engine: 'typescript' });
  await until(() => first.stats.done > 0);
  await first.destroy();
  child.kill('SIGKILL');
  await finished;
  // The last that it did.
  t.is(await redis.del(await redis.keys('*:run:*')), 1);
  const second = await startWorker(t, { redis: url });
  await until(async () => (await keysOf(redis)).every((key) => /:(workers-v1|waiters:.*)$/.test(key)), 100);
  t.is(second.stats.done, 0);
});
