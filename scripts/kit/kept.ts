// Folders that are made once and kept: what is fetched and built for other platforms, with other compilers, is large.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { $ } from 'zx';
import { Skipped } from './steps.ts';

// In this process's group, so that Ctrl-C ends what runs, too.
$.detached = false;

/** The option that names the folder. */
export const CACHE = [
  '--cache <folder>',
  'where what is fetched and built is kept (default: $OFFLOOP_PROVE_CACHE, else ~/.cache/offloop-prove)',
] as const;

let cache =
  process.env.OFFLOOP_PROVE_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'offloop-prove');

/** Another folder, where `--cache` names one. */
export function keepIn(folder: string | undefined): void {
  cache = folder ?? cache;
}

export function inCache(...names: string[]): string {
  return join(cache, ...names);
}

/** Makes a folder of the cache where it is missing: all of it, or nothing. What cannot be fetched is no failure. */
export async function kept(name: string, fetch: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = inCache(name);
  if (existsSync(folder)) {
    return folder;
  }
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    await fetch(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Skipped(`${name} cannot be fetched: ${lastLine(error)}`);
  }
  return folder;
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr || message || String(error)).trim().split('\n').at(-1)!;
}
