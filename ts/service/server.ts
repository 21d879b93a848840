import { once } from 'node:events';
import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import PQueue from 'p-queue';
import { OffloopError } from '../errors.ts';
import { sum } from '../run/sum.ts';
import type { Total } from '../total.ts';
import { Connection } from './connection.ts';
import type { ServiceErrorCode } from './errors.ts';
import { type ServerHappening, type ServerStats, tell } from './events.ts';
import { BACKLOG } from './protocol.ts';
import { RoundRobin, type RoundRobinOptions } from './round-robin.ts';
import { type ServeOptions, type Settings, toSettings } from './serve-options.ts';
import { codeOf, reasonOf } from './system-error.ts';

export type { ServeOptions } from './serve-options.ts';

const STREAMS = 2 ** 32;

/**
 * Starts a TCP server that computes one total for every client that connects, writes it as a decimal, and closes.
 * Clients send nothing. The event loop stays free, addresses take turns, and the n-th connection (from 0) gets
 * stream n of the server's seed, modulo 2^32.
 *
 * Rejects with a TypeError or a RangeError for a bad option, and with an `OffloopError` of code
 * `OFFLOOP_ADDRESS_IN_USE`, `OFFLOOP_LISTEN_FAILED` or `OFFLOOP_NATIVE_UNAVAILABLE`.
 *
 * @example
 * const server = await serve({ port: 0, samples: 1e6, seed: 42n });
 * console.log(await requestTotal({ port: server.port }));
 * await server.close();
 */
export async function serve(options: ServeOptions = {}): Promise<Server> {
  const settings = toSettings(options);
  const listener = net.createServer({ allowHalfOpen: true });
  await listen(listener, settings);
  return new Server(listener, settings);
}

/** A listening server, as `serve()` gives it. */
export class Server {
  /** The address it listens on. */
  readonly host: string;
  /** The port it listens on, also when any was asked for. */
  readonly port: number;
  /** The seed of every connection's job, also when none was given. */
  readonly seed: bigint;
  /** How many connections had each fate so far. */
  readonly stats: Readonly<ServerStats>;
  readonly #counts: ServerStats;
  readonly #settings: Settings;
  readonly #listener: net.Server;
  readonly #connections = new Set<Connection>();
  readonly #turns: PQueue<RoundRobin, RoundRobinOptions>;
  #closed: Promise<void> | undefined;

  /** @internal */
  constructor(listener: net.Server, settings: Settings) {
    const { address, port } = listener.address() as net.AddressInfo;
    this.host = address;
    this.port = port;
    this.seed = settings.job.seed;
    this.stats = this.#counts = { accepted: 0, answered: 0, dropped: 0, gone: 0, failed: 0 };
    this.#settings = settings;
    this.#listener = listener;
    this.#turns = new PQueue({ queueClass: RoundRobin, concurrency: settings.slots });
    listener.maxConnections = settings.maxConnections;
    listener.on('connection', (socket) => this.#accept(socket));
    listener.on('drop', () => this.#refuse());
    listener.on('error', (error) => this.#missed(error));
    this.#report({ type: 'listening', host: address, port, seed: this.seed });
  }

  /**
   * Stops listening and resolves when everything is closed: what is in flight is finished first, and reset when
   * the grace period is over.
   */
  close(): Promise<void> {
    this.#closed ??= this.#drain();
    return this.#closed;
  }

  /** Closes at once: connections without an answer are reset. Also after `close()`, to wait no longer. */
  destroy(): Promise<void> {
    const closed = this.close();
    this.#endAll();
    return closed;
  }

  #accept(socket: net.Socket): void {
    const stream = this.#counts.accepted % STREAMS;
    const connection = new Connection(socket, stream, this.#settings.deadline, this.#report);
    this.#connections.add(connection);
    connection.closed.then(() => this.#connections.delete(connection));
    this.#queue(connection);
  }

  #queue(connection: Connection): void {
    const { maxWaiting } = this.#settings;
    if (this.#turns.pending >= this.#turns.concurrency && this.#turns.size >= maxWaiting) {
      connection.drop('waiting', `the queue is full: ${maxWaiting} waiting`);
      return;
    }
    const turn = async () => {
      await connection.answer(this.#compute);
      // On the event loop a total ends without handing control back: the next one leaves others a turn first.
      await nextTurn();
    };
    this.#turns
      .add(turn, { address: connection.address, signal: connection.waiting })
      // It rejects only when the connection ended while it waited; the connection has said so.
      .catch(() => {});
  }

  readonly #compute = (stream: number, signal: AbortSignal): Promise<Total> => {
    const { job, run } = this.#settings;
    return sum({ ...job, stream }, { ...run, signal });
  };

  #refuse(): void {
    const why = `too many connections: ${this.#settings.maxConnections} open`;
    this.#report({ type: 'dropped', reason: 'connections', why });
  }

  #missed(error: Error): void {
    this.#report({ type: 'dropped', reason: 'accept', why: `it could not be accepted: ${reasonOf(error)}` });
  }

  async #drain(): Promise<void> {
    this.#report({ type: 'closing', open: this.#connections.size });
    const closed = new Promise<void>((resolve) => {
      this.#listener.close(() => resolve());
    });
    const grace = setTimeout(() => this.#endAll(), this.#settings.grace);
    await closed;
    clearTimeout(grace);
    // The listener is closed a moment before its last sockets are, and they have a fate to tell.
    await Promise.all(Array.from(this.#connections, (connection) => connection.closed));
    await this.#turns.onIdle();
    this.#report({ type: 'closed' });
  }

  #endAll(): void {
    for (const connection of this.#connections) {
      connection.end();
    }
  }

  readonly #report = (happening: ServerHappening): void => {
    if (happening.type in this.#counts) {
      this.#counts[happening.type as keyof ServerStats]++;
    }
    tell<ServerHappening>(this.#settings.onEvent, happening);
  };
}

async function listen(listener: net.Server, { host, port }: Settings): Promise<void> {
  listener.listen({ host, port, backlog: BACKLOG });
  try {
    await once(listener, 'listening');
  } catch (cause) {
    throw codeOf(cause) === 'EADDRINUSE'
      ? new OffloopError<ServiceErrorCode>(
          'OFFLOOP_ADDRESS_IN_USE',
          `port ${port} on ${host} is already in use`,
          { cause },
        )
      : new OffloopError<ServiceErrorCode>(
          'OFFLOOP_LISTEN_FAILED',
          `cannot listen on port ${port} of ${host}: ${reasonOf(cause)}`,
          { cause },
        );
  }
}
