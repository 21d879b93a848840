import { once } from 'node:events';
import type { Server } from 'node:net';
import { printable } from '../library/checks/printable.ts';
import { serviceError } from './errors.ts';
import { codeOf, reasonOf } from './system-error.ts';

/** Where a server listens: at an address, or on a socket that is already listening. */
export type Place = { readonly host: string; readonly port: number } | { readonly fd: number };

/** Makes a server listen, or throws an error that says why it cannot. */
export async function listen(
  server: Server,
  place: Place,
  { backlog, purpose }: { backlog?: number; purpose?: string } = {},
): Promise<void> {
  server.listen({ ...place, backlog });
  try {
    await once(server, 'listening');
  } catch (cause) {
    const what = purpose === undefined ? '' : `, for ${purpose},`;
    if ('fd' in place) {
      throw serviceError('OFFLOOP_LISTEN_FAILED', `cannot listen on socket ${place.fd}: ${reasonOf(cause)}`, {
        cause,
      });
    }
    const { port } = place;
    const host = printable(place.host);
    throw codeOf(cause) === 'EADDRINUSE'
      ? serviceError('OFFLOOP_ADDRESS_IN_USE', `port ${port} on ${host}${what} is already in use`, { cause })
      : serviceError(
          'OFFLOOP_LISTEN_FAILED',
          `cannot listen on port ${port} of ${host}${purpose ? ` for ${purpose}` : ''}: ${reasonOf(cause)}`,
          { cause },
        );
  }
}
