import { execFile } from 'node:child_process';

/** The first file descriptor that systemd passes. */
const FIRST_SOCKET = 3;

/** The socket on which systemd listens for this process, if any. */
export function systemdSocket({ LISTEN_PID, LISTEN_FDS } = process.env): number | undefined {
  if (LISTEN_PID !== String(process.pid) || LISTEN_FDS === undefined) {
    return undefined;
  }
  if (LISTEN_FDS !== '1') {
    throw new RangeError(`a server takes 1 socket from systemd, not ${LISTEN_FDS}`);
  }
  return FIRST_SOCKET;
}

/**
 * Notifies systemd, if it expects that (`Type=notify`), through its own program: Node has no such sockets. Resolves
 * with an error message, if any.
 */
export async function notifySystemd(...state: readonly string[]): Promise<string | undefined> {
  if (!process.env.NOTIFY_SOCKET) {
    return undefined;
  }
  return new Promise((resolve) => {
    execFile('systemd-notify', state, { timeout: 5000, killSignal: 'SIGKILL' }, (error) =>
      resolve(error === null ? undefined : `systemd could not be notified: ${error.message.trimEnd()}`),
    );
  });
}
