import { join } from 'node:path';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The built command line. */
export const CLI = join(ROOT, 'dist', 'cli', 'main.js');

/** The folder of what offloop is compared with: its packages are installed there, and only when a bench needs them. */
export const PEERS = join(ROOT, 'scripts', 'bench', 'peers');
