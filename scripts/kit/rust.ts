// Debian's Rust, which has the sources of its standard library, so that it builds that for platforms and in ways that nobody
// offers. Its versions are newer than Debian's other one.
import { delimiter, join } from 'node:path';
import { extractPackages } from './debian.ts';
import { kept } from './kept.ts';
import { withoutNpmSettings } from './npm.ts';

/** An environment in which `cargo` is Debian's, which has the sources of its standard library, and may build them. */
export async function rustEnvironment(): Promise<NodeJS.ProcessEnv> {
  const rust = await rustFolder();
  return {
    ...withoutNpmSettings(),
    PATH: [join(rust, 'usr/bin'), process.env.PATH].join(delimiter),
    // By name it may be rustup's that is found.
    CARGO: join(rust, 'usr/bin/cargo'),
    RUSTC: join(rust, 'usr/bin/rustc'),
    LD_LIBRARY_PATH: join(rust, 'usr/lib/x86_64-linux-gnu'),
    RUSTC_BOOTSTRAP: '1',
  };
}

function rustFolder(): Promise<string> {
  return kept('tools/rust', async (folder) => {
    const from = { release: 'bookworm', architecture: 'amd64' } as const;
    const packages = ['rustc-web', 'cargo-web', 'rust-web-src', 'libstd-rust-web-dev'];
    await extractPackages(folder, { ...from, packages, needs: 'lacking' });
    await extractPackages(folder, { ...from, packages: ['libstd-rust-web-dev:arm64'], needs: 'nothing' });
  });
}
