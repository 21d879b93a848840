import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The built command line. */
export const CLI = join(ROOT, 'dist', 'cli', 'main.js');

/**
 * A module as it is published. What users run is measured: tsx would compile `ts/` in another way. The types
 * come from the sources, so that the scripts can be checked before anything is built.
 */
export async function built<T>(path: string): Promise<T> {
  requireBuilt();
  return (await import(pathToFileURL(join(ROOT, 'dist', path)).href)) as T;
}

/** Throws unless there is something to measure. */
export function requireBuilt(): void {
  if (!existsSync(CLI)) {
    throw new Error('offloop is not built: run `npm run build` (or `npm start`) first');
  }
}

/** The public API as it is published. */
export function offloop(): Promise<typeof import('../../ts/index.ts')> {
  return built('index.js');
}
