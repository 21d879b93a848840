import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps an HTTP server's connections to `most`: one more is at the cost of the one that has been idle the longest, or of
 * the oldest if all are busy. `server.maxConnections` would refuse the new one instead, which may be a probe.
 */
export function limitConnections(server: Server, most: number): void {
  /** Those without a request, and those with one, each in the order in which they became so. */
  const idle = new Set<Socket>();
  const busy = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (idle.size + busy.size === most) {
      const [oldest] = [...idle, ...busy];
      leave(oldest!);
      oldest!.destroy();
    }
    idle.add(socket);
    socket.once('close', () => leave(socket));
  });
  server.on('request', ({ socket }, response) => {
    move(socket, idle, busy);
    response.once('close', () => move(socket, busy, idle));
  });

  function leave(socket: Socket): void {
    idle.delete(socket);
    busy.delete(socket);
  }
}

function move(socket: Socket, from: Set<Socket>, to: Set<Socket>): void {
  if (from.delete(socket)) {
    to.add(socket);
  }
}
