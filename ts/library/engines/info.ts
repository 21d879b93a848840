import { preferredEngine } from '../platform/node.ts';
import { engineHere } from './choose.ts';
import type { EngineName } from './engine.ts';
import { loadNative } from './native/native.ts';
import { wasmNow, wasmReady } from './wasm/wasm.ts';

/** What computes here, and why not something faster. */
export interface EngineInfo {
  /** The engine of jobs that name none. */
  readonly engine: EngineName;
  /** Its instruction set, such as `avx512` or `simd128`; `none` in TypeScript. */
  readonly simd: string;
  /** The most slots at once, which compute off the event loop; 0 where nothing can. */
  readonly slots: number;
  /** Why there is no native engine, if there is none. */
  readonly native: string | undefined;
  /** Why there is no WebAssembly engine, if that is known. */
  readonly wasm: string | undefined;
}

/**
 * What computes here, and why not something faster. Where WebAssembly is still to come it says `typescript`; `ready`
 * waits for it.
 *
 * @example
 * info().engine; // 'native'
 */
export function info(): EngineInfo {
  const { name, simd, slots } = engineHere();
  return {
    engine: name,
    simd,
    slots: slots?.limits.slots ?? 0,
    native: loadNative().reason?.message,
    wasm: wasmNow().reason?.message,
  };
}

/**
 * Waits until the engine of this runtime is there: in browsers WebAssembly is loaded when a job first needs it, and
 * TypeScript computes until then, the same bits. Nobody needs to wait.
 *
 * @example
 * const { engine } = await ready();
 */
export async function ready(): Promise<EngineInfo> {
  if (loadNative().engine === undefined && (preferredEngine() || 'wasm') === 'wasm') {
    await wasmReady();
  }
  return info();
}
