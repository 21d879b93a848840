import type { Socket } from 'node:net';

/** Resets a connection, or closes it where its end has been sent: Node never closes a socket that is reset after that. */
export function reset(socket: Socket): void {
  if (socket.writableEnded) {
    socket.destroy();
  } else {
    socket.resetAndDestroy();
  }
}
