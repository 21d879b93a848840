/** Threads of JavaScript for the package's own worker: here Node's, Bun's and Deno's; browser-threads.ts has others. */
import { getBuiltinModule } from './builtin.ts';
import { fileOfPackage } from './package.ts';

/** A thread that runs the package's worker, a file without imports. */
export interface Thread {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Whether the process lives on for it. It does not at first. */
  hold(held: boolean): void;
  /** Ends it. */
  end(): void;
}

/** What is told of a thread: its messages, and its end, unasked for, with the reason. */
export interface Hears {
  message(message: unknown): void;
  end(reason: unknown): void;
}

const FILE = 'dist/offloop-worker.js';

/** The ways to start a thread, which are tried one after the other until one says that it is ready. */
export const WAYS: readonly ((hears: Hears) => Thread)[] = [startWorker];

/** How many of them can work at once: those of a worker thread share its core. */
export function usableCores(): number {
  const { availableParallelism } = getBuiltinModule('node:os');
  const { isMainThread } = getBuiltinModule('node:worker_threads');
  return isMainThread ? availableParallelism() : 1;
}

function startWorker({ message, end }: Hears): Thread {
  const { Worker } = getBuiltinModule('node:worker_threads');
  // The program's own flags, such as --input-type, are not for it.
  const worker = new Worker(fileOfPackage(FILE), { name: 'offloop', execArgv: [] });
  worker.unref();
  worker.on('message', message);
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`it ended with code ${code}`)));
  return {
    post: (data, transfer = []) => worker.postMessage(data, transfer),
    hold: (held) => (held ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}
