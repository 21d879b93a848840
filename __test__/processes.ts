import { type ChildProcess, type SpawnOptions, spawn as start } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { hasNative } from './engines.ts';
import { LIMIT } from './time.js';
import { outputOf } from './where.ts';

/** What a finished program did. */
export interface Finished {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  /** Standard output as it came. */
  readonly bytes: Buffer;
  readonly stderr: string;
}

/** What a test has started. On Linux and macOS each leads a process group of its own, in which its children are, too. */
const started = new Set<ChildProcess>();
const hasGroups = process.platform !== 'win32';

let watcher: ChildProcess | undefined;

/** Tells the watcher, which ends what this process has started if it can no longer do that itself. */
function watch(sign: '+' | '-', { pid }: ChildProcess): void {
  if (watcher === undefined) {
    const program = fileURLToPath(new URL('watcher.mjs', import.meta.url));
    // In a session of its own: what ends a terminal's processes is not to end it first.
    watcher = start(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    watcher.unref();
    (watcher.stdin as unknown as { unref(): void }).unref();
    watcher.stdin!.on('error', () => {});
  }
  watcher.stdin!.write(`${sign}${hasGroups ? -pid! : pid}\n`);
}

/**
 * Starts a program as node:child_process does; it and all that it starts end with the test, whatever becomes of that.
 * Without the native engine its processes do not warn of that: the warning has tests of its own.
 */
export const spawn = ((program: string, args: readonly string[], options: SpawnOptions = {}) => {
  const env = { ...(!hasNative && { OFFLOOP_ENGINE: 'typescript' }), ...(options.env ?? process.env) };
  const child = start(program, args, { ...options, env, detached: hasGroups });
  if (child.pid !== undefined) {
    started.add(child);
    watch('+', child);
  }
  return child;
}) as typeof start;

test.afterEach.always('what a test started ends with it', async () => {
  const left = [...started];
  started.clear();
  await Promise.all(left.map(kill));
});

async function kill(child: ChildProcess): Promise<void> {
  const running = child.exitCode === null && child.signalCode === null;
  const ended = running && once(child, 'exit');
  try {
    process.kill(hasGroups ? -child.pid! : child.pid!, 'SIGKILL');
  } catch {
    // It has ended, and so has everything that it started.
  }
  await ended;
  watch('-', child);
}

/** Starts a program in a process of its own. A variable that is `undefined` is not in its environment. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  options: Pick<SpawnOptions, 'cwd'> = {},
): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(program, args, {
    ...options,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pieces: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const bytes = Buffer.concat(pieces);
      resolve({ code, signal, stdout: bytes.toString(), bytes, stderr });
    });
  });
  return { child, finished };
}

/** Resolves with the first match in what a process writes. */
export function says(child: ChildProcess, text: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const look = (piece: string | Buffer): void => {
      said += piece;
      const found = typeof text === 'string' ? said.includes(text) && text : text.exec(said)?.[0];
      if (found) {
        resolve(found);
      }
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', () => reject(new Error(`it ended without saying '${text}', but: ${said}`)));
  });
}

/** Whether processes end, waiting for them for a while. */
export async function end(pids: readonly number[]): Promise<boolean> {
  for (const began = performance.now(); pids.some(isRunning) && performance.now() - began < LIMIT; ) {
    await delay(50);
  }
  return !pids.some(isRunning);
}

/** Whether a process runs: not one that has ended and is only not yet collected by whoever inherited it (a zombie). */
function isRunning(pid: number): boolean {
  const state = outputOf('ps', ['-o', 'state=', '-p', String(pid)]).trim();
  return state !== '' && !state.startsWith('Z');
}
