import { join } from 'node:path';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The built command line. */
export const CLI = join(ROOT, 'dist', 'cli', 'main.js');

/** The folder of what offloop is compared with: its packages are installed there, and only when a bench needs them. */
export const PEERS = join(ROOT, 'scripts', 'bench', 'peers');

/** How to have all rows of Rust's crates. The second build has simd_rand, and rand's as this CPU's own instructions make them. */
export const CRATES_FIRST =
  '`cargo bench -p offloop-sampling`, and again with `RUSTFLAGS="-C target-cpu=native"` for simd_rand';
