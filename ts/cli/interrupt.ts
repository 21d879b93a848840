/** The exit codes of every command. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** Why work stopped: the user pressed Ctrl-C, or the system asked the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Runs a command's work with a signal that aborts on the first Ctrl-C (SIGINT) or SIGTERM. A second one ends
 * the process at once.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (): void => {
    release();
    controller.abort(new Interrupted('interrupted'));
  };
  const release = (): void => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
