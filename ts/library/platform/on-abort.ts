/** What to end when a signal aborts. */
interface Watch {
  readonly ends: Set<() => void>;
  readonly abort: () => void;
}

/** One listener per signal, however many jobs share it: Node warns about more than ten. */
const watches = new WeakMap<AbortSignal, Watch>();

/** Calls `end` when the signal aborts, unless the returned function is called before. */
export function onAbort(signal: AbortSignal | undefined, end: () => void): () => void {
  if (signal === undefined) {
    return () => {};
  }
  const { ends, abort } = watches.get(signal) ?? watch(signal);
  ends.add(end);
  return () => {
    ends.delete(end);
    if (ends.size === 0) {
      signal.removeEventListener('abort', abort);
      watches.delete(signal);
    }
  };
}

function watch(signal: AbortSignal): Watch {
  const ends = new Set<() => void>();
  const abort = (): void => {
    for (const end of [...ends]) {
      end();
    }
  };
  signal.addEventListener('abort', abort);
  watches.set(signal, { ends, abort });
  return { ends, abort };
}
