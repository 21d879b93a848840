import { OffloopError, type OffloopErrorCode } from '../../checks/errors.ts';
import { AT_ONCE, moduleBytes } from '../../platform/module-bytes.ts';
import type { Engine } from '../engine.ts';
import { prove } from '../prove.ts';
import { engineOf } from './engine.ts';
import { compile } from './instance.ts';

/** The WebAssembly engine, or why there is none, or neither while it is coming. */
export type WasmEngine =
  | { readonly engine: Engine; readonly reason: undefined }
  | { readonly engine: undefined; readonly reason: OffloopError<OffloopErrorCode> | undefined };

const COMING: WasmEngine = { engine: undefined, reason: undefined };

/** The module's bytes. */
let bytes: Uint8Array | undefined;

/** Undefined as long as nobody needed it. */
let loaded: WasmEngine | undefined;
let coming: Promise<void> | undefined;

/** The WebAssembly engine as it stands: it is not asked for where it would come later. */
export function wasmNow(): WasmEngine {
  return AT_ONCE ? loadWasm() : (loaded ?? COMING);
}

/** Sees to it that the engine is there, or comes. */
export function loadWasm(): WasmEngine {
  loaded ??= load();
  return loaded;
}

/** The engine, or why there is none, once that is known. */
export async function wasmReady(): Promise<WasmEngine> {
  loadWasm();
  await coming;
  return loaded!;
}

/** The module's bytes, for another thread: none where there is no such engine, or nobody needed it. */
export function wasmBytes(): Uint8Array | undefined | Promise<Uint8Array | undefined> {
  return loaded === COMING ? coming!.then(() => bytes) : bytes;
}

function load(): WasmEngine {
  try {
    const found = moduleBytes();
    if (found instanceof Uint8Array) {
      return make(found);
    }
    coming = found
      .then(make)
      .catch(failed)
      .then((made) => {
        loaded = made;
      });
    return COMING;
  } catch (error) {
    return failed(error);
  }
}

function make(found: Uint8Array): WasmEngine {
  const engine = engineOf(compile(found));
  prove(engine);
  bytes = found;
  return { engine, reason: undefined };
}

function failed(cause: unknown): WasmEngine {
  const why = cause instanceof Error ? cause.message : String(cause);
  const reason = new OffloopError<OffloopErrorCode>(
    'OFFLOOP_WASM_UNAVAILABLE',
    `The WebAssembly engine is not available: ${why}`,
    { cause },
  );
  return { engine: undefined, reason };
}
