import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MAX_STREAM } from '../library/stream/stream.ts';
import { Arrivals } from './arrivals.ts';
import { Connection, type ConnectionListener } from './connection.ts';
import { serviceError } from './errors.ts';
import {
  type DropReason,
  type ServerEvent,
  type ServerLoad,
  type ServerStats,
  serverChannel,
  tell,
  type Untimed,
} from './events.ts';
import { listen } from './listen.ts';
import { BACKLOG } from './protocol.ts';
import { type ServeOptions, type ServePlan, toServePlan } from './serve-options.ts';
import { reasonOf } from './system-error.ts';
import { Turns } from './turns.ts';

const STREAMS = MAX_STREAM + 1;

/**
 * Starts a TCP server that computes one total for every client that connects, writes it as a decimal, and closes.
 * Clients send nothing. The event loop stays free, addresses take turns, and the n-th connection (from 0) gets stream
 * n, modulo 2^32, of the server's seed.
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
  return startServer(toServePlan(options));
}

/** `serve` with a checked plan. */
export async function startServer(plan: ServePlan): Promise<Server> {
  const listener = net.createServer({ allowHalfOpen: true });
  await listen(listener, plan.place, { backlog: BACKLOG });
  if (typeof listener.address() === 'string') {
    listener.close();
    throw serviceError('OFFLOOP_LISTEN_FAILED', 'fd is not a TCP socket, but a Unix socket');
  }
  return new Server(listener, plan);
}

/** A listening server, as returned by `serve()`. */
export class Server {
  /** The address it listens on. */
  readonly host: string;
  /** The port it listens on, even if the option was 0. */
  readonly port: number;
  /** The seed of every connection's job, even if none was given. */
  readonly seed: bigint;
  /** How many connections have had each outcome so far. */
  readonly stats: Readonly<ServerStats>;
  readonly #counts: ServerStats;
  readonly #plan: ServePlan;
  readonly #listener: net.Server;
  readonly #arrivals: Arrivals;
  /** Everyone who is connected, in the order in which they came. */
  readonly #connections = new Set<Connection>();
  readonly #waiting = new Turns<Connection>();
  /** How many connections have their turn. */
  #served = 0;
  /** Those that have their answer and are still open, in the order of their answers. */
  readonly #leaving = new Set<Connection>();
  /** Each serves one connection after the other. */
  readonly #lanes = new Set<Promise<void>>();
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
    this.#arrivals = new Arrivals(listener);
    listener.on('connection', (socket) => this.#accept(socket));
    listener.on('error', (error) => {
      this.#report({
        type: 'dropped',
        reason: 'accept',
        why: `it could not be accepted: ${reasonOf(error)}`,
      });
    });
    this.#report({ type: 'listening', host: address, port, seed: this.seed });
  }

  /** How many connections it has now. */
  get load(): ServerLoad {
    return { open: this.#connections.size, waiting: this.#waiting.size, computing: this.#served };
  }

  /**
   * Accepts everyone who has connected, stops listening, answers all, and resolves when everything is closed.
   * Connections without an answer are reset when the grace period is over.
   */
  close(): Promise<void> {
    this.#closed ??= this.#drain();
    return this.#closed;
  }

  /** Closes at once: connections without an answer are reset. Can also follow `close()`, to stop waiting. */
  destroy(): Promise<void> {
    const closed = this.close();
    this.#stopListening();
    this.#endAll();
    return closed;
  }

  #accept(socket: net.Socket): void {
    const address = socket.remoteAddress;
    if (address === undefined) {
      // It was reset before it was accepted: there is nobody to serve, and nothing to report.
      socket.destroy();
      return;
    }
    if (!this.#makeRoom(address)) {
      socket.on('error', () => {});
      socket.resetAndDestroy();
      return;
    }
    const stream = this.#counts.accepted % STREAMS;
    const connection = new Connection(socket, address, stream, this.#plan.deadline, this.#onConnection);
    this.#connections.add(connection);
    this.#waiting.add(connection);
    this.#serve();
  }

  /**
   * Whether an address may have one more connection. If there are too many, they are shared out by address: one that
   * has its answer is closed, or else the newest of the address with the most waiting is reset, if that is not this
   * address.
   */
  #makeRoom(address: string): boolean {
    const { maxConnections, maxWaiting, lanes } = this.#plan;
    if (this.#waiting.size + this.#served >= maxWaiting + lanes) {
      return this.#giveWay(address, 'waiting', `the queue is full: ${maxWaiting} waiting`);
    }
    if (this.#connections.size < maxConnections) {
      return true;
    }
    const [leaving] = this.#leaving;
    if (leaving === undefined) {
      return this.#giveWay(address, 'connections', `too many connections: ${maxConnections} open`);
    }
    this.#leaving.delete(leaving);
    leaving.end();
    return true;
  }

  #giveWay(address: string, reason: DropReason, why: string): boolean {
    const rival = this.#waiting.rival(address);
    if (rival === undefined) {
      this.#report({ type: 'dropped', reason, why });
      return false;
    }
    rival.drop(reason, why);
    return true;
  }

  readonly #onConnection: ConnectionListener = {
    report: (event) => this.#report(event),
    decided: (connection, outcome) => {
      if (outcome.type === 'answered') {
        this.#leaving.add(connection);
      } else {
        this.#waiting.remove(connection);
      }
      this.#report(outcome);
    },
    closed: (connection) => {
      this.#leaving.delete(connection);
      this.#connections.delete(connection);
    },
  };

  #serve(): void {
    if (this.#lanes.size < this.#plan.lanes) {
      const lane = this.#serveAll();
      this.#lanes.add(lane);
      lane.then(() => this.#lanes.delete(lane));
    }
  }

  /** Serves one connection after the other until nobody waits. */
  async #serveAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      // Turns are fair only among connections that are accepted.
      await this.#arrivals.accepted();
      const connection = this.#waiting.next();
      if (connection !== undefined) {
        this.#served++;
        await connection.answer(this.#plan.compute);
        this.#served--;
      }
    }
  }

  async #drain(): Promise<void> {
    const closed = new Promise((resolve) => this.#listener.once('close', resolve));
    const grace = setTimeout(() => this.#endAll(), this.#plan.grace);
    await this.#arrivals.accepted();
    this.#stopListening();
    await closed;
    clearTimeout(grace);
    // The listener closes a moment before its last sockets, whose outcomes must be reported.
    while (this.#connections.size > 0) {
      await nextTurn();
    }
    await Promise.all(this.#lanes);
    this.#report({ type: 'closed' });
  }

  #stopListening(): void {
    if (this.#listener.listening) {
      this.#listener.close();
      this.#report({ type: 'closing', open: this.#connections.size });
    }
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
    const { onEvent } = this.#plan;
    tell<ServerEvent>(serverChannel.hasSubscribers ? this.#publish : onEvent, event);
  };

  readonly #publish = (event: ServerEvent): void => {
    serverChannel.publish({ server: this, event });
    this.#plan.onEvent?.(event);
  };
}
