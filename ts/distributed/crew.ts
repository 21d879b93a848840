import type { Redis } from 'ioredis';
import type { EngineName } from '../engine/engine.ts';
import { BLOCK_SAMPLES, DISTRIBUTIONS, type Distribution } from '../job.ts';
import type { Plan } from '../run/options.ts';
import type { Names } from './names.ts';

/** A worker, as it says of itself. */
export interface Member {
  readonly engine: EngineName;
  readonly simd: string;
  /** How many slots compute a part. */
  readonly concurrency: number;
  /** Whether it has a folder for samples. */
  readonly files: boolean;
  /** Samples that it sums in a second. */
  readonly perSecond: Record<Distribution, number>;
}

/** Every so many seconds a worker says that it is there; after three times as many it is forgotten. */
export const ANNOUNCED_EVERY = 10;

/** A worker says that it is there. Gives by how many milliseconds this machine's clock is ahead of that of Redis. */
export async function announce(redis: Redis, { crew }: Names, id: string, member: Member): Promise<number> {
  const [at, microseconds] = await redis.time();
  const ahead = Date.now() - (Number(at) * 1000 + Number(microseconds) / 1000);
  await redis
    .multi()
    .hset(crew, id, JSON.stringify({ ...member, at: Number(at) }))
    .expire(crew, 6 * ANNOUNCED_EVERY)
    .exec();
  return ahead;
}

/** Who is there. */
export async function crewOf(redis: Redis, { crew }: Names): Promise<Member[]> {
  const [[now], said] = await Promise.all([redis.time(), redis.hgetall(crew)]);
  const members = Object.entries(said).map(([id, text]) => ({ id, ...toMember(text) }));
  const gone = members.filter(({ at = 0 }) => !(at > Number(now) - 3 * ANNOUNCED_EVERY));
  if (gone.length > 0) {
    await redis.hdel(crew, ...gone.map(({ id }) => id));
  }
  return members.filter((member) => !gone.includes(member)) as ((typeof members)[number] & Member)[];
}

function toMember(text: string): Partial<Member> & { at?: number } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** How many samples each of them sums in a second, those that say so. */
export function speedsOf(crew: readonly Member[], distribution: Distribution): number[] {
  return crew
    .map(({ perSecond }) => Number(perSecond?.[distribution]))
    .filter((speed) => speed > 0 && speed < 1e15);
}

const PROBE = { start: 0, samples: 16 * BLOCK_SAMPLES };

/** How fast this process is, before it has computed a part: some milliseconds of work. */
export function probe({ engine, concurrency }: Plan): Record<Distribution, number> {
  const rates = DISTRIBUTIONS.map((distribution) => {
    const time = (): number => {
      const began = performance.now();
      engine.sum({ distribution, seed: 0n, stream: 0 }, PROBE);
      return performance.now() - began;
    };
    time(); // the first is slower than any other
    return [distribution, (PROBE.samples / Math.max(time(), 1e-3)) * 1000 * concurrency];
  });
  return Object.fromEntries(rates);
}
