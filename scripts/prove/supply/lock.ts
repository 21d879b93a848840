import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLED } from '../../bundled.ts';
import { root } from '../../kit/places.mjs';

interface Locked {
  readonly version: string;
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly peer?: true;
  readonly hasInstallScript?: true;
}

export interface Needed {
  readonly name: string;
  readonly version: string;
  readonly hasInstallScript: boolean;
}

/** What package-lock.json has that offloop contains or needs at run time. Peers, which are optional, are their users'. */
export async function neededAtRunTime(): Promise<Needed[]> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages as Record<string, Locked>)
    .filter(
      ([path, { dev, optional, devOptional, peer }]) =>
        BUNDLED.some((name) => path === `node_modules/${name}`) ||
        (path && !(dev || optional || devOptional || peer)),
    )
    .map(([path, { version, hasInstallScript = false }]) => ({
      name: path.split('node_modules/').at(-1)!,
      version,
      hasInstallScript,
    }));
}
