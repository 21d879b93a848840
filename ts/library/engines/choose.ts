import { oneOf } from '../checks/arguments.ts';
import { preferredEngine, warnOfFallback } from '../platform/node.ts';
import { sharedState } from '../platform/shared-state.ts';
import type { Engine, EngineName } from './engine.ts';
import { loadNative } from './native/native.ts';
import { typescriptEngine } from './typescript/index.ts';

export { loadNative } from './native/native.ts';

/** Every engine, the preferred one first. */
export const ENGINES: readonly EngineName[] = ['native', 'typescript'];

/**
 * The engine that a caller named, or else the one that the environment variable OFFLOOP_ENGINE names, or else the
 * native one if it loads, or the TypeScript one, with one warning.
 */
export function chooseEngine(name: EngineName | undefined): Engine {
  if (name !== undefined) {
    return namedEngine(oneOf('engine', name, ENGINES));
  }
  const preferred = preferredEngine();
  if (preferred) {
    return namedEngine(oneOf('The environment variable OFFLOOP_ENGINE', preferred, ENGINES));
  }
  const { engine, reason } = loadNative();
  if (engine === undefined) {
    warnOnce(reason.message);
  }
  return engine ?? typescriptEngine;
}

function namedEngine(name: EngineName): Engine {
  if (name === 'typescript') {
    return typescriptEngine;
  }
  const { engine, reason } = loadNative();
  if (engine === undefined) {
    throw reason;
  }
  return engine;
}

function warnOnce(reason: string): void {
  const fallback = sharedState('fallback', () => ({ warned: false }));
  if (!fallback.warned) {
    fallback.warned = true;
    warnOfFallback(reason);
  }
}
