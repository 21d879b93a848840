import { once } from 'node:events';
import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { sum } from '../../ts/library/jobs/sum.ts';
import type { ServerEvent } from '../../ts/service/events.ts';
import { type ServeOptions, type Server, serve } from '../../ts/service/index.ts';
import { startProgram } from '../processes.ts';
import { outputOf } from '../where.ts';

/** Whether there is a Python to write other clients in. */
export const hasPython = outputOf('python3', ['--version']).startsWith('Python 3');

/** A job that no test waits for: it ends when it is aborted. */
export const ENDLESS = 1e14;

export const SEED = 20_261_123n;

/** What a server told, in order, and a way to wait for it. */
export class Log {
  readonly events: ServerEvent[] = [];
  #wake: () => void = () => {};

  readonly add = (event: ServerEvent): void => {
    this.events.push(event);
    this.#wake();
  };

  of<T extends ServerEvent['type']>(type: T): Extract<ServerEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as Extract<ServerEvent, { type: T }>[];
  }

  /** Resolves as soon as so many events of a type were told. */
  async until(type: ServerEvent['type'], count: number): Promise<void> {
    while (this.of(type).length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** A server on any free port of the loopback, gone at the end of the test. */
export async function startServer(t: ExecutionContext, options: ServeOptions = {}): Promise<[Server, Log]> {
  const log = new Log();
  const server = await serve({
    port: 0,
    engine: 'typescript',
    mode: 'cooperative',
    seed: SEED,
    samples: 1000,
    onEvent: log.add,
    ...options,
  });
  t.teardown(() => server.destroy());
  return [server, log];
}

/** The totals that the first `count` connections of a server are to get. */
export async function predictedSums(count: number, samples: number): Promise<number[]> {
  const streams = Array.from({ length: count }, (_, stream) => stream);
  const totals = await Promise.all(
    streams.map((stream) => {
      return sum({ distribution: 'normal', samples, seed: SEED, stream }, { engine: 'typescript' });
    }),
  );
  return totals.map((total) => total.sum);
}

export function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** A bare connected socket, which lives on when its peer resets it. */
export async function connect(
  t: ExecutionContext,
  port: number,
  options: Partial<net.TcpNetConnectOpts> = {},
) {
  const socket = net.connect({ host: '127.0.0.1', port, allowHalfOpen: true, ...options });
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}

/** Connects until one more waits than can compute at once; that one is the last. The jobs must be endless. */
export async function fillSlots(t: ExecutionContext, port: number, log: Log): Promise<net.Socket[]> {
  const sockets: net.Socket[] = [];
  while (log.of('started').length === sockets.length) {
    sockets.push(await connect(t, port));
    await log.until('accepted', sockets.length);
    // A turn begins when a turn of the loop has brought nobody else.
    for (let turn = 0; turn < 10; turn++) {
      await nextTurn();
    }
  }
  return sockets;
}

/** Everything the other end says, until it ends or resets. */
export async function readAll(socket: net.Socket): Promise<string> {
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => pieces.push(piece));
  await new Promise<void>((resolve) => {
    if (socket.closed) {
      resolve();
    }
    socket.once('end', resolve);
    socket.once('close', () => resolve());
  });
  return Buffer.concat(pieces).toString();
}

/** A peer of the client: does to each connection what the test says. */
export async function startPeer(t: ExecutionContext, behave: (socket: net.Socket) => void): Promise<number> {
  const open = new Set<net.Socket>();
  const peer = net.createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.resume();
    behave(socket);
  });
  peer.listen(0, '127.0.0.1');
  await once(peer, 'listening');
  t.teardown(() => {
    peer.close();
    for (const socket of open) {
      socket.destroy();
    }
  });
  return (peer.address() as net.AddressInfo).port;
}

/** Runs a program without input, and gives what it says. */
export async function run(program: string, args: string[]): Promise<string> {
  const { stdout, stderr } = await startProgram(program, args).finished;
  return stdout + stderr;
}
