import type { Redis } from 'ioredis';
import { type Distribution, SUMMED, type Summed } from '../library/distributions/registry.ts';
import type { EngineName } from '../library/engines/engine.ts';
import type { Plan } from '../library/jobs/options.ts';
import { BLOCK_SAMPLES } from '../library/stream/stream.ts';
import type { Names } from './names.ts';

/** A worker's description of itself. */
export interface WorkerInfo {
  readonly engine: EngineName;
  readonly simd: string;
  /** How many slots compute a part. */
  readonly concurrency: number;
  /** Whether it has a folder for samples. */
  readonly files: boolean;
  /** Samples that it sums per second. */
  readonly perSecond: Record<Summed, number>;
}

/** How often a worker announces itself, in seconds; after three times as long without news it is forgotten. */
export const ANNOUNCED_EVERY = 10;

/** Announces a worker. Returns how many milliseconds this machine's clock is ahead of Redis's. */
export async function announce(
  redis: Redis,
  { workers }: Names,
  id: string,
  info: WorkerInfo,
): Promise<number> {
  const [at, microseconds] = await redis.time();
  const ahead = Date.now() - (Number(at) * 1000 + Number(microseconds) / 1000);
  const done = await redis
    .multi()
    .hset(workers, id, JSON.stringify({ ...info, at: Number(at) }))
    .expire(workers, 6 * ANNOUNCED_EVERY)
    .exec();
  const refused = done?.find(([error]) => error !== null)?.[0];
  if (refused) {
    throw refused;
  }
  return ahead;
}

/** The workers that have announced themselves lately. */
export async function workersOf(redis: Redis, { workers }: Names): Promise<WorkerInfo[]> {
  const [[now], said] = await Promise.all([redis.time(), redis.hgetall(workers)]);
  const found = Object.entries(said).map(([id, text]) => ({ id, ...parseInfo(text) }));
  const gone = found.filter(({ at = 0 }) => !(at > Number(now) - 3 * ANNOUNCED_EVERY));
  if (gone.length > 0) {
    await redis.hdel(workers, ...gone.map(({ id }) => id));
  }
  return found.filter((info) => !gone.includes(info)) as ((typeof found)[number] & WorkerInfo)[];
}

function parseInfo(text: string): Partial<WorkerInfo> & { at?: number } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** How many samples each worker sums per second, for those that say so. */
export function speedsOf(workers: readonly WorkerInfo[], distribution: Distribution): number[] {
  return workers
    .map(({ perSecond }) => Number(perSecond?.[distribution as Summed]))
    .filter((speed) => speed > 0 && speed < 1e15);
}

const PROBE = { start: 0, samples: 16 * BLOCK_SAMPLES };

/** Measures this process's speed before its first part, with some milliseconds of work. */
export function measureSpeed({ engine, concurrency }: Plan): Record<Summed, number> {
  const rates = SUMMED.map((distribution) => {
    const time = (): number => {
      const began = performance.now();
      engine.sum({ distribution, seed: 0n, stream: 0 }, PROBE);
      return performance.now() - began;
    };
    time(); // the first one is slower than the others
    return [distribution, (PROBE.samples / Math.max(time(), 1e-3)) * 1000 * concurrency];
  });
  return Object.fromEntries(rates) as Record<Summed, number>;
}
