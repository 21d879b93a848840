// A server in a process of its own, its clients in others, and what its answers must be.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sum } from './library.ts';
import { CLI } from './places.mjs';
import type { Asking, Heard } from './tcp-clients.ts';

/** A running `offloop serve`. */
export interface Service {
  readonly port: number;
  readonly pid: number;
  /** What it wrote on standard error so far. */
  said(): string;
  /** Ends it by SIGTERM, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Everything that a bench's server answers is of this seed. */
export const SERVER_SEED = 7n;

/** Where a server logs to, and how many files it may open. */
interface Surroundings {
  readonly log?: 'pipe' | number;
  readonly files?: number;
}

/** Starts the built `offloop serve` on a free port of the loopback, and waits until it listens. */
export async function startService(
  args: readonly string[],
  { log = 'pipe', files }: Surroundings = {},
): Promise<Service> {
  const text = ['--port', '0', '--seed', String(SERVER_SEED), '--log-format', 'text'];
  const command = [process.execPath, CLI, 'serve', ...text, ...args];
  const limited = files === undefined ? [] : ['sh', '-c', `ulimit -n ${files} && exec "$0" "$@"`];
  const [program, ...rest] = [...limited, ...command] as [string, ...string[]];
  // A server that is told of a parent tells its port there; else it is in the log.
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', log, log === 'pipe' ? 'ignore' : 'ipc'] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const exited = once(child, 'exit');
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve((told as { port: number }).port));
    child.stderr?.on('data', () => {
      const [, found] = /listening on \S+:(\d+)/.exec(said) ?? [];
      if (found !== undefined) {
        resolve(Number(found));
      }
    });
    exited.then(() => reject(new Error(`the server did not start: ${said.trim()}`)));
  });
  return {
    port,
    pid: child.pid!,
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

/** Clients on their way. */
export interface Clients {
  /** What they heard, at their end. */
  readonly heard: Promise<Heard>;
  /** Makes them end now. */
  stop(): void;
  readonly process: ChildProcess;
}

/** Starts clients in a process of their own. */
export function startClients(asking: Asking): Clients {
  const child = fork(join(import.meta.dirname, 'tcp-clients.ts'), [JSON.stringify(asking)]);
  const heard = new Promise<Heard>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Heard));
    child.once('exit', () => reject(new Error('the clients ended early')));
  });
  return { heard, stop: () => child.connected && child.send('stop'), process: child };
}

/** Predictions on their way at once. */
const AT_ONCE = 16;

/**
 * Checks that answers are whole and exact, and no two of one stream: each must be what the server's seed gives for a
 * stream that was used, and where every attempt was answered, each stream must have one answer.
 */
export async function checkAnswers(
  heard: readonly Heard[],
  { samples, attempts }: { samples: number; attempts?: number },
): Promise<void> {
  const streams = attempts ?? heard.reduce((total, { attempts }) => total + attempts, 0);
  const left = new Map<string, number>();
  const predict = async (stream: number): Promise<void> => {
    const { sum: total } = await sum({ distribution: 'normal', samples, seed: SERVER_SEED, stream });
    left.set(`${total}\n`, (left.get(`${total}\n`) ?? 0) + 1);
  };
  for (let stream = 0; stream < streams; stream += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, streams - stream) }, (_, n) => stream + n);
    await Promise.all(some.map(predict));
  }
  for (const answer of heard.flatMap(({ answers }) => answers)) {
    const times = left.get(answer) ?? 0;
    if (times === 0) {
      throw new Error(
        `the server answered ${JSON.stringify(answer)}, which no stream of it gives: this is a bug`,
      );
    }
    left.set(answer, times - 1);
  }
}

/** What a process has used and holds, as Linux tells: undefined elsewhere. */
export function usageOf(pid: number) {
  if (!existsSync(`/proc/${pid}/stat`)) {
    return undefined;
  }
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))!;
  const files = readdirSync(`/proc/${pid}/fd`);
  return {
    /** Milliseconds of CPU time: ticks are hundredths of a second. */
    cpu: (Number(fields[11]) + Number(fields[12])) * 10,
    megabytes: Number(kilobytes) / 1024,
    files: files.length,
  };
}
