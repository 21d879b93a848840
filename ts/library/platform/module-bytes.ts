/** Where the bytes of the WebAssembly module come from: here a file of the package; browser-module-bytes.ts has another way. */
import { getBuiltinModule } from './builtin.ts';
import { fileOfPackage } from './package.ts';

const FILE = 'native/engine.wasm';

/** The module's bytes. */
export function moduleBytes(): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
  const { existsSync, readFileSync } = getBuiltinModule('node:fs');
  const file = fileOfPackage(FILE);
  if (!existsSync(file)) {
    throw new Error('this package was built without it');
  }
  return readFileSync(file);
}

/** Whether they come at once. */
export const AT_ONCE: boolean = true;
