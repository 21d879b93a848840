// The packages built twice, as on two machines: other folders, home, caches, target folder, time zone and language.
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { inCache } from '../../kit/kept.ts';
import { digestOf, pack } from '../../kit/pack.ts';
import { root } from '../../kit/places.mjs';
import { buildStage, type Surroundings } from '../../kit/stage.ts';
import { say } from '../../kit/steps.ts';

interface Machine extends Surroundings {
  readonly folder: string;
}

interface Built {
  readonly files: ReadonlyMap<string, string>;
  readonly portable: boolean;
  readonly hasModule: boolean;
}

/** Builds and packs everything twice, and says of each file that is published whether both are the same bytes. */
export async function buildTwice(): Promise<string> {
  const builds = inCache('builds');
  await rm(builds, { recursive: true, force: true });
  const [here, elsewhere] = [await near(join(builds, 'a')), await far(join(builds, 'another-machine'))];
  const [first, second] = [await build(here), await build(elsewhere)];
  const differ = [...first.files].filter(([file, digest]) => second.files.get(file) !== digest);
  if (differ.length > 0) {
    const names = differ.map(([file]) => file).join(', ');
    throw new Error(`${names}: two builds differ, see ${here.folder} and ${elsewhere.folder}`);
  }
  await rm(builds, { recursive: true, force: true });
  const { stdout } = await $({ quiet: true })`rustc --version`;
  const linker = first.portable ? 'linked by zig' : "linked by this machine's own linker";
  const module = first.hasModule ? 'with' : 'without';
  const how = `${stdout.trim()}, ${linker}; ${module} the WebAssembly module`;
  return [...[...first.files].map(([file, digest]) => `${digest}  ${file}`), how].join('\n');
}

/** This machine's home and caches. */
async function near(base: string): Promise<Machine> {
  await mkdir(base, { recursive: true });
  return { folder: join(base, 'offloop') };
}

/** A machine of someone else's, with nothing in its caches. */
async function far(base: string): Promise<Machine> {
  const home = join(base, 'home/somebody-else');
  const [temporary, modules] = [join(base, 'tmp'), join(base, 'packages/node_modules')];
  await mkdir(home, { recursive: true });
  await mkdir(temporary);
  await cp(join(root, 'node_modules'), modules, { recursive: true, verbatimSymlinks: true });
  const environment = {
    HOME: home,
    CARGO_HOME: join(home, 'cargo'),
    // The compiler itself stays.
    RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(homedir(), '.rustup'),
    CARGO_TARGET_DIR: join(base, 'somewhere/else/target'),
    TMPDIR: temporary,
    TZ: 'Pacific/Kiritimati',
    LC_ALL: 'C',
  };
  return { folder: join(base, 'src/github.com/offloop'), environment, modules };
}

/** Builds, and gives the digest of each file that is published, and of the addon. */
async function build({ folder, modules, environment = {} }: Machine): Promise<Built> {
  say(`Building the packages in ${folder}, a minute or two …`);
  const { platform, portable, hasModule } = await buildStage(folder, {
    // Debian's compiler, where the WebAssembly module is built with it, stays, too.
    environment: { OFFLOOP_PROVE_CACHE: inCache(), ...environment },
    ...(modules && { modules }),
  });
  const tarballs = join(folder, '../packed');
  await mkdir(tarballs);
  const packed = [await pack(folder, tarballs), await pack(platform.folder, tarballs)];
  const addon = (await readdir(platform.folder)).find((name) => name.endsWith('.node'))!;
  const files = new Map([
    [addon, await digestOf(join(platform.folder, addon))],
    ...packed.map(({ filename, digest }) => [filename, digest] as const),
  ]);
  return { files, portable, hasModule };
}
