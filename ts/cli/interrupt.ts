/** The exit codes of every command. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** Why work stopped: the user pressed Ctrl-C, or the system asked the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** The signals that ask a process to end: from Ctrl-C and from the system. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export type Signal = (typeof SIGNALS)[number];

/**
 * Calls back the first time the user presses Ctrl-C or the system asks the process to end. The second time is left to
 * the system, which ends the process at once, whatever it is doing. Returns a function that stops listening.
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
    // A second signal that came while the event loop was busy is already there, and comes next.
    const leave = listen(() => process.exit(EXIT.interrupted));
    release();
    // The system does not end the first process of a container.
    if (process.pid !== 1) {
      setImmediate(leave);
    }
    hear(signal);
  });
  return release;
}

/**
 * To be called after the first signal: calls back when the second one comes. That still ends the process at once, unless
 * its event loop is busy.
 */
export function beforeSecondInterrupt(act: () => void): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      act();
      process.kill(process.pid, signal);
    });
  }
}

/** Runs a command's work with a signal that aborts on an interrupt. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const release = onInterrupt(() => controller.abort(new Interrupted('interrupted')));
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
