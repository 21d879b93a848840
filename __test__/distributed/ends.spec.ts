import { once } from 'node:events';
import net from 'node:net';
import { submit, work } from '../../ts/distributed/index.ts';
import { sumSync } from '../../ts/index.ts';
import { startProgram } from '../processes.ts';
import { redisTest, startRedis, startWorker, startWorkerProcess, until } from './redis.ts';

const JOB = { distribution: 'uniform', samples: 1_000_000, seed: 42n } as const;

/** Prints what still keeps the process alive after an answer, once its connection is closed. */
const ALIVE = `
  import { submit } from '${new URL('../../ts/distributed/index.ts', import.meta.url)}';
  const alive = () => process.getActiveResourcesInfo();
  await submit({ distribution: 'uniform', samples: 1000000, seed: 42n }, { redis: process.argv[1] });
  while (alive().includes('TCPSocketWrap')) {
    await new Promise(setImmediate);
  }
  console.log(JSON.stringify(alive().filter((what) => what === 'Timeout')));
`;

redisTest('after its answer a call keeps nothing alive', async (t) => {
  const { url } = await startRedis(t);
  await startWorker(t, { redis: url });
  const { child, finished } = startProgram(process.execPath, [
    ...['--import=tsx', '--input-type=module', '--eval', ALIVE, url],
  ]);
  t.teardown(() => child.kill('SIGKILL'));
  const { stdout, stderr } = await finished;
  t.is(stdout, '[]\n', stderr);
});

for (const [what, away] of [
  ['gone', 'SIGKILL'],
  ['silent', 'SIGSTOP'],
] as const) {
  redisTest(`a worker whose Redis is ${what} ends when told, idle or in the middle of a part`, async (t) => {
    const server = await startRedis(t);
    const args = ['--redis', server.url, '--concurrency', '1', '--grace', '100', '--log-level', 'debug'];
    const idle = await startWorkerProcess(t, ['--namespace', 'idle', ...args]);
    const busy = await startWorkerProcess(t, args);
    const controller = new AbortController();
    const job = { ...JOB, samples: 1e12 };
    const signal = controller.signal;
    const call = submit(job, { redis: server.url, parts: 1, signal, onWarning() {} });
    await until(() => busy.lines().some((line) => line.endsWith('begun')));
    process.kill(server.pid, away);
    for (const { child } of [idle, busy]) {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      t.deepEqual(await ended, [0, null]);
    }
    controller.abort(new Error('enough'));
    await t.throwsAsync(call, { message: 'enough' });
  });
}

redisTest('a Redis that says nothing for long counts as lost, and is asked again', async (t) => {
  const server = await startRedis(t);
  const warnings: string[] = [];
  const call = submit(JOB, { redis: server.url, onWarning: (why) => warnings.push(why) });
  await startWorker(t, { redis: server.url, namespace: 'other' });
  process.kill(server.pid, 'SIGSTOP');
  await until(() => warnings.length > 0, 200);
  t.regex(warnings[0]!, /^Redis at 127\.0\.0\.1:\d+ is lost \(.*\): waiting for it$/);
  process.kill(server.pid, 'SIGCONT');
  await startWorker(t, { redis: server.url });
  t.deepEqual(await call, sumSync(JOB));
});

redisTest('a worker that is told to end while Redis lets it wait does not begin', async (t) => {
  const server = await startRedis(t);
  const controller = new AbortController();
  // Between them: someone who keeps the worker's first question to himself.
  const between = net.createServer((client) => {
    const redis = net.connect(server.port, '127.0.0.1').on('error', () => {});
    redis.pipe(client.on('error', () => {}));
    client.on('data', (said) => {
      if (/\r\ntype\r\n/i.test(said.toString())) {
        controller.abort(new Error('enough'));
      } else {
        redis.write(said);
      }
    });
    client.on('close', () => redis.destroy());
  });
  between.listen(0, '127.0.0.1');
  await once(between, 'listening');
  t.teardown(() => between.close());
  const { port } = between.address() as net.AddressInfo;
  const begun = work({ redis: `redis://127.0.0.1:${port}`, signal: controller.signal });
  await t.throwsAsync(begun, { message: 'enough' });
});
