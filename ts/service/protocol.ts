/**
 * The protocol of the original example: a client connects and sends nothing; the server computes, writes the
 * total as a decimal in one piece, and closes. The answer ends where the server's side of the stream ends.
 */
import { describeValue } from '../arguments.ts';

/** An address, not a name: `localhost` would be looked up on the thread pool that computes. */
export const DEFAULT_HOST = '127.0.0.1';

export const DEFAULT_PORT = 8197;

export const MAX_PORT = 65_535;

/** Connections the kernel holds for us until we accept them. */
export const BACKLOG = 1024;

/** No answer is as long as this many bytes; a client stops reading there. */
export const MAX_ANSWER_BYTES = 4096;

const FINITE_DECIMAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?\r?\n?$/i;

/** A finite number as the shortest decimal that parses back to the same double. */
export function encodeAnswer(sum: number): string {
  return Object.is(sum, -0) ? '-0' : String(sum);
}

/** The number an answer says: a finite decimal, a newline after it allowed. Anything else is `undefined`. */
export function decodeAnswer(text: string): number | undefined {
  const value = FINITE_DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A host as options give it: a name or an address. */
export function toHost(host: unknown): string {
  if (typeof host !== 'string' || host === '') {
    throw new TypeError(`host must be an address or a name, not ${describeValue(host)}`);
  }
  return host;
}

/** `127.0.0.1:8197`, or `[::1]:8197`. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
