/**
 * The same as node.ts, for browsers, their workers and edge runtimes, by what they all have. The build replaces node.ts
 * with it in dist/browser.js.
 */

/** Each browser has its own limit, and throws when it is reached. */
export const MAX_BYTES = Number.MAX_SAFE_INTEGER;

/** Browsers have only memory filled with zeros. */
export function untouchedMemory(bytes: number): ArrayBuffer {
  return new ArrayBuffer(bytes);
}

/** Nobody can say. */
export function preferredEngine(): string | undefined {
  return undefined;
}

/** There is nothing to fall back from. */
export function warnOfFallback(): void {}
