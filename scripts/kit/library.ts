// The library, and what benches measure with, as they are built: tsx would compile `ts/` in another way than what users run. Types
// come from the sources, so that the scripts can be checked before anything is built.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CLI, root } from './places.mjs';

export type { EngineName, JobOptions, RunOptions, Summed } from '../../ts/index.ts';
export type { LoopDelay } from '../../ts/timeline/index.ts';

if (!existsSync(CLI)) {
  throw new Error('offloop is not built: run `npm run build` (or `npm start`) first');
}

export const { fillSync, poolStats, sample, sum, sumSync } =
  await built<typeof import('../../ts/index.ts')>('index.js');
export const { serve } = await built<typeof import('../../ts/service/index.ts')>('service/index.js');
export const { Recorder, startLoopDelay } =
  await built<typeof import('../../ts/timeline/index.ts')>('timeline/index.js');

/** What an entry point exports, as it is built. */
export async function built<T>(entry: string): Promise<T> {
  return (await import(pathToFileURL(join(root, 'dist', entry)).href)) as T;
}
