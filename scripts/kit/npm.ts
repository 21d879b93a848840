import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';

/** The inner npm would otherwise inherit the outer one's settings. */
export function withoutNpmSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

/** Installs exact versions of packages, from the registry that npm is set up for, and without their scripts. */
export async function installTools(folder: string, manifest: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, ...manifest }));
  const run = $({ cwd: folder, env: withoutNpmSettings(), quiet: true, timeout: '5m' });
  await run`npm install --ignore-scripts --no-audit --no-fund --prefer-offline`;
}
