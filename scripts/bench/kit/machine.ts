import { existsSync, readFileSync } from 'node:fs';
import { release, totalmem } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { CLI, root } from '../../kit/places.mjs';
import { PEERS } from './places.ts';

/** Where and with what something was measured. It names neither the machine nor its folders. */
export type Machine = Awaited<ReturnType<typeof describeMachine>>;

/** What is asked of `offloop info`. */
type Info = Record<'simd' | 'fallbackReason' | 'version' | 'cpu' | 'platform', string> &
  Record<'cores' | 'slots', number> & { native: boolean };

/** Describes the machine, with the versions of the peers named. Says so when native is missing. */
export async function describeMachine(peers: readonly string[] = []) {
  const run = $({ cwd: root, quiet: true, nothrow: true });
  const info: Info = (await run`${process.execPath} ${CLI} info --json`).json();
  const { native, simd, fallbackReason, version, cpu, cores, platform, slots } = info;
  if (!native) {
    process.stderr.write(`The native engine is left out: ${fallbackReason}.\n`);
  }
  const commit = (await run`git rev-parse --short=12 HEAD`).text().trim();
  const changes = (await run`git status --porcelain -- ts crates`).text();
  return {
    date: new Date().toISOString(),
    // A `+` says that the tree had changes besides.
    commit: commit === '' ? 'unknown (no git)' : `${commit}${changes === '' ? '' : '+'}`,
    cpu,
    cores,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform,
    kernel: release(),
    node: process.version,
    v8: process.versions.v8,
    offloop: version,
    /** The SIMD level of the native engine; undefined where it does not load. */
    simd: native ? simd : undefined,
    /** Slots of the thread pool that offloop uses. */
    slots,
    /** Versions of the packages that take part. */
    packages: Object.fromEntries(peers.map((name) => [name, peerVersion(name) ?? 'unknown'])),
  };
}

/** One line that says what was measured on. */
export function machineLine({ cpu, cores, simd, platform, node }: Machine): string {
  return `${cpu}, ${cores} cores, SIMD level ${simd ?? 'none (no native engine)'}, ${platform}, Node ${node}`;
}

/** The version of a peer that is installed. */
export function peerVersion(name: string): string | undefined {
  const manifest = join(PEERS, 'node_modules', name, 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined;
}
