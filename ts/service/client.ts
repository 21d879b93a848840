import net from 'node:net';
import { milliseconds, optionalFunction, optionalSignal, requireObject, wholeNumber } from '../arguments.ts';
import { OffloopError } from '../errors.ts';
import type { ServiceErrorCode } from './errors.ts';
import { type RequestEvent, type RequestHappening, tell } from './events.ts';
import {
  DEFAULT_HOST,
  DEFAULT_PORT,
  decodeAnswer,
  hostAndPort,
  MAX_ANSWER_BYTES,
  toHost,
} from './protocol.ts';
import { codeOf, reasonOf } from './system-error.ts';

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
  /** Ends the request, which then rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** Is told what happens, as it happens. */
  onEvent?: ((event: RequestEvent) => void) | undefined;
}

/**
 * Asks a server for a total: connects, sends nothing, and reads a decimal until the server closes.
 *
 * Rejects with a TypeError or a RangeError for a bad option, with `signal.reason` when aborted, and with an
 * `OffloopError` of code `OFFLOOP_CONNECTION_REFUSED`, `OFFLOOP_CONNECTION_RESET`, `OFFLOOP_CONNECTION_FAILED`
 * (any other trouble on the way), `OFFLOOP_NO_ANSWER` (closed without one), `OFFLOOP_MALFORMED_ANSWER` or
 * `OFFLOOP_TIMEOUT`. However it ends, no socket, timer or listener stays behind.
 *
 * @example
 * const server = await serve({ port: 0, samples: 1e6 });
 * const answer = await requestTotal({ port: server.port, timeout: 5000 });
 * await server.close();
 */
export async function requestTotal(options: RequestOptions = {}): Promise<number> {
  const request = toRequest(options);
  request.signal?.throwIfAborted();
  const sum = toSum(await exchange(request), request);
  tell<RequestHappening>(request.onEvent, { type: 'answered', sum });
  return sum;
}

interface Request extends Pick<RequestOptions, 'signal' | 'onEvent'> {
  readonly host: string;
  readonly port: number;
  readonly timeout: number;
  /** `host:port`, as messages name the server. */
  readonly server: string;
}

const REQUEST_KEYS: readonly (keyof RequestOptions)[] = ['host', 'port', 'timeout', 'signal', 'onEvent'];

/** Checks what a caller asked for and fills in what it left out. Throws a TypeError or a RangeError. */
export function toRequest(options: RequestOptions): Request {
  requireObject('options', options, REQUEST_KEYS);
  const host = toHost(options.host ?? DEFAULT_HOST);
  const port = wholeNumber('port', options.port ?? DEFAULT_PORT, 1, 65_535);
  const timeout = milliseconds('timeout', options.timeout ?? 60_000);
  optionalSignal('signal', options.signal);
  optionalFunction('onEvent', options.onEvent);
  return {
    host,
    port,
    timeout,
    server: hostAndPort(host, port),
    signal: options.signal,
    onEvent: options.onEvent,
  };
}

/** Connects and reads what the server says until it closes its side, or says too much. */
function exchange({ host, port, timeout, server, signal, onEvent }: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    const pieces: Buffer[] = [];
    let bytes = 0;

    const timer = setTimeout(() => {
      finish(() =>
        reject(
          new OffloopError<ServiceErrorCode>(
            'OFFLOOP_TIMEOUT',
            `${server} did not answer within ${timeout} ms`,
          ),
        ),
      );
    }, timeout);
    const onAbort = () => finish(() => reject(signal?.reason));
    signal?.addEventListener('abort', onAbort);
    tell<RequestHappening>(onEvent, { type: 'connecting', host, port });

    socket.on('connect', () => {
      tell<RequestHappening>(onEvent, { type: 'connected' });
      tell<RequestHappening>(onEvent, { type: 'waiting' });
    });
    socket.on('data', (piece) => {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > MAX_ANSWER_BYTES) {
        finish(() => resolve(Buffer.concat(pieces)));
      }
    });
    socket.on('end', () => finish(() => resolve(Buffer.concat(pieces))));
    socket.on('error', (error) => finish(() => reject(connectionError(error, server))));

    /** Only the first settlement of a promise counts, so finishing twice is harmless. */
    function finish(settle: () => void): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      settle();
    }
  });
}

function toSum(answer: Buffer, { server }: Request): number {
  if (answer.length === 0) {
    throw new OffloopError<ServiceErrorCode>(
      'OFFLOOP_NO_ANSWER',
      `${server} closed the connection without an answer`,
    );
  }
  if (answer.length > MAX_ANSWER_BYTES) {
    const said = `more than ${MAX_ANSWER_BYTES} bytes`;
    throw new OffloopError<ServiceErrorCode>(
      'OFFLOOP_MALFORMED_ANSWER',
      `${server} answered ${said}, which is not a finite decimal`,
    );
  }
  const text = answer.toString('latin1');
  const sum = decodeAnswer(text);
  if (sum === undefined) {
    const said = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
    throw new OffloopError<ServiceErrorCode>(
      'OFFLOOP_MALFORMED_ANSWER',
      `${server} answered ${said}, which is not a finite decimal`,
    );
  }
  return sum;
}

function connectionError(cause: Error, server: string): OffloopError<ServiceErrorCode> {
  switch (codeOf(cause)) {
    case 'ECONNREFUSED':
      return new OffloopError<ServiceErrorCode>(
        'OFFLOOP_CONNECTION_REFUSED',
        `${server} refused the connection: is a server running?`,
        {
          cause,
        },
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return new OffloopError<ServiceErrorCode>(
        'OFFLOOP_CONNECTION_RESET',
        `${server} reset the connection before it had answered`,
        { cause },
      );
    default:
      return new OffloopError<ServiceErrorCode>(
        'OFFLOOP_CONNECTION_FAILED',
        `cannot reach ${server}: ${reasonOf(cause)}`,
        {
          cause,
        },
      );
  }
}
