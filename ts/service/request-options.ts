import {
  milliseconds,
  optionalFunction,
  optionalSignal,
  plainObject,
  trueOrFalse,
  wholeNumber,
} from '../library/checks/arguments.ts';
import type { RequestEvent } from './events.ts';
import { DEFAULT_HOST, DEFAULT_PORT, MAX_PORT, toHost } from './protocol.ts';

/** Which server to ask, and for how long. */
export interface RequestOptions {
  /**
   * The server's address. A name works too, but looking it up waits for the thread pool, which may be computing.
   * @default '127.0.0.1'
   */
  host?: string | undefined;
  /**
   * The server's port: 1 to 65535.
   * @default 8197
   */
  port?: number | undefined;
  /**
   * How many milliseconds the whole request may take: above 0, at most 2^31 - 1.
   * @default 60_000
   */
  timeout?: number | undefined;
  /**
   * Whether an answer must end with a newline, as those of offloop's server do: without it, `-28` may be an answer or
   * the beginning of one. The original example's server sends none: use `false` for it.
   * @default true
   */
  strict?: boolean | undefined;
  /** Aborts the request, which then rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** Called for every event, as it happens. */
  onEvent?: ((event: RequestEvent) => void) | undefined;
}

/** Checked options, with every default filled in. */
export interface RequestPlan {
  readonly host: string;
  readonly port: number;
  readonly timeout: number;
  readonly strict: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: ((event: RequestEvent) => void) | undefined;
}

/** The default timeout in milliseconds. */
export const DEFAULT_TIMEOUT = 60_000;

const REQUEST_KEYS: readonly (keyof RequestOptions)[] = [
  'host',
  'port',
  'timeout',
  'strict',
  'signal',
  'onEvent',
];

/** Checks the options and fills in the defaults. Throws a TypeError or a RangeError. */
export function toRequestPlan(options: RequestOptions): RequestPlan {
  const given = plainObject('options', options, REQUEST_KEYS);
  const { signal, onEvent } = given;
  optionalSignal('signal', signal);
  optionalFunction('onEvent', onEvent);
  return {
    host: toHost(given.host ?? DEFAULT_HOST),
    port: wholeNumber('port', given.port ?? DEFAULT_PORT, 1, MAX_PORT),
    timeout: milliseconds('timeout', given.timeout ?? DEFAULT_TIMEOUT),
    strict: trueOrFalse('strict', given.strict ?? true),
    signal,
    onEvent,
  };
}
