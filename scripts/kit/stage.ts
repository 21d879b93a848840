// The packages of a release, built in a copy of the working tree: nothing that a build writes, and no change that
// napi makes to package.json, can end up in a commit.
import { cp, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { $, type Shell, which } from 'zx';
import { addLicences } from './licences.ts';
import { withoutNpmSettings } from './npm.ts';
import { root } from './places.mjs';

/** The oldest glibc that the Linux packages need: that of RHEL 7, and for a long time of Node's own builds. */
export const GLIBC = '2.17';

export interface Stage {
  /** The copy, from which the main package is published. */
  readonly folder: string;
  /** The package of this machine's platform. */
  readonly platform: { readonly folder: string; readonly name: string };
  /** Whether the addon is linked for an old glibc. */
  readonly portable: boolean;
  /** Whether the WebAssembly module is in it, which not every machine can build. */
  readonly hasModule: boolean;
}

/** What a build finds around it: this machine's own, if not said. */
export interface Surroundings {
  readonly environment?: NodeJS.ProcessEnv;
  /** Where the installed packages are. */
  readonly modules?: string;
}

/** Copies the working tree (what git would commit of it) to a new folder, and builds there what is published. */
export async function buildStage(folder: string, surroundings: Surroundings = {}): Promise<Stage> {
  const { environment = {}, modules = join(root, 'node_modules') } = surroundings;
  await copyTree(folder);
  await symlink(modules, join(folder, 'node_modules'), 'junction');
  const target = await hostTarget();
  await keepOnlyTarget(folder, target);

  const run = $({ cwd: folder, quiet: true, env: { ...buildEnvironment(), ...environment } });
  const portable =
    target.endsWith('-linux-gnu') && (await which('cargo-zigbuild', { nothrow: true })) !== null;
  await run`npm run build:native -- ${portable ? ['-x', '--target', `${target}.${GLIBC}`] : []}`;
  const hasModule = await buildModule(run);
  await run`npm run build:ts`;
  await packagePlatforms(folder);

  const [name] = await readdir(join(folder, 'npm'));
  const platformFolder = join(folder, 'npm', name!);
  const manifest = await readManifest(platformFolder);
  return { folder, portable, hasModule, platform: { folder: platformFolder, name: manifest.name } };
}

/** Builds the WebAssembly module, and says whether that could be: exit code 1 is that it could not, and others are failures. */
async function buildModule(run: Shell): Promise<boolean> {
  const { exitCode, stderr } = await run({ nothrow: true })`npm run build:wasm`;
  if (exitCode !== 0 && exitCode !== 1) {
    throw new Error(stderr);
  }
  return exitCode === 0;
}

/** Makes npm/, a package for each of napi.targets, from the addons in native/. */
async function packagePlatforms(folder: string): Promise<void> {
  const run = $({ cwd: folder, quiet: true });
  await run`npx napi create-npm-dirs`;
  const artifacts = join(folder, 'artifacts');
  await mkdir(artifacts);
  for (const name of await readdir(join(folder, 'native'))) {
    if (name.endsWith('.node')) {
      await rename(join(folder, 'native', name), join(artifacts, name));
    }
  }
  await run`npx napi artifacts --output-dir artifacts`;
  await addLicences(folder);
}

async function copyTree(folder: string): Promise<void> {
  const run = $({ cwd: root, quiet: true });
  const { stdout } = await run`git ls-files -z --cached --others --exclude-standard --deduplicate`;
  const gone = new Set(['', ...(await run`git ls-files -z --deleted`).stdout.split('\0')]);
  for (const file of stdout.split('\0')) {
    if (!gone.has(file)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await cp(join(root, file), join(folder, file));
    }
  }
}

/** napi refuses to publish while a target's artifact is missing, and only CI has them all. */
async function keepOnlyTarget(folder: string, target: string): Promise<void> {
  const manifest = await readManifest(folder);
  if (!manifest.napi.targets.includes(target)) {
    throw new Error(`${target} is not one of napi.targets in package.json`);
  }
  manifest.napi.targets = [target];
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function hostTarget(): Promise<string> {
  const { stdout } = await $({ quiet: true })`rustc -vV`;
  return /^host: (.+)$/m.exec(stdout)![1]!;
}

function buildEnvironment(): NodeJS.ProcessEnv {
  // A target folder that others share would mix their builds with this one.
  const { CARGO_TARGET_DIR, ...rest } = withoutNpmSettings();
  return rest;
}

export interface Manifest {
  name: string;
  version: string;
  files: string[];
  napi: { packageName: string; targets: string[] };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  repository?: { type?: string; url?: string };
  homepage?: string;
  bugs?: { url?: string };
  scripts?: Record<string, string>;
  publishConfig?: { registry?: string };
}

export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}
