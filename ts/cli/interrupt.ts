/** The exit codes of every command. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** Why work stopped: the user pressed Ctrl-C, or the system asked the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What asks a process to end: Ctrl-C, and the system. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export type Signal = (typeof SIGNALS)[number];

/**
 * Calls back when the user presses Ctrl-C or the system asks the process to end, for the first time. A second time is
 * left to the system, which ends the process at once, whatever that is doing. Gives what stops listening.
 */
export function onInterrupt(hear: (signal: Signal) => void): () => void {
  const listen = (listener: (signal: Signal) => void): (() => void) => {
    for (const signal of SIGNALS) {
      process.on(signal, listener);
    }
    return () => {
      for (const signal of SIGNALS) {
        process.off(signal, listener);
      }
    };
  };
  const release = listen((signal) => {
    // A second one that came while the loop was busy is there already, and is told next.
    const leave = listen(() => process.exit(EXIT.interrupted));
    release();
    // The system does nothing to the first process of a container.
    if (process.pid !== 1) {
      setImmediate(leave);
    }
    hear(signal);
  });
  return release;
}

/** Runs a command's work with a signal that aborts when it is interrupted. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const release = onInterrupt(() => controller.abort(new Interrupted('interrupted')));
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
