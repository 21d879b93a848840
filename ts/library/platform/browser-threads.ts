/** The same as threads.ts, for browsers, their workers and edge runtimes. The build replaces that with it. */
import type { Hears, Thread } from './threads.ts';

/** What browsers have of it. */
interface WebWorker {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener(name: 'message', hear: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    name: 'error',
    hear: (event: { readonly message?: string; preventDefault(): void }) => void,
  ): void;
  terminate(): void;
}

interface Globals {
  readonly Worker?: new (url: URL | string, options?: { type?: 'module'; name?: string }) => WebWorker;
  readonly document?: object;
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

const { Worker, document, navigator, setTimeout } = globalThis as typeof globalThis & Globals;

/** How many milliseconds a worker may take until it says something: some browsers do not tell what they forbid. */
const PATIENCE = 10_000;

/** The worker's file beside this one, which bundlers find by this line; where that is not there, its text. */
export const WAYS: readonly ((hears: Hears) => Thread)[] =
  Worker === undefined
    ? []
    : [
        (hears) =>
          threadOf(
            new Worker(new URL('./offloop-worker.js', import.meta.url), { type: 'module', name: 'offloop' }),
            hears,
          ),
        (hears) => threadOfText(import('./worker-text.js' as string), hears),
      ];

/** Those of a worker share its core. */
export function usableCores(): number {
  return document === undefined ? 1 : (navigator?.hardwareConcurrency ?? 1);
}

function threadOf(worker: WebWorker, { message, end }: Hears): Thread {
  let answered = false;
  const ended = (why: string): void => {
    worker.terminate();
    end(new Error(why));
  };
  setTimeout(() => answered || ended('it did not answer'), PATIENCE);
  worker.addEventListener('message', ({ data }) => {
    answered = true;
    message(data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    ended(event.message || 'it could not be started');
  });
  return {
    post: (data, transfer = []) => worker.postMessage(data, transfer),
    hold() {},
    end: () => worker.terminate(),
  };
}

/** One whose text comes later: what is posted until then waits. */
function threadOfText(text: Promise<{ readonly default: string }>, hears: Hears): Thread {
  const started = text.then(({ default: source }) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    return threadOf(new Worker!(url, { name: 'offloop' }), hears);
  });
  started.catch(hears.end);
  return {
    post: (data, transfer) =>
      void started.then(
        (thread) => thread.post(data, transfer),
        () => {},
      ),
    hold() {},
    end: () =>
      void started.then(
        (thread) => thread.end(),
        () => {},
      ),
  };
}
