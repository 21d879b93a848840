/** What the library needs from its runtime: here Node, Bun and Deno; browser.ts has the same for everything else. */
import { getBuiltinModule } from './builtin.ts';
import { environment } from './environment.ts';

const { Buffer, constants } = getBuiltinModule('node:buffer');

/** The most bytes of an array. */
export const MAX_BYTES = constants.MAX_LENGTH;

/** Untouched memory, with undefined contents. */
export function untouchedMemory(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer as ArrayBuffer;
}

/** The engine that the user prefers. */
export function preferredEngine(): string | undefined {
  return environment('OFFLOOP_ENGINE');
}

/** Warns why there is no native engine where one is expected. */
export function warnOfFallback(reason: string, engine: string): void {
  const language = engine === 'wasm' ? 'WebAssembly' : 'TypeScript';
  process.emitWarning(
    `${reason}. Computing in ${language}: the same answers, but slower. OFFLOOP_ENGINE=${engine} silences this.`,
    { type: 'OffloopWarning', code: 'OFFLOOP_NATIVE_UNAVAILABLE' },
  );
}
