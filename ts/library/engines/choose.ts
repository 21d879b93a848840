import { oneOf } from '../checks/arguments.ts';
import { preferredEngine, warnOfFallback } from '../platform/node.ts';
import { sharedState } from '../platform/shared-state.ts';
import { BLOCK_SAMPLES } from '../stream/stream.ts';
import type { Engine, EngineName } from './engine.ts';
import { loadNative } from './native/native.ts';
import { slotsOf, withThreads } from './threads/pool.ts';
import { typescriptEngine } from './typescript/index.ts';
import { loadWasm, type WasmEngine, wasmNow } from './wasm/wasm.ts';

export { loadNative } from './native/native.ts';

/** Every engine, the preferred one first. */
export const ENGINES: readonly EngineName[] = ['native', 'wasm', 'typescript'];

/**
 * The engine that a caller named, or else the one that the environment variable OFFLOOP_ENGINE names, or else the best
 * that there is, with one warning where a native one is expected. TypeScript stands in for WebAssembly as long as that
 * is coming.
 */
export function chooseEngine(name: EngineName | undefined): Engine {
  if (name !== undefined) {
    return namedEngine(oneOf('engine', name, ENGINES));
  }
  const preferred = preferredEngine();
  if (preferred) {
    return namedEngine(oneOf('The environment variable OFFLOOP_ENGINE', preferred, ENGINES));
  }
  const engine = bestEngine();
  const { reason } = loadNative();
  if (reason !== undefined) {
    warnOnce(reason.message, engine.name);
  }
  return engine;
}

/** The engine of jobs that name none, for whoever only asks: without a warning. */
export function engineHere(): Engine {
  return preferredEngine() ? chooseEngine(undefined) : bestEngine();
}

function bestEngine(): Engine {
  return loadNative().engine ?? bestOf(wasmNow());
}

function namedEngine(name: EngineName): Engine {
  if (name === 'typescript') {
    return typescript;
  }
  const found = name === 'native' ? loadNative() : loadWasm();
  if (found.reason !== undefined) {
    throw found.reason;
  }
  return name === 'native' ? found.engine! : bestOf(found);
}

const typescript = withThreads(typescriptEngine);

/** WebAssembly as it stands. */
function bestOf({ engine, reason }: WasmEngine): Engine {
  if (engine !== undefined) {
    wasm ??= withThreads(engine);
    return wasm;
  }
  return reason === undefined ? coming : typescript;
}

let wasm: Engine | undefined;

/** TypeScript until WebAssembly is there, which what is worth it asks for. Lanes are TypeScript's to the end. */
const coming: Engine = {
  ...typescriptEngine,
  sum: (stream, range) => forNumbers(range.samples).sum(stream, range),
  fill: (stream, start, array) => forNumbers(array.length).fill(stream, start, array),
  ...slotsOf('wasm'),
};

function forNumbers(numbers: number): Engine {
  const { engine } = numbers >= BLOCK_SAMPLES ? loadWasm() : wasmNow();
  return engine ?? typescriptEngine;
}

function warnOnce(reason: string, fallback: EngineName): void {
  const shared = sharedState('fallback', () => ({ warned: false }));
  if (!shared.warned) {
    shared.warned = true;
    warnOfFallback(reason, fallback);
  }
}
