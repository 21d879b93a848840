// A Windows of Wine's, with a Node.
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { extractPackages } from '../../kit/debian.ts';
import { kept } from '../../kit/kept.ts';
import type { Installed } from './machines.ts';
import { zigFolder } from './toolchain.ts';

export async function windows(fetchNode: (folder: string) => Promise<void>): Promise<Installed> {
  const wine = await kept('tools/wine', async (folder) => {
    const from = { release: 'bookworm', architecture: 'amd64' } as const;
    await extractPackages(folder, { ...from, packages: ['wine64', 'libwine'], needs: 'lacking' });
    // The script of this name has absolute paths.
    const server = join(folder, 'usr/lib/wine/wineserver');
    await rm(server);
    await symlink('wineserver64', server);
  });
  const program = join(wine, 'usr/lib/wine/wine64');
  const env = (prefix: string): Record<string, string> => ({
    PATH: process.env.PATH ?? '',
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    LD_LIBRARY_PATH: join(wine, 'usr/lib/x86_64-linux-gnu'),
    NODE_SKIP_PLATFORM_CHECK: '1',
  });
  const prefix = await kept('machines/windows', async (folder) => {
    const system = join(folder, 'drive_c/windows/system32');
    await mkdir(system, { recursive: true });
    // user32.dll needs it.
    await cp(join(wine, 'usr/x86_64-w64-mingw32/lib/zlib1.dll'), join(system, 'zlib1.dll'));
    const source = join(import.meta.dirname, 'bcryptprimitives.c');
    const library = join(system, 'bcryptprimitives.dll');
    const zig = join(await zigFolder(), 'ziglang/zig');
    const run = $({ quiet: true, env: { ...process.env, ...env(folder) } });
    await run`${zig} cc -target x86_64-windows-gnu -shared -O1 -o ${library} ${source} -ladvapi32`;
    await run`${program} wineboot --init > /dev/null 2>&1`;
    await run`${program} reg add ${'HKCU\\Software\\Wine'} /v Version /d win10 /f > /dev/null 2>&1`;
    await fetchNode(join(folder, 'drive_c'));
  });
  return {
    app: join(prefix, 'drive_c/app'),
    command: (name) => [program, 'C:\\package\\bin\\node.exe', `C:\\app\\${name.replaceAll('/', '\\')}`],
    env: env(prefix),
  };
}
