import type { SubmitProgress } from '../distributed/submit-options.ts';
import { printable, shorten } from '../library/checks/printable.ts';
import { optionalPackages } from '../library/platform/optional-packages.ts';
import { REDIS_VARIABLE } from './options.ts';
import { progressBar } from './progress-bar.ts';

/** The options that belong to --redis, in every command that has it. */
export interface RedisOptions {
  /** True if it was given without a URL. */
  redis?: string | true | undefined;
  namespace?: string | undefined;
  parts?: number | undefined;
}

/** Loads what is distributed only if a command needs it: its packages are optional. */
export function loadDistributed<T>(load: () => Promise<T>): Promise<T> {
  return optionalPackages('computing on several machines', ['bullmq', 'ioredis'], load);
}

/** The URL of Redis, if workers should compute a job. Options that mean nothing without it are refused, not ignored. */
export function redisUrlOf({
  redis,
  ...others
}: RedisOptions & Readonly<Record<string, unknown>>): string | undefined {
  const given = Object.entries(others).find(([, value]) => value !== undefined);
  if (redis === undefined && given !== undefined) {
    throw new RangeError(`--${given[0]} needs --redis: only jobs that workers compute have it`);
  }
  return redis === undefined ? undefined : requireRedisUrl(redis);
}

/** The given URL, or the one in the environment. */
export function requireRedisUrl(given: string | true = true): string {
  const url = given === true ? process.env[REDIS_VARIABLE] : given;
  if (!url) {
    throw new RangeError(`--redis needs a URL, or ${REDIS_VARIABLE} in the environment`);
  }
  return url;
}

/** The most characters of a warning, which may contain what Redis said. */
const MOST = 500;

/** Prints a warning about Redis to standard error. */
export function warn(why: string): void {
  process.stderr.write(`warning: ${printable(shorten(why, MOST))}\n`);
}

/** How many milliseconds without a worker before a message says so. */
const NO_WORKER = 3000;

/** Progress of a job that workers compute, on standard error. */
export function progressOf(
  quiet: boolean,
  ascii?: boolean,
): { update(progress: SubmitProgress): void; clear(): void } {
  const bar = progressBar(quiet, { ascii });
  let said = quiet;
  return {
    update(progress) {
      if (!said && progress.workers === 0 && progress.partsDone === 0 && progress.elapsed > NO_WORKER) {
        said = true;
        process.stderr.write(`no worker is available: start one with offloop worker --redis <url>\n`);
      }
      // Before the first part is done the time left is unknown.
      if (progress.samplesDone > 0) {
        bar.update(progress);
      }
    },
    clear: () => bar.clear(),
  };
}
