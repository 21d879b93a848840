import { Redis, type RedisOptions } from 'ioredis';
import { describeValue } from '../arguments.ts';
import { distributedError, messageOf } from './errors.ts';

/** The longest time, in milliseconds, until a Redis that does not answer is given up at the start. */
const CONNECT_TIME = 1500;

/** The longest time between two attempts to reach a Redis that was there before. */
const RETRY_TIME = 2000;

/** ioredis's own constructor does not take this key of its options where it may be undefined. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** Where a Redis is, and who asks. */
export interface RedisPlace {
  readonly options: Options;
  /** Its address for messages: no password. */
  readonly shown: string;
}

/** Checks a URL such as `redis://user:password@host:6379/0`, or `rediss://…` for TLS. What it throws shows no password. */
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
      'redis must be a URL of the form redis://user:password@host:port/database, or rediss://… for TLS',
    );
  }
  const host = hostname.replace(/^\[|\]$/g, '');
  const options: Options = {
    host,
    port: Number(port || 6379),
    db: Number(database),
    ...(username && { username: decode(username) }),
    ...(password && { password: decode(password) }),
    ...(protocol === 'rediss:' && { tls: { servername: host } }),
  };
  return { options, shown: `${hostname}:${port || 6379}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError('redis must have % in its user and password written as %25');
  }
}

/**
 * A connection, once Redis has answered. A Redis that is lost later is waited for: what is asked meanwhile is asked when
 * it is back. `onError` hears of each loss.
 */
export async function connect(place: RedisPlace, onError: (error: Error) => void): Promise<Redis> {
  const options: Options = {
    ...place.options,
    lazyConnect: true,
    connectTimeout: CONNECT_TIME,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** times, RETRY_TIME),
  };
  const redis = new Redis(options);
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
    // Only a command proves that the user and the password are taken.
    await Promise.race([redis.connect().then(() => redis.ping()), late]);
  } catch (error) {
    redis.disconnect();
    throw whyNot(place, first ?? error);
  } finally {
    clearTimeout(timer);
  }
  redis.off('error', note);
  redis.on('error', onError);
  return redis;
}

function whyNot({ shown }: RedisPlace, cause: unknown): Error {
  const why = messageOf(cause);
  return /WRONGPASS|NOAUTH|NOPERM|ERR AUTH|invalid password/i.test(why)
    ? distributedError('OFFLOOP_REDIS_REFUSED', `Redis at ${shown} refuses this user or password: ${why}`, {
        cause,
      })
    : distributedError('OFFLOOP_REDIS_UNAVAILABLE', `Redis at ${shown} cannot be reached: ${why}`, { cause });
}

/** What is wrong with how a Redis is set up, in sentences: it must neither forget parts nor lose them. */
export async function warningsOf(redis: Redis): Promise<string[]> {
  // INFO is allowed where CONFIG is not.
  const info = await redis.info().catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  const warnings: string[] = [];
  if (policy !== undefined && policy !== 'noeviction') {
    warnings.push(
      `Redis may throw parts away when its memory is full: its maxmemory-policy is ${policy}; set it to noeviction`,
    );
  }
  if (/^aof_enabled:0/m.test(info)) {
    warnings.push(
      'Redis forgets its jobs when it is killed: set appendonly to yes, and they go on afterwards',
    );
  }
  return warnings;
}
