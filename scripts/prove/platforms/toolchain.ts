// Rust for other platforms than this machine's: Debian's, with zig as the linker.
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { $ } from 'zx';
import { inCache, kept } from '../../kit/kept.ts';
import { root } from '../../kit/places.mjs';
import { rustEnvironment } from '../../kit/rust.ts';
import { GLIBC } from '../../kit/stage.ts';

interface Target {
  /** As zig is told it. */
  readonly name: string;
  readonly library: string;
  readonly flags: readonly string[];
  readonly rustFlags?: string;
}

/** Debian has the standard library of few targets. Its compiler makes that of the others. */
const BUILD_STD = ['-Zbuild-std=std,panic_unwind'];

const MUSL = { library: 'liboffloop_addon.so', flags: BUILD_STD, rustFlags: '-Ctarget-feature=-crt-static' };

/** How the addon of each platform is built here. */
const TARGETS = {
  'linux-arm64-gnu': {
    name: `aarch64-unknown-linux-gnu.${GLIBC}`,
    library: 'liboffloop_addon.so',
    flags: [],
  },
  'linux-x64-musl': { name: 'x86_64-unknown-linux-musl', ...MUSL },
  'linux-arm64-musl': { name: 'aarch64-unknown-linux-musl', ...MUSL },
  // Not msvc, as published: that needs Microsoft's libraries. What msvc always has, symbols found at run time, is asked for.
  'win32-x64-msvc': {
    name: 'x86_64-pc-windows-gnu',
    library: 'offloop_addon.dll',
    flags: [...BUILD_STD, '--features', 'napi/dyn-symbols'],
  },
} as const satisfies Record<string, Target>;

/** A platform as its package is named. */
export type Platform = keyof typeof TARGETS;

/** Builds the addon for a platform, and gives its file. */
export async function buildAddon(platform: Platform): Promise<string> {
  const { name, library, flags, rustFlags = '' }: Target = TARGETS[platform];
  const [environment, zig, target] = [await rustEnvironment(), await zigFolder(), inCache('target')];
  const env = {
    ...environment,
    PATH: [join(zig, 'bin'), environment.PATH].join(delimiter),
    CARGO_ZIGBUILD_ZIG_PATH: join(zig, 'ziglang/zig'),
    CARGO_TARGET_DIR: target,
    RUSTFLAGS: rustFlags,
    LIBNODE_PATH: await emptyLibraries(),
  };
  const packageAndTarget = ['-p', 'offloop-addon', '--target', name];
  await $({ quiet: true, cwd: root, env })`cargo zigbuild --locked --release ${packageAndTarget} ${flags}`;
  return join(target, name.replace(`.${GLIBC}`, ''), 'release', library);
}

export function zigFolder(): Promise<string> {
  return kept('tools/zig', async (folder) => {
    await $({
      quiet: true,
    })`python3 -m pip install --quiet --target ${folder} ziglang==0.17.1 cargo-zigbuild==0.24.1`;
  });
}

/** Libraries that are asked for on Windows, and of which nothing is used. */
function emptyLibraries(): Promise<string> {
  return kept('tools/empty-libraries', async (folder) => {
    await writeFile(join(folder, 'libnode.dll'), '');
    for (const name of ['node', 'ssp', 'ssp_nonshared']) {
      await writeFile(join(folder, `lib${name}.a`), '!<arch>\n');
    }
  });
}
