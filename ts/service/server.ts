import { once } from 'node:events';
import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import PQueue from 'p-queue';
import { MAX_STREAM } from '../job.ts';
import { sumJob } from '../run/sum.ts';
import type { Total } from '../total.ts';
import { Connection } from './connection.ts';
import { serviceError } from './errors.ts';
import { type ServerEvent, type ServerStats, tell, type Untimed } from './events.ts';
import { BACKLOG } from './protocol.ts';
import { RoundRobin, type RoundRobinOptions } from './round-robin.ts';
import { type ServeOptions, type ServePlan, toServePlan } from './serve-options.ts';
import { codeOf, reasonOf } from './system-error.ts';

const STREAMS = MAX_STREAM + 1;

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
  const plan = toServePlan(options);
  const listener = net.createServer({ allowHalfOpen: true });
  await listen(listener, plan);
  return new Server(listener, plan);
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
  readonly #plan: ServePlan;
  readonly #listener: net.Server;
  readonly #connections = new Set<Connection>();
  readonly #turns: PQueue<RoundRobin, RoundRobinOptions>;
  #closed: Promise<void> | undefined;

  /** @internal */
  constructor(listener: net.Server, plan: ServePlan) {
    const { address, port } = listener.address() as net.AddressInfo;
    this.host = address;
    this.port = port;
    this.seed = plan.job.seed;
    this.stats = this.#counts = { accepted: 0, answered: 0, dropped: 0, gone: 0, failed: 0 };
    this.#plan = plan;
    this.#listener = listener;
    this.#turns = new PQueue({ queueClass: RoundRobin, concurrency: plan.slots });
    listener.maxConnections = plan.maxConnections;
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
    const connection = new Connection(socket, stream, this.#plan.deadline, this.#report);
    this.#connections.add(connection);
    connection.closed.then(() => this.#connections.delete(connection));
    this.#queue(connection);
  }

  #queue(connection: Connection): void {
    const { maxWaiting } = this.#plan;
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
    const { job, run } = this.#plan;
    return sumJob({ ...job, stream }, { ...run, signal });
  };

  #refuse(): void {
    const why = `too many connections: ${this.#plan.maxConnections} open`;
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
    const grace = setTimeout(() => this.#endAll(), this.#plan.grace);
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

  readonly #report = (event: Untimed<ServerEvent>): void => {
    if (event.type in this.#counts) {
      this.#counts[event.type as keyof ServerStats]++;
    }
    tell<ServerEvent>(this.#plan.onEvent, event);
  };
}

async function listen(listener: net.Server, { host, port }: ServePlan): Promise<void> {
  listener.listen({ host, port, backlog: BACKLOG });
  try {
    await once(listener, 'listening');
  } catch (cause) {
    throw codeOf(cause) === 'EADDRINUSE'
      ? serviceError('OFFLOOP_ADDRESS_IN_USE', `port ${port} on ${host} is already in use`, { cause })
      : serviceError(
          'OFFLOOP_LISTEN_FAILED',
          `cannot listen on port ${port} of ${host}: ${reasonOf(cause)}`,
          { cause },
        );
  }
}
