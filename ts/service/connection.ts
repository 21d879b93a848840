import type { Socket } from 'node:net';
import type { Total } from '../library/jobs/total.ts';
import type { Client, DropReason, ServerEvent, Untimed } from './events.ts';
import { encodeAnswer, hostAndPort } from './protocol.ts';
import type { Compute } from './serve-options.ts';

/**
 * How long a client may take to close after its answer, in milliseconds. Closing at once would break a client that is
 * still sending.
 */
const LINGER = 2000;

/** Gets the news of a connection. */
export interface ConnectionListener {
  report(event: Untimed<ServerEvent>): void;
  /** Its outcome: it need not wait any more. */
  decided(connection: Connection, outcome: Untimed<ServerEvent>): void;
  /** It is completely closed. */
  closed(connection: Connection): void;
}

/** One client's connection, from acceptance to one of four outcomes: answered, gone, dropped or failed. */
export class Connection {
  /** The client's address: connections of one address take turns with those of others. */
  readonly address: string;
  readonly #socket: Socket;
  readonly #client: Client;
  readonly #listener: ConnectionListener;
  readonly #acceptedAt = performance.now();
  readonly #deadline: NodeJS.Timeout;
  #computing: AbortController | undefined;
  #decided = false;

  constructor(
    socket: Socket,
    address: string,
    stream: number,
    deadline: number,
    listener: ConnectionListener,
  ) {
    this.address = address;
    this.#socket = socket;
    this.#client = { stream, from: hostAndPort(address, socket.remotePort ?? 0) };
    this.#listener = listener;
    this.#deadline = setTimeout(() => {
      this.drop('deadline', `it had no answer within ${deadline} ms`);
    }, deadline);
    this.#listen();
    listener.report({ type: 'accepted', ...this.#client });
  }

  /** Computes the total and sends it. Never rejects. */
  async answer(compute: Compute): Promise<void> {
    this.#computing = new AbortController();
    const startedAt = performance.now();
    this.#listener.report({ type: 'started', waited: startedAt - this.#acceptedAt, ...this.#client });
    try {
      const total = await compute(this.#client.stream, this.#computing.signal);
      this.#computing = undefined;
      this.#send(total, performance.now() - startedAt);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Resets the connection and says why. */
  drop(reason: DropReason, why: string): void {
    this.#decide({ type: 'dropped', reason, why, ...this.#client });
    this.#reset();
  }

  /** Ends the connection now: resets it, or stops lingering if the answer was sent. */
  end(): void {
    if (this.#decided) {
      this.#socket.destroy();
    } else {
      this.drop('closing', 'the server closed before its answer was ready');
    }
  }

  #listen(): void {
    // A reset is an error, and an error without a listener ends the process. 'close' follows it.
    this.#socket.on('error', () => {});
    this.#socket.once('close', () => {
      this.#decide({ type: 'gone', ...this.#client });
      this.#listener.closed(this);
    });
    // Nobody uses what a client sends, and it must not pile up.
    this.#socket.resume();
  }

  #send(total: Total, took: number): void {
    this.#socket.once('finish', () => {
      this.#decide({ type: 'answered', total, took, ...this.#client });
      const linger = setTimeout(() => this.#socket.destroy(), LINGER);
      this.#socket.once('close', () => clearTimeout(linger));
    });
    this.#socket.end(encodeAnswer(total.sum));
  }

  #fail(error: unknown): void {
    this.#decide({ type: 'failed', error, ...this.#client });
    this.#reset();
  }

  /**
   * If the answer is on its way, the socket is destroyed instead: Node never closes a socket that is reset after `end`.
   */
  #reset(): void {
    if (this.#socket.writableEnded) {
      this.#socket.destroy();
    } else {
      this.#socket.resetAndDestroy();
    }
  }

  /** Only the first outcome counts. */
  #decide(outcome: Untimed<ServerEvent>): void {
    if (this.#decided) {
      return;
    }
    this.#decided = true;
    clearTimeout(this.#deadline);
    this.#computing?.abort();
    this.#listener.decided(this, outcome);
  }
}
