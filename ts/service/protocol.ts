import { describeValue, printable, shorten } from '../library/checks/printable.ts';
/**
 * The protocol of the original example, and a newline: a client connects and sends nothing; the server computes, writes
 * the total as a decimal in one piece, and closes. The newline marks the answer as complete. The original's server
 * sends none, and its clients ignore one.
 */

/** An address, not a name: `localhost` would be looked up on the thread pool that computes. */
export const DEFAULT_HOST = '127.0.0.1';

export const DEFAULT_PORT = 8197;

export const MAX_PORT = 65_535;

/** Connections the kernel holds for us until we accept them. */
export const BACKLOG = 1024;

/** Every answer is shorter than this; a client stops reading there. */
export const MAX_ANSWER_BYTES = 4096;

/** What ends an answer. */
const NEWLINE = '\n';

const DECIMAL = /^-?(\d+(?:\.\d+)?)(?:e[+-]?\d+)?(?:\r?\n)?$/i;

/** A finite number as the shortest decimal that parses back to the same double. */
export function encodeAnswer(sum: number): string {
  return `${Object.is(sum, -0) ? '-0' : sum}${NEWLINE}`;
}

/**
 * The number in an answer: a decimal in the range of doubles, optionally followed by a newline. Anything else is
 * `undefined`, including numbers that would become infinite or 0.
 */
export function decodeAnswer(text: string): number | undefined {
  const [, digits] = DECIMAL.exec(text) ?? [];
  if (digits === undefined) {
    return undefined;
  }
  const value = Number(text);
  const lost = value === 0 && /[1-9]/.test(digits);
  return Number.isFinite(value) && !lost ? value : undefined;
}

/** Whether an answer is complete. */
export function isWhole(text: string): boolean {
  return text.endsWith(NEWLINE);
}

/** The longest host name, in characters. */
const MAX_NAME = 253;

/** A host as options give it: a name or an address. */
export function toHost(host: unknown): string {
  if (typeof host !== 'string' || host === '' || host.length > MAX_NAME) {
    throw new TypeError(
      `host must be an address or a name of at most ${MAX_NAME} characters, not ${describeValue(host)}`,
    );
  }
  return host;
}

/** `127.0.0.1:8197` or `[::1]:8197`, for messages: a long name is cut. */
export function hostAndPort(name: string, port: number): string {
  const host = printable(shorten(name, 60));
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
