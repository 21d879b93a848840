import { join } from 'node:path';
import { root } from '../../kit/places.mjs';

/** The folder of what offloop is compared with: its packages are installed there, and only when a bench needs them. */
export const PEERS = join(root, 'scripts', 'bench', 'peers');
