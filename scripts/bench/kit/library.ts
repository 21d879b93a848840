// The library and the example as they are built: tsx would compile `ts/` in another way than what users run. Types
// come from the sources, so that the scripts can be checked before anything is built.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CLI, ROOT } from './places.ts';

export type { ComparedWay, LoopDelay } from '../../../ts/example/index.ts';
export type {
  EngineName,
  JobOptions,
  RunOptions,
  Summed,
} from '../../../ts/index.ts';

if (!existsSync(CLI)) {
  throw new Error('offloop is not built: run `npm run build` (or `npm start`) first');
}

export const { fillSync, poolStats, sample, sum, sumSync } =
  await built<typeof import('../../../ts/index.ts')>('index.js');
export const { serve } = await built<typeof import('../../../ts/service/index.ts')>('service/index.js');
export const { compare, Recorder, readInTurns, startLoopDelay } =
  await built<typeof import('../../../ts/example/index.ts')>('example/index.js');

async function built<T>(entry: string): Promise<T> {
  return (await import(pathToFileURL(join(ROOT, 'dist', entry)).href)) as T;
}
