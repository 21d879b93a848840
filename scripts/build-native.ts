// `npm run build:native`: the Rust addon and its generated loader, in native/.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { root } from './kit/places.mjs';

const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');

// A release binary would otherwise name the folders of the machine that built it.
const remap = [`--remap-path-prefix=${cargoHome}=cargo`, `--remap-path-prefix=${root}=offloop`];
process.env.CARGO_ENCODED_RUSTFLAGS = [
  ...(process.env.CARGO_ENCODED_RUSTFLAGS?.split('\x1f') ?? []),
  ...remap,
].join('\x1f');

$.verbose = true;
await $({
  cwd: root,
  stdio: 'inherit',
})`napi build --platform --release --manifest-path crates/addon/Cargo.toml --output-dir native --js binding.cjs --dts ../ts/library/engines/native/binding.d.ts --no-const-enum ${process.argv.slice(2)} -- --locked`;

// The loader is generated and in every package, and nobody reads it.
await $({
  cwd: root,
})`esbuild native/binding.cjs --outfile=native/binding.cjs --allow-overwrite --minify --log-level=warning`;
