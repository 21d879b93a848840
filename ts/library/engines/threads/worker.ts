/**
 * The worker, in a file of its own that imports nothing: a browser's, or a worker thread of Node, Bun or Deno. Its
 * platform is the browsers', which all of them have.
 */
import { nextTurn } from '../../platform/loop.ts';
import type { SampleArray } from '../../stream/arrays.ts';
import type { Engine } from '../engine.ts';
import { typescriptEngine } from '../typescript/index.ts';
import { engineOf } from '../wasm/engine.ts';
import { compile } from '../wasm/instance.ts';
import { Host } from './host.ts';
import type { FromThread, ToThread } from './messages.ts';

/** A port to whoever has started it. */
interface Port {
  postMessage(message: FromThread, transfer: readonly ArrayBufferLike[]): void;
  addEventListener(name: 'message', hear: (event: { readonly data: ToThread }) => void): void;
  start?(): void;
}

const port = (globalThis.process?.getBuiltinModule?.('node:worker_threads')?.parentPort ??
  globalThis) as unknown as Port;

/** TypeScript where WebAssembly is forbidden: the same bits. */
let wasm: Engine = typescriptEngine;

const host = new Host({
  begin(bytes) {
    if (bytes !== undefined) {
      try {
        wasm = engineOf(compile(bytes));
      } catch {
        // TypeScript, then.
      }
    }
  },
  engine: (name) => (name === 'wasm' ? wasm : typescriptEngine),
  tell(message, array) {
    port.postMessage(message, ownMemory(array));
  },
  turn: nextTurn,
});

/** What is handed over with an array: its memory, unless it is shared. */
function ownMemory(array: SampleArray | undefined): ArrayBufferLike[] {
  return array !== undefined && array.buffer instanceof ArrayBuffer ? [array.buffer] : [];
}

port.addEventListener('message', ({ data }) => host.hear(data));
port.start?.();
