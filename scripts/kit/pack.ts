// A package as npm would publish it.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';

/**
 * The most bytes of the main package: the library and what is built on it, twice (CommonJS), the command line with the
 * packages in it, the browser bundle, and the WebAssembly module. (The vectors, which test other implementations, are in
 * the repository alone.)
 */
export const MAIN_LIMIT = 1_400_000;

export interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { path: string }[];
  readonly digest: string;
}

/** Packs a folder into another one. */
export async function pack(folder: string, tarballs: string): Promise<Packed> {
  const run = $({ cwd: folder, quiet: true });
  const { stdout } = await run`npm pack --ignore-scripts --pack-destination ${tarballs} --json`;
  const [packed] = Object.values(JSON.parse(stdout)) as Packed[];
  const file = join(tarballs, packed!.filename);
  if (!existsSync(file)) {
    throw new Error(`npm pack did not write ${file}`);
  }
  return { ...packed!, digest: await digestOf(file) };
}

export async function digestOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
