import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OffloopError } from '../../library/checks/errors.ts';
import { onAbort } from '../../library/platform/on-abort.ts';
import type { ServerMoment } from '../../timeline/recorder.ts';
import { fromSharedClock } from '../../timeline/shared-clock.ts';
import type { WatchServer } from './measure.ts';

/** A server in a separate process. */
export interface ServerProcess {
  readonly port: number;
  /**
   * Passes the events of the next connection to a listener, and resolves when that has its answer or the server has
   * ended.
   */
  readonly watch: WatchServer;
  /** Stops it and waits until it has ended. */
  stop(): Promise<void>;
}

/** The error code when it does not start. */
type ServerProcessErrorCode = 'OFFLOOP_SERVER_FAILED';

/** How long a stopping server may take before it is killed, in milliseconds. */
const STOP_WITHIN = 5000;

/**
 * Starts `offloop serve` with the given arguments on a free port, and waits until it listens. The server
 * also ends when this process does, however that happens.
 */
export async function startServerProcess(
  args: readonly string[],
  signal: AbortSignal,
): Promise<ServerProcess> {
  signal.throwIfAborted();
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const main = fileURLToPath(new URL(`../../cli/main.${extension}`, import.meta.url));
  const child = fork(main, ['serve', '--port', '0', '--quiet', ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN);
    await gone;
    clearTimeout(timer);
  };
  const watch: WatchServer = (listener) =>
    new Promise((resolve) => {
      const hear = ({ at, ...moment }: ServerMoment): void => {
        listener({ ...moment, at: fromSharedClock(at) });
        if (moment.type === 'answered') {
          child.off('message', hear);
          resolve();
        }
      };
      child.on('message', hear);
      gone.then(resolve);
    });
  try {
    return { port: await listening(child, signal, () => complaint), watch, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listening(child: ChildProcess, signal: AbortSignal, complaint: () => string): Promise<number> {
  let ignore = (): void => {};
  const listens = new Promise<number>((resolve, reject) => {
    ignore = onAbort(signal, () => reject(signal.reason));
    child.once('error', reject);
    child.once('message', ({ port }: { port: number }) => resolve(port));
    child.once('exit', (code) => {
      const said =
        complaint()
          .trim()
          .split('\n')
          .at(-1)
          ?.replace(/^error: /, '') || `exit code ${code}`;
      reject(
        new OffloopError<ServerProcessErrorCode>(
          'OFFLOOP_SERVER_FAILED',
          `The server process did not start: ${said}`,
        ),
      );
    });
  });
  return listens.finally(ignore);
}
