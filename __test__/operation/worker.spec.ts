import { once } from 'node:events';
import { sumSync } from '../../ts/index.ts';
import { run, start } from '../cli/run.ts';
import { redisTest, startRedis } from '../distributed/redis.ts';
import { says } from '../processes.ts';
import { families, get } from './support.ts';

const JOB = { distribution: 'uniform', samples: 10 * 65_536, seed: 42n } as const;
const SUM = ['sum', 'uniform', '--samples', String(JOB.samples), '--seed', '42', '--parts', '10', '--json'];

redisTest('a worker logs and counts what it does, and tells when Redis is lost', async (t) => {
  const redis = await startRedis(t);
  const { child } = start(['worker', '--redis', redis.url, '--metrics-port', '0', '--log-format', 'json']);
  t.teardown(() => child.kill('SIGKILL'));
  let log = '';
  child.stderr!.on('data', (text) => {
    log += text;
  });
  const lines = (): Record<string, unknown>[] =>
    log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  await says(child, /metrics on .*\n/);
  const url = String(lines().at(-1)!.url).replace(/\/metrics$/, '');
  t.is((await get(`${url}/readyz`)).status, 200);

  const { stdout, stderr } = await run([...SUM, '--redis', redis.url]);
  t.deepEqual(JSON.parse(stdout).total, sumSync(JOB).toJSON(), stderr);
  const found = await families(url);
  const parts = Object.fromEntries(
    found.get('offloop_parts_total')!.metrics.map(({ labels, value }) => [labels!.outcome, value]),
  );
  t.deepEqual(parts, { done: '10', failed: '0', returned: '0', stalled: '0' });
  const samples = found.get('offloop_part_samples_total')!.metrics;
  t.is(samples.find(({ labels }) => labels!.distribution === 'uniform')!.value, String(JOB.samples));
  t.is(found.get('offloop_part_seconds')!.metrics[0]!.count, '10');
  t.is(found.get('offloop_jobs_merged_total')!.metrics[0]!.value, '1');
  t.is(found.get('offloop_redis_connected')!.metrics[0]!.value, '1');

  await redis.kill();
  while ((await families(url)).get('offloop_redis_connected')!.metrics[0]!.value !== '0') {
    // It is noticed within a moment.
  }
  await redis.start();
  await says(child, 'Redis is back');
  t.is((await families(url)).get('offloop_redis_connected')!.metrics[0]!.value, '1');

  const ended = once(child, 'close');
  child.kill('SIGTERM');
  t.deepEqual(await ended, [0, null]);
  const done = lines().filter(({ event }) => event === 'done');
  t.is(done.length, 10);
  t.true(
    done.every(({ level, part, took }) => level === 'info' && typeof part === 'string' && Number(took) > 0),
  );
  t.deepEqual(
    lines()
      .map(({ event }) => event)
      .filter((event) => event !== 'done'),
    ['ready', 'metrics', 'merged', 'disconnected', 'reconnected', 'closing', 'closed'],
  );
});
