import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { milliseconds, optionalFunction, plainObject } from '../library/checks/arguments.ts';
import { describeValue } from '../library/checks/printable.ts';
import type { EngineName } from '../library/engines/engine.ts';
import { type Plan, toPlan } from '../library/jobs/options.ts';
import type { WorkEvent } from './events.ts';
import { type Names, toNames } from './names.ts';
import { type RedisPlace, toRedisPlace } from './redis.ts';

/** Where a worker finds parts of jobs, and how it computes them. */
export interface WorkOptions {
  /** The URL of Redis: `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  redis: string;
  /**
   * The prefix of the keys in Redis; jobs and workers of different namespaces never meet.
   * @default 'offloop'
   */
  namespace?: string | undefined;
  /**
   * The engine that computes. All engines give the same bits.
   * @default the first that loads of 'native', 'wasm' and 'typescript'
   */
  engine?: EngineName | undefined;
  /**
   * The most slots of the thread pool that compute a part, 1 to 1,024. A worker computes one part at a time.
   * @default all that the process has
   */
  concurrency?: number | undefined;
  /**
   * A folder shared by all workers and everyone who submits sample jobs, whatever its path on each machine. Samples are
   * written to folders in it, and nowhere else. Without it this worker takes no parts of samples.
   */
  output?: string | undefined;
  /**
   * How many milliseconds the current part may take once the worker is told to stop. After that it is handed back.
   * @default 20_000
   */
  grace?: number | undefined;
  /** Stops the worker, as `close()` does. */
  signal?: AbortSignal | undefined;
  /** Called for every event, as it happens. */
  onEvent?: ((event: WorkEvent) => void) | undefined;
}

const WORK_KEYS: readonly (keyof WorkOptions)[] = [
  'redis',
  'namespace',
  'engine',
  'concurrency',
  'output',
  'grace',
  'signal',
  'onEvent',
];

/** @internal Checked options, with every default filled in. */
export interface WorkPlan {
  readonly place: RedisPlace;
  readonly names: Names;
  readonly run: Plan;
  readonly output: string | undefined;
  readonly grace: number;
  readonly onEvent: ((event: WorkEvent) => void) | undefined;
}

/** @internal Checks the options and fills in the defaults. */
export async function toWorkPlan(options: WorkOptions): Promise<WorkPlan> {
  const given = plainObject('options', options, WORK_KEYS);
  const { redis, namespace, engine, concurrency, output, grace = 20_000, signal, onEvent } = given;
  optionalFunction('onEvent', onEvent);
  return {
    place: toRedisPlace(redis),
    names: toNames(namespace),
    run: toPlan({ engine, concurrency, signal }),
    output: output === undefined ? undefined : await toFolder(output),
    grace: milliseconds('grace', grace),
    onEvent,
  };
}

async function toFolder(output: unknown): Promise<string> {
  if (typeof output !== 'string') {
    throw new TypeError(`output must be a folder's path, not ${describeValue(output)}`);
  }
  const path = resolve(output);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const isWritable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isFolder || !isWritable) {
    throw new RangeError(`output must be an existing, writable folder, and '${path}' is not one`);
  }
  return path;
}
