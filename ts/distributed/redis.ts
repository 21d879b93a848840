import { isIP } from 'node:net';
import { Redis, type RedisOptions } from 'ioredis';
import { describeValue } from '../library/checks/printable.ts';
import { distributedError, messageOf } from './errors.ts';
import type { Names } from './names.ts';

/** How long to wait at the start for a Redis that does not answer, in milliseconds. */
const CONNECT_TIME = 1500;

/** The longest time between two attempts to reconnect, in milliseconds. */
const RETRY_TIME = 2000;

/**
 * A connection is lost when Redis says nothing for this long, in milliseconds, though it was asked: longer than the
 * 10 s that a queue asks it to wait for a part.
 */
const SILENCE = 15_000;

/** How long a connection that is ended waits for Redis's end of it, in milliseconds. */
const DISCONNECT_WITHIN = 500;

/** ioredis's own constructor does not accept this key if it may be undefined. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** Where Redis is, and how to log in. */
export interface RedisPlace {
  readonly options: Options;
  /** Its address for messages, without the password. */
  readonly shown: string;
}

/** Checks a URL such as `redis://user:password@host:6379/0`, or `rediss://` for TLS. Its errors show no password. */
export function toRedisPlace(url: unknown): RedisPlace {
  if (typeof url !== 'string') {
    throw new TypeError(`redis must be a URL such as redis://127.0.0.1:6379, not ${describeValue(url)}`);
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = parsed ?? {};
  const database = /^\/?(\d{0,5})$/.exec(pathname ?? '')?.[1];
  if (
    (protocol !== 'redis:' && protocol !== 'rediss:') ||
    !hostname ||
    database === undefined ||
    search ||
    hash
  ) {
    throw new RangeError(
      'redis must be a URL of the form redis://user:password@host:port/database, or rediss:// for TLS',
    );
  }
  const host = hostname.replace(/^\[|\]$/g, '');
  const options: Options = {
    host,
    port: Number(port || 6379),
    db: Number(database),
    ...(username && { username: decode(username) }),
    ...(password && { password: decode(password) }),
    ...(protocol === 'rediss:' && { tls: isIP(host) ? {} : { servername: host } }),
  };
  return { options, shown: `${hostname}:${port || 6379}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError('redis must have % in its user or password written as %25');
  }
}

/** A connection that can be ended in any state, and with it those that the queues make from it. */
class Connection extends Redis {
  readonly #copies = new Set<Redis>();

  override duplicate(override?: Partial<Options>): Redis {
    const copy = new Connection({ ...(this.options as Options), ...override });
    // The queue hears of its errors while it uses it. An error without a listener is printed.
    copy.on('error', () => {});
    copy.once('end', () => this.#copies.delete(copy));
    this.#copies.add(copy);
    return copy;
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) {
      for (const copy of this.#copies) {
        copy.disconnect();
      }
      if (this.status === 'reconnecting') {
        // Between two attempts ioredis only forgets the next one: commands, and who waits for the end, would wait for
        // ever. A connection that has not begun is ended properly.
        this.status = 'wait';
      }
    }
    super.disconnect(reconnect);
  }
}

/** Told when a connection is lost, once each time, and when it is back. */
export interface ConnectionListener {
  readonly lost: (why: string) => void;
  readonly back?: () => void;
}

/** Connects, and waits for Redis's answer. If the connection is lost later, commands wait until it is back. */
export async function connect(place: RedisPlace, listener: ConnectionListener): Promise<Redis> {
  const options: Options = {
    ...place.options,
    lazyConnect: true,
    connectTimeout: CONNECT_TIME,
    disconnectTimeout: DISCONNECT_WITHIN,
    socketTimeout: SILENCE,
    maxLoadingRetryTime: RETRY_TIME,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** times, RETRY_TIME),
  };
  const redis = new Connection(options);
  let first: Error | undefined;
  const note = (error: Error): void => {
    first ??= error;
  };
  redis.on('error', note);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), CONNECT_TIME);
  });
  try {
    // Only a command proves that user and password are accepted. It is SELECT because a connection whose database is
    // refused silently goes on with another.
    await Promise.race([redis.connect().then(() => redis.select(place.options.db ?? 0)), late]);
  } catch (error) {
    redis.disconnect();
    throw whyNot(place, first ?? error);
  } finally {
    clearTimeout(timer);
  }
  redis.off('error', note);
  let lost = false;
  redis.on('error', (error) => {
    if (!lost) {
      lost = true;
      listener.lost(messageOf(error));
    }
  });
  redis.on('ready', () => {
    if (lost) {
      lost = false;
      listener.back?.();
    }
  });
  return redis;
}

function whyNot({ shown }: RedisPlace, cause: unknown): Error {
  const why = messageOf(cause);
  const what = /WRONGPASS|NOAUTH|NOPERM|ERR AUTH|invalid password/i.test(why)
    ? 'this user or password'
    : /DB index/i.test(why) && 'this database';
  return what
    ? distributedError('OFFLOOP_REDIS_REFUSED', `Redis at ${shown} refuses ${what}: ${why}`, { cause })
    : distributedError('OFFLOOP_REDIS_UNAVAILABLE', `Redis at ${shown} cannot be reached: ${why}`, { cause });
}

/** Redis's refusal of a command, because its memory is full or the user may not, as an OffloopError. */
export function refusalOf({ shown }: RedisPlace, error: unknown): unknown {
  return error instanceof Error && error.name === 'ReplyError'
    ? distributedError('OFFLOOP_REDIS_REFUSED', `Redis at ${shown} refuses a command: ${error.message}`, {
        cause: error,
      })
    : error;
}

/** Whether an error means that the connection is lost. */
export function isLoss(error: Error): boolean {
  return 'syscall' in error || error.message === 'Connection is closed.';
}

/** Warnings about Redis's configuration, in sentences: it must neither evict parts nor lose them. */
export async function warningsOf(redis: Redis): Promise<string[]> {
  // INFO is allowed even where CONFIG is not.
  const info = await redis.info().catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  const warnings: string[] = [];
  if (policy !== undefined && policy !== 'noeviction') {
    warnings.push(
      `Redis may evict parts when its memory is full: its maxmemory-policy is ${policy}; set it to noeviction`,
    );
  }
  if (/^aof_enabled:0/m.test(info)) {
    warnings.push('Redis loses its jobs if it is killed: set appendonly to yes to keep them');
  }
  return warnings;
}

/** What the keys of a queue hold. */
const QUEUE_KEYS: Readonly<Record<string, string>> = {
  wait: 'list',
  paused: 'list',
  active: 'list',
  delayed: 'zset',
  prioritized: 'zset',
  'waiting-children': 'zset',
  completed: 'zset',
  failed: 'zset',
  stalled: 'set',
  marker: 'zset',
  meta: 'hash',
  events: 'stream',
};

/**
 * Refuses a Redis where something else has a key of this namespace: a queue would wait for it for ever.
 *
 * @throws {OffloopError} `OFFLOOP_REDIS_REFUSED`, which names the key
 */
export async function requireKeys(redis: Redis, { shown }: RedisPlace, names: Names): Promise<void> {
  const asked: [key: string, type: string][] = [[names.workers, 'hash']];
  for (const queue of [names.jobs, names.sums, names.files]) {
    for (const [key, type] of Object.entries(QUEUE_KEYS)) {
      asked.push([`${names.prefix}:${queue}:${key}`, type]);
    }
  }
  const found = await Promise.all(asked.map(([key]) => redis.type(key)));
  for (const [i, [key, type]] of asked.entries()) {
    if (found[i] !== 'none' && found[i] !== type) {
      throw distributedError(
        'OFFLOOP_REDIS_REFUSED',
        `Redis at ${shown} has a ${found[i]} at ${key}, where a ${type} belongs: delete it, or use another namespace`,
      );
    }
  }
}
