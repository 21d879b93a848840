import { readFileSync } from 'node:fs';

/** If the limit on open files cannot be read: half of the usual 1,024. */
const USUAL_MOST_CONNECTIONS = 512;

/**
 * The most connections to accept: half of the files this process may open. At the limit itself the kernel
 * drops clients without an event or a log line.
 */
export function mostConnections(limits = readLimits()): number {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === undefined) {
    return USUAL_MOST_CONNECTIONS;
  }
  return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Math.max(1, Math.floor(Number(soft) / 2));
}

/** Available on Linux; Node raised the soft limit to the hard one when it started. */
function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'latin1');
  } catch {
    return '';
  }
}
