import net from 'node:net';
import type { OffloopError } from '../library/checks/errors.ts';
import { quote, shorten } from '../library/checks/printable.ts';
import { onAbort } from '../library/platform/on-abort.ts';
import { type ServiceErrorCode, serviceError } from './errors.ts';
import { type RequestEvent, tell } from './events.ts';
import { decodeAnswer, hostAndPort, isWhole, MAX_ANSWER_BYTES } from './protocol.ts';
import { type RequestOptions, type RequestPlan, toRequestPlan } from './request-options.ts';
import { codeOf, reasonOf } from './system-error.ts';

/**
 * Asks a server for a total: connects, sends nothing, and reads a decimal until the server closes. An answer without
 * its newline is refused as cut short, unless `strict` is false.
 *
 * Rejects with a TypeError or a RangeError for a bad option, with `signal.reason` when aborted, and with an
 * `OffloopError` of code `OFFLOOP_CONNECTION_REFUSED`, `OFFLOOP_CONNECTION_RESET`, `OFFLOOP_CONNECTION_FAILED` (any
 * other connection error), `OFFLOOP_NO_ANSWER` (closed without one), `OFFLOOP_MALFORMED_ANSWER` or `OFFLOOP_TIMEOUT`.
 * However it ends, it leaves no socket, timer or listener behind.
 *
 * @example
 * const server = await serve({ port: 0, samples: 1e6 });
 * const answer = await requestTotal({ port: server.port, timeout: 5000 });
 * await server.close();
 */
export async function requestTotal(options: RequestOptions = {}): Promise<number> {
  return askServer(toRequestPlan(options));
}

/** `requestTotal` with a checked plan. */
export async function askServer(plan: RequestPlan): Promise<number> {
  plan.signal?.throwIfAborted();
  const server = hostAndPort(plan.host, plan.port);
  const sum = toSum(await exchange(plan, server), server, plan.strict);
  tell<RequestEvent>(plan.onEvent, { type: 'answered', sum });
  return sum;
}

/** Connects and reads what the server sends, until it closes its side or sends too much. */
function exchange({ host, port, timeout, signal, onEvent }: RequestPlan, server: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    const pieces: Buffer[] = [];
    let bytes = 0;

    const timer = setTimeout(() => {
      const message = `${server} did not answer within ${timeout} ms`;
      finish(() => reject(serviceError('OFFLOOP_TIMEOUT', message)));
    }, timeout);
    const ignore = onAbort(signal, () => finish(() => reject(signal?.reason)));
    tell<RequestEvent>(onEvent, { type: 'connecting', host, port });

    socket.on('connect', () => {
      tell<RequestEvent>(onEvent, { type: 'connected' });
      tell<RequestEvent>(onEvent, { type: 'waiting' });
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
      ignore();
      socket.destroy();
      settle();
    }
  });
}

function toSum(answer: Buffer, server: string, strict: boolean): number {
  if (answer.length === 0) {
    throw serviceError('OFFLOOP_NO_ANSWER', `${server} closed the connection without an answer`);
  }
  const text = answer.toString('latin1');
  const sum = answer.length > MAX_ANSWER_BYTES ? undefined : decodeAnswer(text);
  if (sum === undefined) {
    throw malformed(
      `${server} answered ${describeAnswer(text)}, which is not a decimal in the range of a double`,
    );
  }
  if (strict && !isWhole(text)) {
    throw malformed(
      `${server} answered ${describeAnswer(text)} without a final newline: it was cut short, or this server sends none (use strict: false)`,
    );
  }
  return sum;
}

function malformed(message: string): OffloopError<ServiceErrorCode> {
  return serviceError('OFFLOOP_MALFORMED_ANSWER', message);
}

function describeAnswer(text: string): string {
  return text.length > MAX_ANSWER_BYTES ? `more than ${MAX_ANSWER_BYTES} bytes` : quote(shorten(text, 40));
}

function connectionError(cause: Error, server: string): OffloopError<ServiceErrorCode> {
  switch (codeOf(cause)) {
    case 'ECONNREFUSED': {
      const message = `${server} refused the connection: is a server running?`;
      return serviceError('OFFLOOP_CONNECTION_REFUSED', message, { cause });
    }
    case 'ECONNRESET':
    case 'EPIPE': {
      const message = `${server} reset the connection before it answered`;
      return serviceError('OFFLOOP_CONNECTION_RESET', message, { cause });
    }
    default: {
      const message = `cannot reach ${server}: ${reasonOf(cause)}`;
      return serviceError('OFFLOOP_CONNECTION_FAILED', message, { cause });
    }
  }
}
