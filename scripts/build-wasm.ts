// `npm run build:wasm`: the engine as a WebAssembly module, native/engine.wasm. Rust's standard library is compiled with it, for
// its size, and so that a panic is a trap and no text: that takes the library's sources, which are rustup's component rust-src.
// Where it is missing they come with Debian's Rust, which is fetched. With neither the exit code is 1; what fails has cargo's own.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { $ } from 'zx';
import { inCache } from './kit/kept.ts';
import { withoutNpmSettings } from './kit/npm.ts';
import { root } from './kit/places.mjs';
import { rustEnvironment } from './kit/rust.ts';
import { Skipped, say } from './kit/steps.ts';

const TARGET = 'wasm32-unknown-unknown';
const MODULE = 'native/engine.wasm';

/** The most bytes that an instance may take. */
const MEMORY = 32 * 2 ** 20;
const STACK = 256 * 2 ** 10;

const STANDARD_LIBRARY = ['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'];

const RUST_FLAGS = [
  '-Ctarget-feature=+simd128',
  '-Zunstable-options',
  '-Cpanic=immediate-abort',
  `-Clink-arg=--max-memory=${MEMORY}`,
  `-Clink-arg=-zstack-size=${STACK}`,
];

/** A compiler that can build its standard library. */
interface Rust {
  readonly environment: NodeJS.ProcessEnv;
  readonly flags: readonly string[];
}

try {
  process.exitCode = await build(await findRust());
} catch (error) {
  if (!(error instanceof Skipped)) {
    throw error;
  }
  say(
    `error: the WebAssembly module is not built: ${error.message}. To have it: rustup component add rust-src`,
  );
  process.exitCode = 1;
}

async function build({ environment, flags }: Rust): Promise<number> {
  const env = { ...environment, CARGO_ENCODED_RUSTFLAGS: [...RUST_FLAGS, ...flags].join('\x1f') };
  const what = ['-p', 'offloop-wasm', '--target', TARGET, '--target-dir', 'target/wasm'];
  const cargo = $({ cwd: root, env, stdio: 'inherit', nothrow: true });
  const { exitCode } = await cargo`cargo build --locked --release ${what} ${STANDARD_LIBRARY}`;
  if (exitCode !== 0) {
    return exitCode ?? 101;
  }
  await mkdir(join(root, 'native'), { recursive: true });
  await copyFile(join(root, 'target/wasm', TARGET, 'release/offloop_wasm.wasm'), join(root, MODULE));
  const bytes = await readFile(join(root, MODULE));
  say(`${MODULE}: ${kilobytes(bytes)} kB, ${kilobytes(gzipSync(bytes, { level: 9 }))} kB gzipped`);
  return 0;
}

/** The Rust in use if it has the sources, else Debian's, which has no linker for WebAssembly: that is of the one in use. */
async function findRust(): Promise<Rust> {
  const { stdout } = await $({ quiet: true, nothrow: true, cwd: root })`rustc --print sysroot`;
  const library = join(stdout.trim(), 'lib/rustlib');
  if (existsSync(join(library, 'src/rust/library'))) {
    return { environment: { ...withoutNpmSettings(), RUSTC_BOOTSTRAP: '1' }, flags: [] };
  }
  const linker = join(library, 'x86_64-unknown-linux-gnu/bin/rust-lld');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(linker)) {
    throw new Skipped("the sources of Rust's standard library are missing");
  }
  say(`Rust's sources are missing here. Debian's compiler has them: it is kept in ${inCache()} …`);
  return { environment: await rustEnvironment(), flags: [`-Clinker=${linker}`] };
}

function kilobytes({ length }: Uint8Array): string {
  return (length / 1000).toFixed(1);
}
