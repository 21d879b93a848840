import { readFileSync } from 'node:fs';
import { release, totalmem } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { CLI, ROOT, requireBuilt } from './built.ts';

/** Where and with what something was measured. It names neither the machine nor its folders. */
export interface Machine {
  readonly date: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly kernel: string;
  readonly node: string;
  readonly v8: string;
  readonly offloop: string;
  /** The SIMD level of the native engine; undefined where it does not load. */
  readonly simd?: string;
  /** Slots of the thread pool that offloop uses. */
  readonly slots: number;
  /** Versions of the packages that take part. */
  readonly packages: Readonly<Record<string, string>>;
}

/** What `offloop info --json` says of the engine. */
interface Info {
  readonly version: string;
  readonly simd: string;
  readonly native: boolean;
  readonly fallbackReason: string | null;
  readonly slots: number;
  readonly cores: number;
  readonly cpu: string;
  readonly platform: string;
}

/** Describes the machine, with the versions of the npm packages named. Says so when native is missing. */
export async function describeMachine(packages: readonly string[]): Promise<Machine> {
  requireBuilt();
  const info: Info = JSON.parse(await quietly`${process.execPath} ${CLI} info --json`);
  if (!info.native) {
    process.stderr.write(`The native engine is left out: ${info.fallbackReason}.\n`);
  }
  return {
    date: new Date().toISOString(),
    commit: await commit(),
    cpu: info.cpu,
    cores: info.cores,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: info.platform,
    kernel: release(),
    node: process.version,
    v8: process.versions.v8,
    offloop: info.version,
    ...(info.native ? { simd: info.simd } : {}),
    slots: info.slots,
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

/** One line that says what was measured on. */
export function machineLine({ cpu, cores, simd, platform, node }: Machine): string {
  return `${cpu}, ${cores} cores, SIMD level ${simd ?? 'none (no native engine)'}, ${platform}, Node ${node}`;
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
  return JSON.parse(manifest).version;
}

/** The commit measured; a `+` says that the tree had changes besides. */
async function commit(): Promise<string> {
  try {
    const hash = await quietly`git rev-parse --short=12 HEAD`;
    const changes = await quietly`git status --porcelain -- ts crates`;
    return changes === '' ? hash : `${hash}+`;
  } catch {
    return 'unknown (no git)';
  }
}

async function quietly(pieces: TemplateStringsArray, ...args: string[]): Promise<string> {
  return (await $({ cwd: ROOT, quiet: true })(pieces, ...args)).stdout.trim();
}
