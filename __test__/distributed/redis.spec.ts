import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { submit, work } from '../../ts/distributed/index.ts';
import { sumSync } from '../../ts/index.ts';
import { run } from '../cli/run.ts';
import { outputOf, testWhere } from '../where.ts';
import { freePort, look, redisTest, startRedis, startWorker, startWorkerProcess } from './redis.ts';

const JOB = { distribution: 'uniform', samples: 1_000_000, seed: 42n } as const;

test('a Redis that is not there is one sentence, for who submits and for who works', async (t) => {
  const redis = `redis://127.0.0.1:${await freePort()}`;
  for (const call of [() => submit(JOB, { redis }), () => work({ redis })]) {
    const error = await t.throwsAsync(call, { code: 'OFFLOOP_REDIS_UNAVAILABLE' });
    t.regex(error!.message, /^Redis at 127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/);
  }
  const { code, stderr } = await run(['sum', 'uniform', '--seed', '1', '--redis', redis]);
  t.is(code, 1);
  t.regex(stderr, /^error: Redis at 127\.0\.0\.1:\d+ cannot be reached: [^\n]*\n$/);
});

test('what takes connections and says nothing is given up, too', async (t) => {
  const silent = net.createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as net.AddressInfo;
  t.teardown(() => silent.close());
  await t.throwsAsync(submit(JOB, { redis: `redis://127.0.0.1:${port}` }), {
    code: 'OFFLOOP_REDIS_UNAVAILABLE',
    message: `Redis at 127.0.0.1:${port} cannot be reached: no answer`,
  });
});

redisTest('a user and a password are needed where Redis wants them, and are not shown', async (t) => {
  const server = await startRedis(t, ['--requirepass', 'p@ss/word']);
  const at = (who: string) => `redis://${who}127.0.0.1:${server.port}`;
  for (const who of ['', ':wrong@', 'nobody:secret@']) {
    const error = await t.throwsAsync(submit(JOB, { redis: at(who) }), { code: 'OFFLOOP_REDIS_REFUSED' });
    t.regex(error!.message, /^Redis at 127\.0\.0\.1:\d+ refuses this user or password: /);
    t.notRegex(error!.message, /secret|wrong@/);
  }
  const redis = look(t, { url: at(':p%40ss%2Fword@') } as typeof server);
  await redis.call('ACL', 'SETUSER', 'worker', 'on', '>w:w', '~{offloop}*', '+@all', '-@dangerous', '+info');
  const url = at('worker:w%3Aw@');
  await startWorker(t, { redis: url });
  t.deepEqual(await submit(JOB, { redis: url }), sumSync(JOB));
});

redisTest('a Redis that may forget jobs is warned of, in words', async (t) => {
  const server = await startRedis(t, ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru']);
  const warnings: string[] = [];
  await startWorker(t, {
    redis: server.url,
    onEvent: (event) => event.type === 'warning' && warnings.push(event.why),
  });
  t.deepEqual(warnings, [
    'Redis may evict parts when its memory is full: its maxmemory-policy is allkeys-lru; set it to noeviction',
  ]);
  await look(t, server).config('SET', 'appendonly', 'no');
  await submit(JOB, { redis: server.url, onWarning: (why) => warnings.push(why) });
  t.is(warnings.length, 3);
  t.regex(warnings[2]!, /^Redis loses its jobs if it is killed: set appendonly to yes/);
});

redisTest('a key that something else has written is named, and nobody waits for it', async (t) => {
  const server = await startRedis(t);
  const redis = look(t, server);
  for (const key of ['workers-v1', 'jobs-v1:wait', 'sums-v1:active', 'sums-v1:meta', 'files-v1:stalled']) {
    await redis.set(`{offloop}:${key}`, 'something else');
    for (const call of [() => submit(JOB, { redis: server.url }), () => work({ redis: server.url })]) {
      const error = await t.throwsAsync(call, { code: 'OFFLOOP_REDIS_REFUSED' });
      t.regex(
        error!.message,
        new RegExp(`has a string at {offloop}:${key}, where a \\w+ belongs: delete it`),
      );
    }
    await redis.del(`{offloop}:${key}`);
  }
});

redisTest('a sum of the command line, by workers of the command line', async (t) => {
  const { url } = await startRedis(t);
  const [first] = await Promise.all([
    startWorkerProcess(t, ['--redis', url, '--concurrency', '1']),
    startWorkerProcess(t, ['--redis', url, '--engine', 'typescript']),
  ]);
  const args = ['sum', 'normal', '--samples', '3e7', '--seed', '42', '--redis', url, '--parts', '12'];
  const { stdout, stderr, code } = await run([...args, '--json']);
  t.is(code, 0, stderr);
  t.is(stderr, '');
  const { seconds, total } = JSON.parse(stdout);
  t.deepEqual(total, sumSync({ distribution: 'normal', samples: 3e7, seed: 42n }).toJSON());
  t.true(seconds > 0);
  const text = await run(args);
  t.true(text.stdout.includes(`units  ${total.units} `), text.stdout);

  // In the list of processes a URL, which may have a password in it, can be read by anyone.
  const hidden = ['sum', 'normal', '--samples', '3e7', '--seed', '42', '--json', '--redis'];
  t.deepEqual(JSON.parse((await run(hidden, { OFFLOOP_REDIS: url })).stdout).total, total);
  const nowhere = await run(hidden, { OFFLOOP_REDIS: '' });
  t.is(nowhere.code, 2);
  t.is(nowhere.stderr, 'error: --redis needs a URL, or OFFLOOP_REDIS in the environment\n');

  const folder = mkdtempSync(join(tmpdir(), 'offloop-trace-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const trace = join(folder, 'parts.json');
  const drawn = await run([...args, '--timeline', '--ascii', '--trace', trace]);
  t.regex(drawn.stdout, /\n {2}worker 1 \((native|typescript)\) +#[# ]+computing [^\n]+\n/);
  t.regex(drawn.stdout + drawn.stderr, /^[ -~\n]+$/);
  const spans = JSON.parse(readFileSync(trace, 'utf8')).traceEvents.filter(
    ({ ph }: { ph: string }) => ph === 'X',
  );
  t.is(spans.length, 12);

  const wrong = await run([...args, '--engine', 'typescript']);
  t.is(wrong.code, 2);
  const alone = await run(['sum', 'normal', '--parts', '3']);
  t.is(alone.code, 2);
  t.regex(alone.stderr, /^error: --parts needs --redis/);

  const ended = once(first.child, 'close');
  first.child.kill('SIGTERM');
  t.deepEqual(await ended, [0, null]);
  t.is(first.lines().at(-1), 'closed');
});

const hasOpenssl = outputOf('openssl', ['version']) !== '';

(hasOpenssl ? redisTest : testWhere(false, 'openssl'))(
  'TLS: rediss:// reaches a Redis whose certificate is trusted, and no other',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'offloop-tls-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    const port = await freePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', certificate, '--tls-key-file', key];
    await startRedis(t, [...tls, '--tls-auth-clients', 'no']);
    const url = `rediss://localhost:${port}`;
    await t.throwsAsync(submit(JOB, { redis: url }), {
      code: 'OFFLOOP_REDIS_UNAVAILABLE',
      message: /self-signed certificate/,
    });
    // Node reads what else it trusts when it starts.
    process.env.NODE_EXTRA_CA_CERTS = certificate;
    t.teardown(() => delete process.env.NODE_EXTRA_CA_CERTS);
    await startWorkerProcess(t, ['--redis', url]);
    const { stdout, stderr } = await run([
      'sum',
      'uniform',
      '--samples',
      '1e6',
      '--seed',
      '42',
      '--redis',
      url,
      '--json',
    ]);
    t.is(JSON.parse(stdout).total.units, String(sumSync(JOB).units), stderr);
  },
);
