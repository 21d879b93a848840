import { once } from 'node:events';
import type { Server } from 'node:net';
import { serviceError } from './errors.ts';
import { codeOf, reasonOf } from './system-error.ts';

/** Where a server listens, and what for, if that is not plain. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly backlog?: number;
  readonly purpose?: string;
}

/** Has a server listen, or says in a sentence why it cannot. */
export async function listen(server: Server, { purpose, ...place }: Place): Promise<void> {
  const { host, port } = place;
  server.listen(place);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw codeOf(cause) === 'EADDRINUSE'
      ? serviceError(
          'OFFLOOP_ADDRESS_IN_USE',
          `port ${port} on ${host}${purpose ? `, for ${purpose},` : ''} is already in use`,
          { cause },
        )
      : serviceError(
          'OFFLOOP_LISTEN_FAILED',
          `cannot listen on port ${port} of ${host}${purpose ? ` for ${purpose}` : ''}: ${reasonOf(cause)}`,
          { cause },
        );
  }
}
