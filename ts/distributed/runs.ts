import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { jobOf, type Names } from './names.ts';

/**
 * The runs of a job. Whoever asks for a job joins its run, or begins one. A run that was given up, or whose answer is of
 * no use, is never joined again: the next caller begins another. Each step is a script, so all of them have one order in
 * Redis, and its clock is the only one.
 */

/** Why a part or a job ends when nobody wants its run any more. */
export const CANCELLED = 'cancelled';

/** A waiter that has not looked for this long, in milliseconds, no longer counts. */
const WAITS = 10_000;

/** How long a run is remembered that nobody waits for or works on, in milliseconds: 30 days. */
const REMEMBERED = 30 * 86_400_000;

/** How often a part checks that its run is wanted, in milliseconds. */
const LOOKS_EVERY = 1000;

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

const LOOK = `${NOW}
local who, joined, useless, id, fresh, answers, waiters, waits, remembered = unpack(ARGV)
local run = joined
local said = run ~= '' and redis.call('GET', answers .. run)
if not said then
  run = redis.call('GET', KEYS[1])
  if not run or run == useless or string.find(run, id, 1, true) ~= 1 then
    run = fresh
    redis.call('SET', KEYS[1], run)
  end
  said = redis.call('GET', answers .. run)
end
if not said then
  redis.call('PEXPIRE', KEYS[1], remembered)
  redis.call('ZADD', waiters .. run, now, who)
  redis.call('PEXPIRE', waiters .. run, 6 * waits)
end
return { run, said }`;

/** A waiter's look at its job. */
export interface Look {
  readonly waiter: string;
  /** The run that it has joined. */
  readonly joined: string | undefined;
  /** A run that must not be joined: its answer is of no use. */
  readonly useless: string | undefined;
}

/**
 * The run that a waiter waits for from now on, and what is stored as its answer. That is the run it has joined, unless
 * Redis has lost that.
 */
export async function look(
  redis: Redis,
  names: Names,
  id: string,
  { waiter, joined = '', useless = '' }: Look,
): Promise<{ run: string; said: string | null }> {
  const fresh = `${id}.${randomBytes(8).toString('hex')}`;
  const [answers, waiters] = [names.answer(''), names.waiters('')];
  const args = [waiter, joined, useless, `${id}.`, fresh, answers, waiters, WAITS, REMEMBERED];
  const [run, said] = (await redis.eval(LOOK, 1, names.run(id), ...args)) as [string, string | null];
  return { run, said };
}

const LEAVE = `${NOW}
local who, run, waits, cancels = unpack(ARGV)
redis.call('ZREM', KEYS[3], who)
if cancels == '0' or redis.call('GET', KEYS[1]) ~= run or redis.call('EXISTS', KEYS[2]) == 1
  or redis.call('ZCOUNT', KEYS[3], now - waits, '+inf') > 0 then
  return 0
end
redis.call('DEL', KEYS[1], KEYS[3])
return 1`;

/** Stops waiting for a run. Returns whether that has cancelled it: if it should, and nobody else waits. */
export async function leave(
  redis: Redis,
  names: Names,
  run: string,
  waiter: string,
  cancels: boolean,
): Promise<boolean> {
  const keys = [names.run(jobOf(run)), names.answer(run), names.waiters(run)];
  return (await redis.eval(LEAVE, 3, ...keys, waiter, run, WAITS, cancels ? 1 : 0)) === 1;
}

const FINISH = `
local run, said, kept = unpack(ARGV)
if redis.call('GET', KEYS[1]) ~= run then
  return 0
end
redis.call('SET', KEYS[2], said, 'PX', kept)
redis.call('PEXPIRE', KEYS[1], kept)
return 1`;

/** Stores a run's answer for some milliseconds. Returns false if the run was cancelled. */
export async function finish(
  redis: Redis,
  names: Names,
  run: string,
  said: string,
  kept: number,
): Promise<boolean> {
  return (await redis.eval(FINISH, 2, names.run(jobOf(run)), names.answer(run), run, said, kept)) === 1;
}

const WANTED = `
local run, remembered = unpack(ARGV)
if redis.call('GET', KEYS[1]) ~= run or redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
redis.call('PEXPIRE', KEYS[1], remembered)
return 1`;

/** Whether a run is neither cancelled nor answered. */
export async function isWanted(redis: Redis, names: Names, run: string): Promise<boolean> {
  return (await redis.eval(WANTED, 2, names.run(jobOf(run)), names.answer(run), run, REMEMBERED)) === 1;
}

/** A signal that aborts when nobody wants a run any more, and a function that stops checking. */
export async function watchRun(
  redis: Redis,
  names: Names,
  run: string,
): Promise<{ signal: AbortSignal; end: () => void }> {
  const controller = new AbortController();
  const check = async (): Promise<void> => {
    if (!(await isWanted(redis, names, run))) {
      controller.abort();
    }
  };
  await check();
  const timer = setInterval(() => {
    // Without Redis they would pile up.
    if (redis.status === 'ready') {
      check().catch(() => {});
    }
  }, LOOKS_EVERY);
  return { signal: controller.signal, end: () => clearInterval(timer) };
}
