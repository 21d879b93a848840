import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { Redis } from 'ioredis';
import { type Worker, type WorkOptions, work } from '../../ts/distributed/index.ts';
import { start as startCommand } from '../cli/run.ts';
import { says, spawn } from '../processes.ts';
import { outputOf, testWhere } from '../where.ts';

/** Debian's redis-server, or a valkey-server, which OFFLOOP_REDIS_SERVER may name. */
const program = process.env.OFFLOOP_REDIS_SERVER ?? 'redis-server';

const version = outputOf(program, ['--version']);

/** A test with a Redis: skipped, and counted, where there is no server. */
export const redisTest = testWhere(
  version !== '' || process.env.OFFLOOP_REQUIRE_REDIS === '1',
  'redis-server',
);

/** A Redis of a test's own, on a port and in a folder of its own; it is gone at the end of the test. */
export class RedisServer {
  readonly port: number;
  readonly url: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  constructor(port: number, args: readonly string[]) {
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
    this.#args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', ...args];
  }

  async start(): Promise<void> {
    const child = spawn(program, this.#args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    await says(child, 'Ready to accept connections');
    child.stdout.resume();
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  }
}

export async function startRedis(t: ExecutionContext, args: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-redis-'));
  const server = new RedisServer(await freePort(), ['--dir', folder, '--appendonly', 'yes', ...args]);
  t.teardown(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await server.start();
  return server;
}

export async function freePort(): Promise<number> {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as net.AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

/** A connection to look at what is in Redis. */
export function look(t: ExecutionContext, { url }: RedisServer): Redis {
  const redis = new Redis(url);
  redis.on('error', () => {});
  t.teardown(() => redis.disconnect());
  return redis;
}

/** A worker in this process, gone at the end of the test. */
export async function startWorker(t: ExecutionContext, options: WorkOptions): Promise<Worker> {
  const worker = await work(options);
  t.teardown(() => worker.destroy());
  return worker;
}

/** A worker in a process of its own, as the command line starts it. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Lines that it has logged. */
  readonly lines: () => string[];
}

export async function startWorkerProcess(
  t: ExecutionContext,
  args: readonly string[],
): Promise<WorkerProcess> {
  const { child } = startCommand(['worker', '--log-format', 'text', ...args]);
  let log = '';
  child.stderr!.on('data', (text) => {
    log += text;
  });
  t.teardown(() => {
    child.kill('SIGKILL');
  });
  await says(child, 'takes parts');
  return { child, lines: () => log.split('\n').slice(0, -1) };
}

/** Resolves when something is so. */
export async function until(is: () => boolean | Promise<boolean>, every = 20): Promise<void> {
  while (!(await is())) {
    await delay(every);
  }
}

/** What a job may leave in Redis: its answer, and the queues' own few keys. */
export async function keysOf(redis: Redis): Promise<string[]> {
  const keys = await redis.keys('*');
  return keys.filter((key) => !/:(meta|events|id|stalled-check|marker)$/.test(key)).sort();
}
